// Every kind of reason, word for word and with its line: what a person reads who asks why.
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/policy/compiled-policy.ts';
import { explain } from '../../src/policy/explain.ts';
import type { Explanation } from '../../src/policy/explain.ts';
import type { ModeRules, Policy, Right } from '../../src/policy/model.ts';
import type { Request } from '../../src/policy/request/request.ts';
import { linux } from './properties/policies.ts';

const keys = [
  'modes.open',
  'modes.shut.allowExecution',
  'modes.shut.requireApproval',
  'modes.open.transitions.shut',
  'roles.reader',
  'roles.chief',
  'resources.memory',
];
const origins = new Map(keys.map((key, index) => [key, { path: 'policy.yaml', line: index + 1, column: 1, key }]));
const modes = new Map<string, ModeRules>([
  ['open', { allowExecution: true, requireApproval: false, transitions: new Map([['shut', 'ask']]) }],
  ['shut', { allowExecution: false, requireApproval: true, transitions: new Map() }],
]);
const roles = new Map<string, ReadonlySet<Right>>([
  ['reader', new Set<Right>(['READ'])],
  ['chief', new Set<Right>(['READ', 'WRITE', 'EXECUTE', 'ADMIN'])],
]);
const rule = (scope: string, effect: string, text: string, line: number): unknown => ({
  scope,
  effect,
  pattern: { kind: scope.includes('fileSystem') ? 'path' : 'name', text, digest: null, signedBy: null },
  mode: null,
  role: null,
  origin: { path: 'policy.yaml', line, column: 1, key: 'rule' },
});
const policy = {
  rules: [
    rule('fileSystem.write', 'allow', '/a/**', 50),
    rule('execution.tools', 'allow', 't', 51),
    rule('fileSystem.temp', 'deny', 'relative', 52),
  ],
  modes,
  roles,
  settings: new Map([['resources.memory', 1024]]),
  origins,
} as unknown as Policy;
const compiled = compilePolicy(policy, linux);

function told(request: object, mode: string, role: string): readonly string[] {
  const { reasons }: Explanation = explain(compiled, { ...request, mode, role } as Request);
  return reasons.map(({ kind, text, origin }) => `${kind}: ${text} (${origin === null ? 'nowhere' : `${origin.key}, ${origin.line}`})`);
}

const noForm = 'no-request: It has no normal form, and is denied whatever the policy says (nowhere)';

