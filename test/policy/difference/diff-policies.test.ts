import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import type { PolicyChange } from '../../../src/policy/difference/difference.ts';
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import type { PatternSource, Policy, PolicyRule } from '../../../src/policy/model.ts';
import { parseRequest } from '../../../src/policy/request/parse.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { parseYamlValue } from '../../../src/policy/yaml-document.ts';
import { isSampled } from '../properties/plan.ts';

async function policyOf(text: string): Promise<Policy> {
  return loadPolicy({ read: () => Promise.resolve(`version: 1\n${text}`), parse: parseYamlValue }, 'policy.yaml');
}

const reading = (...lists: readonly string[]): string =>
  `permissions:\n  fileSystem:\n    read:\n${lists.map((list) => `      ${list}\n`).join('')}`;

/** A change in a line: where, what, an example, from what to what, for whom, and on which lines. */
function toldOf({ scope, region, witness, before, after, modes, roles, lines }: PolicyChange): string {
  const whom = [modes, roles].map((names) => names?.join() ?? 'all').join('/');
  const where = lines.map(({ side, path, line }) => `${side} ${path === 'policy.yaml' ? '' : path}${String(line)}`);
  return `${scope}: ${region} (${witness ?? 'no witness'}) ${before} -> ${after}, ${whom}, ${where.join(' ')}`;
}

async function told(base: string, head: string): Promise<Record<'widened' | 'narrowed', readonly string[]>> {
  const difference = diffPolicies(await policyOf(base), await policyOf(head));
  expect(difference.undetermined).toEqual([]);
  expect(difference.equal).toBe(difference.widened.length + difference.narrowed.length === 0);
  return { widened: difference.widened.map(toldOf), narrowed: difference.narrowed.map(toldOf) };
}

/** So many rules that a place for each of them would be too many. */
function list(pattern: (name: string) => string): string {
  return Array.from({ length: 40 }, (_, index) => `'${pattern(`n${String(index)}`)}'`).join(', ');
}

const equal = { widened: [], narrowed: [] };

describe('two policies', () => {
  test('without a difference', async () => {
    const text = reading("allow: ['${workspace}/**', '/tmp/{a,b}']", "deny: ['**/.env']");
    expect(await told(text, text)).toEqual(equal);
    const rewritten = reading("deny: ['**/.env']", "allow: ['/tmp/b', '${workspace}/*/**', '${workspace}/*', '/tmp/a', '${workspace}']");
    expect(await told(text, rewritten)).toEqual(equal);
    expect(await told(`variables: { x: '\${workspace}' }\n${reading("allow: ['${x}/a']")}`, reading("allow: ['${workspace}/a']"))).toEqual(
      equal,
    );
  });

  test('one grant more, in every mode and for every role that may read', async () => {
    expect(await told(reading("allow: ['${workspace}/src/**']"), reading("allow: ['${workspace}/**']"))).toEqual({
      widened: ["fileSystem.read: ${workspace}/** minus ${workspace}/src/** ('${workspace}/a') deny -> allow, all/all, head 5"],
      narrowed: [],
    });
  });

  test('what follows of a mode and a role is asked there', async () => {
    const difference = await told('', 'permissions:\n  network:\n    external: { allow: [a.example.org] }\n');
    expect(difference.widened).toEqual([
      'network.external: a.example.org (a.example.org:443) deny -> ask, architect/all, head 4',
      'network.external: a.example.org (a.example.org:443) deny -> allow, ask,code/all, head 4',
    ]);
  });

  test('rules of a mode hold in it', async () => {
    const head = "modes:\n  code:\n    permissions:\n      env: { write: { allow: ['X_*'] } }\n";
    expect(await told('', head)).toEqual({
      widened: ['env.write: X_* (X_a) deny -> allow, code/ADMIN,DEVELOPER, head 5'],
      narrowed: [],
    });
  });

  test('rules of the sandbox hold for all', async () => {
    const head = "sandbox:\n  permissions:\n    allow: ['env.read HOME']\n";
    expect((await told('', head)).widened).toEqual(['sandbox.env.read: HOME (HOME) deny -> allow, all/all, head 4']);
  });

  test.each([
    ['commands', "permissions: { execution: { commands: { allow: [[git, status, '**']] } } }", "[git, status, '**'] (-- git status a)"],
    [
      'commands of a signer',
      'permissions: { execution: { commands: { allow: [{ argv: [make], signedBy: a@b.c }] } } }',
      '(--signed-by=a@b.c -- make)',
    ],
    ['tools', "permissions: { execution: { tools: { allow: ['read*'] } } }", 'read* (read)'],
    ['addresses', "permissions: { network: { llm: { allow: ['10.1.0.0/16:80,443'] } } }", '(10.1.0.0:443)'],
    ['IPv6 addresses', "permissions: { network: { llm: { allow: ['[2001:db8::/32]:443'] } } }", "('[2001:db8::]:443')"],
    ['all hosts below', "permissions: { network: { llm: { allow: ['**.example.org'] } } }", '(a.example.org:443)'],
  ])('witnesses of %s', async (_name, head, expected) => {
    const { widened } = await told('', head);
    expect(widened[0]).toContain(expected);
  });
});

