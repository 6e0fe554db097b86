// explain: the lines that made the decision, the ceilings, and the nearest rule that would have decided otherwise.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../src/policy/compiled-policy.ts';
import { explain, type Explanation } from '../../src/policy/explain.ts';
import { patternScopes } from '../../src/policy/scopes.ts';
import { load, place } from './support/documents.ts';

const text = `version: 1
extends: [mcgate:secure-defaults]
permissions:
  fileSystem:
    read:
      allow: ['\${workspace}/**', '/srv/data/*.json']
      ask: ['\${workspace}/private/**']
      deny: ['\${workspace}/private/keys/**', '\${workspace}/private/**/*.bak']
    write:
      allow: ['\${workspace}/src/**']
  network:
    llm: { allow: ['api.example.com:443', '*.models.example.org'] }
  execution:
    commands:
      allow: [[git, status, '**'], [npm, test]]
    tools: { allow: [readFile, { name: deploy, signedBy: release@example.org }] }
modes:
  code: { permissions: { fileSystem: { read: { allow: ['/mode/**'] } } } }
`;
const policy = await load(text);
const engine = compilePolicy(policy, place);

function of(request: object, mode = 'code', role = 'DEVELOPER'): Explanation {
  const asked = { mode, role, ...request } as never;
  const explanation = explain(engine, asked);
  expect(explanation.effect).toBe(engine.decide(asked));
  return explanation;
}

/** Kind, words and line of each reason. */
function reasons(explanation: Explanation): readonly string[] {
  return explanation.reasons.map(
    ({ kind, text: words, origin }) =>
      `${kind}: ${words}${origin === null ? '' : ` @${origin.path}:${String(origin.line)}:${String(origin.column)}`}`,
  );
}

const read = (path: string): object => ({ scope: 'fileSystem.read', path });

describe('the lines that made the decision', () => {
  it('one rule', () => {
    const explanation = of(read('/ws/a.ts'));
    expect(explanation).toMatchObject({ effect: 'allow', request: "'${workspace}/a.ts'" });
    expect(reasons(explanation)).toEqual(['rule: allow ${workspace}/** @policy.yaml:6:15']);
  });

  it('all rules of the strongest effect, and no weaker one', () => {
    expect(reasons(of(read('/ws/private/x')))).toEqual(['rule: ask ${workspace}/private/** @policy.yaml:7:13']);
    expect(reasons(of(read('/ws/private/keys/x.bak')))).toEqual([
      'rule: deny ${workspace}/private/keys/** @policy.yaml:8:14',
      'rule: deny ${workspace}/private/**/*.bak @policy.yaml:8:46',
    ]);
  });

  it('a rule of the secure defaults, and one of a mode', () => {
    expect(reasons(of(read('/ws/.env')))[0]).toMatch(/^rule: deny \*\*\/\.env @mcgate:secure-defaults:\d+:\d+$/);
    expect(reasons(of(read('/mode/x')))).toEqual(['rule: allow /mode/** @policy.yaml:18:56']);
  });

  it('no rule at all', () => {
    expect(reasons(of(read('/elsewhere')))).toEqual(['no-rule: No rule names it, and what no rule names is denied']);
  });

  it('rules are shown as they are written', () => {
    expect(reasons(of({ scope: 'execution.commands', argv: ['git', 'status', '-s'] }))).toEqual([
      "rule: allow [git, status, '**'] @policy.yaml:15:15",
    ]);
    expect(reasons(of({ scope: 'execution.tools', name: 'deploy', signedBy: 'release@example.org' }))).toEqual([
      'rule: allow { name: deploy, signedBy: release@example.org } @policy.yaml:16:32',
    ]);
  });
});