describe('reasons', () => {
  test.each<[request: object, mode: string, role: string, reasons: readonly string[]]>([
    [{ scope: 'fileSystem.write', path: '/a' }, 'open', 'chief', ['rule: allow /a/** (rule, 50)']],
    [{ scope: 'fileSystem.write', path: '/b' }, 'open', 'chief', ['no-rule: No rule names it, and what no rule names is denied (nowhere)']],
    [{ scope: 'fileSystem.write', path: 'b' }, 'open', 'chief', [noForm]],
    [
      { scope: 'fileSystem.write', path: 'b' },
      'open',
      'reader',
      ['role-lacks-right: Role reader has not the right WRITE (roles.reader, 5)', noForm],
    ],
    [
      { scope: 'fileSystem.write', path: '/a' },
      'shut',
      'chief',
      ['mode-requires-approval: Mode shut has requireApproval: true (modes.shut.requireApproval, 3)', 'rule: allow /a/** (rule, 50)'],
    ],
    [
      { scope: 'execution.tools', name: 't' },
      'shut',
      'chief',
      ['mode-forbids-execution: Mode shut has allowExecution: false (modes.shut.allowExecution, 2)'],
    ],
    [
      { scope: 'execution.tools', name: 't' },
      'lost',
      'nobody',
      ['unknown-mode: The policy defines no mode "lost" (nowhere)', 'unknown-role: The policy defines no role "nobody" (nowhere)'],
    ],
    [
      { scope: 'fileSystem.temp', path: '/a' },
      'open',
      'chief',
      [
        'unreadable-rule: deny relative means nothing here: it must start with "/", a drive ("C:/"), a share ("//server/share"), "${workspace}", "${home}", "${temp}", or "**/" (rule, 52)',
      ],
    ],
    [{ scope: 'resources.memory', amount: 1024 }, 'open', 'reader', ['limit: The limit is 1KiB (resources.memory, 7)']],
    [{ scope: 'resources.cpu', amount: 0 }, 'open', 'reader', ['limit: The limit is none (nowhere)']],
    [{ scope: 'resources.memory', amount: -1 }, 'open', 'reader', [noForm]],
    [{ scope: 'resources.memory', amount: Number.NaN }, 'open', 'reader', [noForm]],
    [{ scope: 'resources.memory', amount: Infinity }, 'open', 'reader', [noForm]],
    [{ scope: 'resources.memory', amount: '1' }, 'open', 'reader', [noForm]],
    [{ scope: 'resources.memory', amount: 1 }, 'lost', 'reader', ['unknown-mode: The policy defines no mode "lost" (nowhere)']],
    [
      { scope: 'modes.transitions', to: 'shut' },
      'open',
      'reader',
      ['transition: Mode open says ask for a transition to shut (modes.open.transitions.shut, 4)'],
    ],
    [{ scope: 'modes.transitions', to: 'open' }, 'open', 'reader', ['transition: Mode open names no transition to open (modes.open, 1)']],
    [{ scope: 'modes.transitions', to: 'lost' }, 'open', 'reader', ['unknown-mode: The policy defines no mode "lost" (nowhere)']],
    [{ scope: 'modes.transitions', to: 7 }, 'open', 'reader', ['unknown-mode: The policy defines no mode "" (nowhere)']],
    [{ scope: 'modes.transitions', to: 'open' }, 'lost', 'reader', ['unknown-mode: The policy defines no mode "lost" (nowhere)']],
    [{ scope: 'roles.administration' }, 'open', 'chief', ['right: Role chief has the right ADMIN (roles.chief, 6)']],
    [{ scope: 'roles.administration' }, 'open', 'reader', ['right: Role reader has not the right ADMIN (roles.reader, 5)']],
    [{ scope: 'roles.administration' }, 'open', 'nobody', ['unknown-role: The policy defines no role "nobody" (nowhere)']],
    [{ scope: 'nothing' }, 'open', 'chief', ['no-request: There is no such scope (nowhere)']],
  ])('%j in %s by %s', (request, mode, role, reasons) => {
    expect(told(request, mode, role)).toEqual(reasons);
  });
});

test('the request is told in normal form, where it has one', () => {
  const requestOf = (request: object): string | null => explain(compiled, { ...request, mode: 'open', role: 'chief' } as Request).request;
  expect(requestOf({ scope: 'fileSystem.write', path: '//ws/./x' })).toBe("'${workspace}/x'");
  expect(requestOf({ scope: 'roles.administration' })).toBe('');
  expect(requestOf({ scope: 'resources.memory', amount: 5 })).toBe('5');
  expect(requestOf({ scope: 'resources.memory', amount: -5 })).toBeNull();
  expect(requestOf({ scope: 'modes.transitions', to: 'shut' })).toBe('shut');
});

test('what throws when it is looked at is no request', () => {
  const thrown = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
    },
  );
  const reason = { kind: 'no-request', text: 'It is no request', origin: null };
  expect(explain(compiled, thrown as Request)).toEqual({ effect: 'deny', request: null, reasons: [reason], nearest: null });
});

test('what a getter changes meanwhile is explained as it was decided', () => {
  const argv = ['a'];
  const shifty = {
    scope: 'fileSystem.write',
    mode: 'open',
    role: 'chief',
    get path() {
      argv.push('b');
      return argv.length === 2 ? '/a' : '/b';
    },
  };
  expect(explain(compiled, shifty as Request)).toMatchObject({ effect: 'allow', request: '/a' });
});

test('words that change meanwhile are explained as they were decided', () => {
  let reads = 0;
  const argv: string[] = [];
  Object.defineProperty(argv, 0, { enumerable: true, get: () => (reads++ === 0 ? 'git' : 'rm') });
  const { request } = explain(compiled, { scope: 'execution.commands', argv, mode: 'open', role: 'chief' });
  expect(request).toBe('-- git');
});