describe('modes, roles and their ceilings', () => {
  const commands = 'permissions: { execution: { commands: { allow: [[make]] } } }\n';

  test('a mode that may execute: its line, not that of the rule', async () => {
    expect(await told(commands, `${commands}modes: { ask: { allowExecution: true } }\n`)).toEqual({
      widened: ['execution.commands: [make] (-- make) deny -> allow, ask/all, head 3 base mcgate:secure-defaults118'],
      narrowed: [],
    });
  });

  test('a mode that must ask', async () => {
    const { widened, narrowed } = await told(commands, `${commands}modes: { code: { requireApproval: true } }\n`);
    expect(widened).toEqual([]);
    expect(narrowed[0]).toMatch(/^execution\.commands: \[make\] \(-- make\) allow -> ask, code\/all, head 3 base mcgate:secure-defaults/);
  });

  test('a ceiling and a rule that change together', async () => {
    const head = 'permissions: { execution: { commands: { allow: [[make], [npm, test]] } } }\nmodes: { ask: { allowExecution: true } }\n';
    const { widened } = await told(commands, head);
    expect(widened.map((line) => line.replace(/ base mcgate.*/, ''))).toEqual([
      'execution.commands: [make] (-- make) deny -> allow, ask/all, head 3',
      'execution.commands: [npm, test] (-- npm test) deny -> allow, ask,code/all, head 3 head 2',
    ]);
  });

  test('a new role may all that the rules say, and go where the modes say', async () => {
    const head = 'roles: { tester: { grants: [READ] } }\n';
    const { widened, narrowed } = await told(reading("allow: ['/a']"), `${reading("allow: ['/a']")}${head}`);
    expect(narrowed).toEqual([]);
    expect(widened).toContain('fileSystem.read: /a (/a) deny -> allow, all/tester, head 6');
    expect(widened).toContain('resources.cpu: up to 1m (1m) deny -> allow, all/tester, head 6');
    expect(widened).toContain('modes.transitions: code (code) deny -> ask, architect,ask/tester, head 6');
    expect(widened.every((line) => line.includes('/tester, head 6'))).toBe(true);
    expect(widened.some((line) => line.startsWith('roles.administration'))).toBe(false);
  });

  test('who may administrate', async () => {
    const { widened } = await told('', 'roles: { DEVELOPER: { grants: [READ, WRITE, EXECUTE, ADMIN] } }\n');
    expect(widened.map((line) => line.replace(/ base mcgate.*/, ''))).toEqual([
      'roles.administration: roles.administration () deny -> allow, all/DEVELOPER, head 2',
    ]);
  });

  test('where a mode leads', async () => {
    const { widened, narrowed } = await told('', 'modes: { ask: { transitions: { code: allow } }, code: { transitions: { ask: ask } } }\n');
    expect([...widened, ...narrowed].map((line) => line.replace(/ base mcgate.*/, ''))).toEqual([
      'modes.transitions: code (code) ask -> allow, ask/all, head 2',
      'modes.transitions: ask (ask) allow -> ask, code/all, head 2',
    ]);
  });

  test('a mode that comes, and the way to it: both lines', async () => {
    const { widened } = await told('', 'modes:\n  code:\n    transitions: { extra: ask }\n  extra:\n    transitions: {}\n');
    expect(widened.filter((line) => line.startsWith('modes.transitions'))).toEqual([
      'modes.transitions: extra (extra) deny -> ask, code/all, head 4 head 5',
    ]);
  });

  test('more combinations than are compared are undetermined', async () => {
    const many = (prefix: string, form: (name: string) => string): string =>
      Array.from({ length: 70 }, (_, index) => form(prefix + String(index))).join('');
    const text = (allowed: string): string =>
      `modes:\n${many('m', (name) => `  ${name}: { permissions: { env: { read: { allow: [${name}, ${allowed}] } } } }\n`)}` +
      `roles:\n${many('r', (name) => `  ${name}: { grants: [READ], permissions: { env: { read: { allow: [${name}] } } } }\n`)}`;
    const difference = diffPolicies(await policyOf(text('a')), await policyOf(text('b')));
    expect(difference.equal).toBe(false);
    expect(difference.undetermined).toMatchObject([{ scope: 'env.read', region: 'every request', lines: [] }]);
  });
});