describe('ceilings', () => {
  it('one that denies, with the line that says so, and the rule that it keeps from deciding', () => {
    const explanation = of({ scope: 'fileSystem.write', path: '/ws/src/a' }, 'code', 'USER');
    expect(reasons(explanation)[0]).toMatch(/^role-lacks-right: Role USER has not the right WRITE @mcgate:secure-defaults:\d+:\d+$/);
    expect(explanation.nearest).toMatchObject({ text: 'allow ${workspace}/src/**', effect: 'allow', matches: true });
  });

  it('all of them, and rules that deny as well', () => {
    const explanation = of({ scope: 'execution.commands', argv: ['rm'] }, 'ask', 'NOBODY');
    expect(explanation.reasons.map(({ kind }) => kind)).toEqual(['mode-forbids-execution', 'unknown-role']);
    const both = of({ scope: 'fileSystem.write', path: '/ws/.git/config' }, 'code', 'USER');
    expect(both.reasons.map(({ kind }) => kind)).toEqual(['role-lacks-right', 'rule']);
  });

  it('one that asks is a reason where it lowered a rule, and none where it did not', () => {
    const lowered = of({ scope: 'fileSystem.write', path: '/ws/src/a' }, 'architect');
    expect(lowered.effect).toBe('ask');
    expect(lowered.reasons.map(({ kind }) => kind)).toEqual(['mode-requires-approval', 'rule']);
    expect(lowered.reasons[1]?.text).toBe('allow ${workspace}/src/**');
    expect(of({ scope: 'fileSystem.write', path: '/elsewhere' }, 'architect').reasons.map(({ kind }) => kind)).toEqual(['no-rule']);
  });

  it.each([
    ['nowhere', 'USER', ['unknown-mode']],
    ['code', '__proto__', ['unknown-role']],
    ['', '', ['unknown-mode', 'unknown-role']],
  ])('mode %j, role %j', (mode, role, kinds) => {
    expect(of(read('/elsewhere'), mode, role).reasons.map(({ kind }) => kind)).toEqual(kinds);
    expect(of({ scope: 'roles.administration' }, mode, role).reasons.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('scopes without patterns', () => {
  it.each([
    [{ scope: 'resources.memory', amount: 2 ** 40 }, 'deny', /^limit: The limit is 512MiB @mcgate:secure-defaults:/],
    [{ scope: 'resources.memory', amount: 1 }, 'allow', /^limit: The limit is 512MiB/],
    [{ scope: 'resources.cpu', amount: Number.NaN }, 'deny', /^no-request: /],
    [{ scope: 'modes.transitions', to: 'ask' }, 'allow', /^transition: Mode code says allow for a transition to ask @/],
    [{ scope: 'modes.transitions', to: 'code' }, 'deny', /^transition: Mode code names no transition to code @/],
    [{ scope: 'modes.transitions', to: 'nowhere' }, 'deny', /^unknown-mode: The policy defines no mode "nowhere"/],
    [{ scope: 'roles.administration' }, 'deny', /^right: Role DEVELOPER has not the right ADMIN @/],
  ])('%j: %s', (request, effect, words) => {
    const explanation = of(request);
    expect(explanation.effect).toBe(effect);
    expect(reasons(explanation)).toEqual([expect.stringMatching(words)]);
    expect(explanation.nearest).toBeNull();
  });
});

describe('the nearest rule that would have decided otherwise', () => {
  it.each([
    [read('/ws/private/x'), 'allow ${workspace}/**', true],
    [read('/srv/data/a.yaml'), 'allow /srv/data/*.json', false],
    [read('/srv/other/a.json'), 'allow /srv/data/*.json', false],
    [read('/ws/.env'), 'allow ${workspace}/**', true],
    [{ scope: 'network.llm', host: 'api.example.com', port: 8443 }, 'allow api.example.com:443', false],
    [{ scope: 'network.llm', host: 'a.models.example.net', port: 443 }, 'allow *.models.example.org', false],
    [{ scope: 'execution.commands', argv: ['git', 'push'] }, "allow [git, status, '**']", false],
    [{ scope: 'execution.commands', argv: ['npm', 'test', '--watch'] }, 'allow [npm, test]', false],
    [{ scope: 'execution.tools', name: 'readFiles' }, 'allow readFile', false],
    [{ scope: 'execution.tools', name: 'deploy' }, 'allow { name: deploy, signedBy: release@example.org }', false],
  ])('%j: %s', (request, rule, matches) => {
    expect(of(request).nearest).toMatchObject({ text: rule, matches });
  });

  it('none where no rule could', () => {
    expect(of({ scope: 'execution.plugins', name: 'x' }).nearest).toBeNull();
    expect(of(read('relative')).nearest).toBeNull();
  });

  it('does not depend on the order of the rules', async () => {
    const patterns = ['/a/b/c', '/a/b/d', '/a/**', '**/c', '/a/b/*/e'];
    const nearest = async (allow: readonly string[]): Promise<string | undefined> =>
      explain(compilePolicy(await load({ version: 1, permissions: { fileSystem: { read: { allow } } } }), place), {
        scope: 'fileSystem.read',
        path: '/a/b/x/y',
        mode: 'code',
        role: 'USER',
      }).nearest?.text;
    const expected = await nearest(patterns);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(patterns, { minLength: patterns.length }), async (shuffled) => {
        expect(await nearest(shuffled)).toBe(expected);
      }),
      { numRuns: 20, seed: 9 },
    );
  });
});

describe('hostile requests', () => {
  it('explain never throws, says what decide says, and always why', () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom<unknown>('/ws/a', 'git', 443, ['git'], 'h.example', '__proto__'));
    const scope = fc.oneof(fc.constantFrom<unknown>(...patternScopes, 'modes.transitions', 'resources.cpu'), fc.anything());
    const name = fc.oneof(fc.constantFrom<unknown>('code', 'ADMIN', 'architect'), fc.anything());
    const request = fc.record(
      { scope, mode: name, role: name, path: value, host: value, port: value, name: value, argv: value, amount: value, to: value },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(request, fc.anything()), (each) => {
        const explanation = explain(engine, each as never);
        expect(explanation.effect).toBe(engine.decide(each as never));
        expect(explanation.reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  it('a pattern that means nothing here is told', () => {
    const origin = { path: 'p', line: 3, column: 1, key: 'k' };
    const broken = {
      ...policy,
      rules: [{ scope: 'fileSystem.read', effect: 'deny', pattern: { kind: 'path', text: 'rel' }, mode: null, role: null, origin }],
    } as never;
    const { effect, reasons: told } = explain(compilePolicy(broken, place), {
      scope: 'fileSystem.read',
      path: '/a',
      mode: 'code',
      role: 'USER',
    });
    expect(effect).toBe('deny');
    expect(told).toEqual([expect.objectContaining({ kind: 'unreadable-rule', origin })]);
  });
});