describe('limits and settings', () => {
  test('a limit decides the amounts up to it', async () => {
    const head = 'permissions: { resources: { memory: 1GiB, cpu: 30s } }\n';
    expect(await told('', head)).toEqual({
      widened: ['resources.memory: more than 512MiB, up to 1GiB (1GiB) deny -> allow, all/all, head 2 base mcgate:secure-defaults91'],
      narrowed: ['resources.cpu: more than 30s, up to 1m (1m) allow -> deny, all/all, head 2 base mcgate:secure-defaults92'],
    });
  });

  test('settings are looser or stricter', async () => {
    const { widened, narrowed } = await told('', 'authentication: { mfaRequired: false, passwordMinLength: 20 }\n');
    expect([...widened, ...narrowed].map((line) => line.replace(/ base mcgate.*/, ''))).toEqual([
      'authentication.mfaRequired: authentication.mfaRequired (no witness) true -> false, all/all, head 2',
      'authentication.passwordMinLength: authentication.passwordMinLength (no witness) 12 -> 20, all/all, head 2',
    ]);
  });

  test('without an order: changed and gone is wider, new is narrower', async () => {
    const policy = await policyOf('');
    const withHeader = (...values: readonly string[]): Policy => ({
      ...policy,
      settings: new Map([...policy.settings, ...values.map((value) => ['headers.X-Own', value] as const)]),
    });
    const sides = (base: Policy, head: Policy): readonly number[] => {
      const { widened, narrowed } = diffPolicies(base, head);
      return [widened.length, narrowed.length];
    };
    expect(sides(withHeader('a'), withHeader('b'))).toEqual([1, 0]);
    expect(sides(withHeader('a'), withHeader('a'))).toEqual([0, 0]);
    expect(sides(withHeader('a'), withHeader())).toEqual([1, 0]);
    expect(sides(withHeader(), withHeader('a'))).toEqual([0, 1]);
    expect(diffPolicies(withHeader('a'), withHeader()).widened).toEqual([
      { scope: 'headers.X-Own', region: 'headers.X-Own', witness: null, before: 'a', after: 'none', modes: null, roles: null, lines: [] },
    ]);
  });
});

describe('placements', () => {
  const differs = async (base: readonly string[], head: readonly string[]): Promise<readonly string[]> => {
    const { widened, narrowed } = await told(reading(...base), reading(...head));
    return [...widened.map((line) => `+ ${line}`), ...narrowed.map((line) => `- ${line}`)].map((line) => line.replace(/ \(.*/, ''));
  };

  test('folders that are apart: one is not the other', async () => {
    expect(await differs(["allow: ['${home}/**']"], ["allow: ['${workspace}/**']"])).toEqual([
      '+ fileSystem.read: ${workspace}/**',
      '- fileSystem.read: ${home}/**',
    ]);
  });

  test.each(['home', 'temp'])('a deny that matters only where the workspace is in ${%s}', async (folder) => {
    const allow = "allow: ['${workspace}/**']";
    const difference = await differs([allow, `deny: ['\${${folder}}/**']`], [allow]);
    expect(difference).toEqual(['+ fileSystem.read: ${workspace}/**']);
    // Nothing of the workspace, wherever that is.
    expect(await differs(["allow: ['${workspace}/a']", "deny: ['/elsewhere/**/b']"], ["allow: ['${workspace}/a']"])).toEqual([]);
  });

  test.each([
    ['a rule', "'/elsewhere/**'", "'/{elsewhere,elsewhere/*/**}'"],
    ['a rule of a folder', "'${home}/.ssh/**'", "'${home}/{.ssh,.ssh/*/**}'"],
    ['many rules', list((each) => `/at/${each}/**`), list((each) => `/at/{${each},${each}/*/**}`)],
    ['a rule in two', "'/elsewhere/**'", "'/elsewhere', '/elsewhere/*/**'"],
    ['a rule within another', "'/elsewhere/**', '/elsewhere/a'", "'/elsewhere/**'"],
  ])('%s in other words is not gone, wherever the folders lie', async (_, before, after) => {
    const grants = "allow: ['${workspace}/**', '${home}/**']";
    expect(await told(reading(grants, `deny: [${before}]`), reading(grants, `deny: [${after}]`))).toEqual(equal);
    expect(await told(reading(grants, `ask: [${before}]`), reading(grants, `deny: [${after}]`))).toMatchObject({ widened: [] });
  });

  test.each([
    ["'/elsewhere/**'", "'/elsewhere', '/elsewhere/*'"],
    ["'/elsewhere/**'", "'${temp}/elsewhere/**'"],
    ["'/elsewhere/**', '/other/**'", "'/other/**'"],
  ])('%s is gone in part where there is %s', async (before, after) => {
    const grants = "allow: ['${workspace}/**']";
    expect(await differs([grants, `deny: [${before}]`], [grants, `deny: [${after}]`])).not.toEqual([]);
    expect(await differs([grants, `deny: [${before}]`], [grants, `ask: [${before}]`])).not.toEqual([]);
  });

  // A folder is where somebody has it, which may be where a rule says: nothing of this may pass for equal.
  test.each<[allow: string, gone: string]>([
    ['/home/**', '${home}/.ssh/**'],
    ['${home}/**', '/home/*/.ssh/**'],
    ['${home}/**', '/home/{ann,bob}/.ssh/**'],
    ['${workspace}/**', '/elsewhere/**'],
    ['${workspace}/id', '/srv/**/keys/id'],
    ['/srv/*/keys/**', '${workspace}/keys/id'],
    ['C:/Users/**', '${home}/.ssh/**'],
    ['${home}/**', 'C:/Users/?*/.ssh/**'],
    ['//server/share/**', '${workspace}/.env'],
    ['${temp}/**', '${home}/**'],
    ['${home}/**', '${temp}/**'],
    ['${temp}/a', '${workspace}/tmp/a'],
    ['${workspace}/a', '${home}/a'],
    ['${workspace}/a', '${home}/project/a'],
    ['${workspace}/A', '/WORK/*/a'],
    ['${workspace}/key', '**/secrets/key'],
    ['**/ann/.ssh/*', '${home}/.ssh/id'],
    ['${home}/.ssh/*', '/*/ann/.ssh/id'],
    ['C:/Users/*/id', '${home}/id'],
  ])('beside an allow of %s, a deny or an ask of %s that is gone is a widening', async (allow, gone) => {
    for (const effect of ['deny', 'ask']) {
      const [strict, loose] = [[`allow: ['${allow}']`, `${effect}: ['${gone}']`], [`allow: ['${allow}']`]];
      const widened = (await told(reading(...strict), reading(...loose))).widened.filter((line) => line.includes(`${effect} -> allow`));
      expect(widened).toHaveLength(1);
      expect((await told(reading(...loose), reading(...strict))).narrowed.some((line) => line.includes(`allow -> ${effect}`))).toBe(true);
    }
  });

  // Each of these once put the folders where no path is, or all in one: what is compared there says nothing.
  test.each([
    ['more stars in a row than a path can have', [`/${'*/'.repeat(100)}b`]],
    ['more stars in a row below a folder than a path can have', [`\${home}/${'*/'.repeat(100)}b`]],
    [
      'all characters that could name the folders',
      Array.from(
        { length: 66 },
        (_, row) =>
          `/${Array.from({ length: 2000 }, (_one, index) => String.fromCodePoint(Math.min(0xf0000 + row * 2000 + index, 0x10fffd))).join('')}`,
      ),
    ],
  ])('beside a deny with %s, nothing is equal', async (_name, denies) => {
    const hiding = ['/a', '/*/a', '/*/*/a', '/*/*/*/a', '/*/*/*/*/a', ...denies];
    const [base, head] = ["allow: ['/x']", "allow: ['/x', '${workspace}/a']"].map((allow) =>
      reading(allow, `deny: ${JSON.stringify(hiding)}`),
    );
    expect(diffPolicies(await policyOf(base ?? ''), await policyOf(head ?? '')).undetermined).toMatchObject([
      { region: '${workspace}/a', lines: [{ side: 'head' }] },
    ]);
  });

  test('more places of a folder than are tried are undetermined, but for what is only added', async () => {
    const allow = `allow: [${Array.from({ length: 50 }, (_, index) => `'/opt/p${String(index)}/**'`).join(', ')}]`;
    const [strict, loose] = [await policyOf(reading(allow, "deny: ['${home}/key']")), await policyOf(reading(allow))];
    expect(diffPolicies(strict, loose).undetermined.map(({ region }) => region)).toEqual(['${home}/key']);
    const { widened, narrowed, undetermined } = diffPolicies(loose, strict);
    expect([widened.length, narrowed.length > 0, undetermined]).toEqual([0, true, []]);
  });

  test('rules that differ only where case is ignored', async () => {
    const allow = "allow: ['/ws/readme']";
    expect(await differs([allow, "deny: ['/ws/README']"], [allow])).toEqual(['+ fileSystem.read: /ws/README']);
    expect(await differs([allow, "deny: ['/ws/[A-Z]*']"], [allow])).toEqual(['+ fileSystem.read: /ws/readme']);
    expect(await differs([allow, "deny: ['/ws/other']"], [allow])).toEqual([]);
  });

  test('drives and shares, which there are on Windows only', async () => {
    expect((await told(reading("allow: ['/a']"), reading("allow: ['/a', 'C:/x/*', '//server/share/**']"))).widened).toEqual([
      'fileSystem.read: //server/share/** (//server/share/a) deny -> allow, all/all, head 5',
      'fileSystem.read: C:/x/* (c:/x/a) deny -> allow, all/all, head 5',
    ]);
  });

  test('the folders may lie on a drive that a rule names', async () => {
    const allow = "allow: ['C:/**']";
    expect((await differs([allow, "deny: ['${workspace}/**']"], [allow])).length).toBeGreaterThan(0);
  });

  test('variables of the environment, which Windows folds', async () => {
    const env = (deny: string): string => `permissions: { env: { read: { allow: [PATH], deny: [${deny}] } } }\n`;
    expect((await told(env('path'), env('other'))).widened).toEqual(['env.read: path (path) deny -> allow, all/all, base 2']);
    expect(await told(env('some'), env('other'))).toEqual(equal);
  });

  test('characters that nobody uses do not name the folders', async () => {
    const marked = `allow: ['/\u{f0000}workspace/**', '/\u{f0001}*/**']`;
    const plain = "allow: ['${workspace}/**']";
    expect(await differs([plain], [marked])).toEqual([
      '+ fileSystem.read: /\u{f0000}workspace/**',
      '+ fileSystem.read: /\u{f0001}*/**',
      '- fileSystem.read: ${workspace}/**',
    ]);
  });
});

const environment: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/x/ws', home: '/y/home', temp: '/z/tmp' };

describe('laws', () => {
  // Of the many rules of the secure defaults a sample does without: it is enough for each of thousands of mutants.
  const wide = `extends: [${isSampled ? '' : 'mcgate:secure-defaults'}]
permissions:
  fileSystem:
    read: { allow: ['\${workspace}/**', '/usr/share/**'] }
    write: { allow: ['\${workspace}/src/**'], ask: ['\${workspace}/package.json'] }
  network:
    external: { allow: ['**.example.org:443'], ask: ['**'] }
  execution:
    commands: { allow: [[git, '**']], ask: [[npm, '*']] }
modes:
  ask: { allowExecution: true }
roles:
  tester: { grants: [READ, EXECUTE] }
`;

  test('every witness is decided as claimed, in every mode and for every role named', async () => {
    const [base, head] = [await policyOf(''), await policyOf(wide)];
    const deciders = [base, head].map((policy) => compilePolicy(policy, environment));
    const { widened, narrowed } = diffPolicies(base, head);
    const requests = [...widened, ...narrowed].filter(({ witness }) => witness !== null);
    expect(requests.length).toBeGreaterThan(isSampled ? 5 : 15);
    for (const { scope, witness, before, after, modes, roles } of requests) {
      const words = witness === '' ? [] : (splitWords(witness ?? '') ?? []);
      const resource = parseRequest(scope, words, environment);
      for (const mode of modes ?? ['code', 'architect', 'ask']) {
        for (const role of roles ?? ['ADMIN', 'DEVELOPER', 'tester']) {
          expect([scope, witness, mode, role, ...deciders.map((decider) => decider.decide({ ...resource, mode, role }))]).toEqual([
            scope,
            witness,
            mode,
            role,
            before,
            after,
          ]);
        }
      }
    }
  });

  test('one way is the mirror of the other', async () => {
    const [base, head] = [await policyOf(''), await policyOf(wide)];
    const mirrored = ({ before, after, lines, ...rest }: PolicyChange): object => ({
      ...rest,
      before: after,
      after: before,
      lines: lines.length,
    });
    const same = ({ lines, ...rest }: PolicyChange): object => ({ ...rest, lines: lines.length });
    const [forth, back] = [diffPolicies(base, head), diffPolicies(head, base)];
    expect(back.narrowed.map(same)).toEqual(forth.widened.map(mirrored));
    expect(back.widened.map(same)).toEqual(forth.narrowed.map(mirrored));
  });

  test('the same again is the same', async () => {
    const [base, head] = [await policyOf(''), await policyOf(wide)];
    expect(diffPolicies(base, head)).toEqual(diffPolicies(base, head));
  });

  test('beyond the bound nothing is equal', async () => {
    const difference = diffPolicies(await policyOf(''), await policyOf(wide), 10);
    expect(difference.equal).toBe(false);
    expect(difference.undetermined.map(({ scope }) => scope)).toContain('fileSystem.read');
    expect(difference.undetermined.find(({ region }) => region === '/usr/share/**')?.lines).toMatchObject([
      { side: 'head', line: 5 },
      { side: 'head', line: 14 },
    ]);
    // The same rules in the same words are the same, whatever the bound.
    expect(diffPolicies(await policyOf(wide), await policyOf(wide), 0).equal).toBe(true);
  });

  test('a pattern that cannot be read denies all, as it does when something is decided', () => {
    const rule = (effect: PolicyRule['effect'], text: string): PolicyRule => {
      const pattern: PatternSource = { kind: 'path', text };
      return {
        scope: 'sandbox.fileSystem.read',
        effect,
        pattern,
        mode: null,
        role: null,
        origin: { path: 'p', line: 1, column: 1, key: 'k' },
      };
    };
    const policy = (...rules: readonly PolicyRule[]): Policy => ({
      rules,
      modes: new Map(),
      roles: new Map(),
      settings: new Map(),
      origins: new Map(),
    });
    const { narrowed, widened } = diffPolicies(policy(rule('allow', '/a')), policy(rule('allow', '/a'), rule('allow', 'b')));
    expect(widened).toEqual([]);
    expect(narrowed).toMatchObject([{ region: '/a', before: 'allow', after: 'deny', modes: null, roles: null }]);
  });
});
