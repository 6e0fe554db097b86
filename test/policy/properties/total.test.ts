// decide answers whatever it is handed, the same each time, whatever it was asked before.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import type { Request } from '../../../src/policy/request/request.ts';
import { kinds } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { linux, mac, policies, policyOf, requests, settings, windows } from './policies.ts';

const scopeNames = [
  ...Object.values(kinds).flatMap((kind) => kind.scopes),
  'fileSystem.temp',
  'network.llm',
  'resources.memory',
  'modes.transitions',
  'roles.administration',
  'execution.command',
  'sandbox.resources.memory',
  'sandbox.sandbox.env.read',
  '__proto__',
  'constructor',
  '',
];

/** Something that looks like a request from afar. */
const lookalike = fc.record(
  {
    scope: fc.oneof(fc.constantFrom(...scopeNames), fc.anything()),
    mode: fc.oneof(fc.constant('m'), fc.anything()),
    role: fc.oneof(fc.constant('r'), fc.anything()),
    path: fc.oneof(fc.constant('/a'), fc.anything()),
    host: fc.oneof(fc.constantFrom('a', '::1'), fc.anything()),
    port: fc.oneof(fc.constant(443), fc.anything()),
    name: fc.oneof(fc.constant('a'), fc.anything()),
    argv: fc.oneof(fc.constant(['a']), fc.array(fc.anything(), { maxLength: 3 }), fc.anything()),
    digest: fc.anything(),
    signedBy: fc.anything(),
    amount: fc.oneof(fc.constant(1), fc.anything()),
    to: fc.oneof(fc.constant('n'), fc.anything()),
  },
  { requiredKeys: [] },
);

const everything = policyOf(
  Object.values(kinds).flatMap((kind) =>
    kind.scopes.map((scope) => ({
      scope,
      effect: 'allow' as const,
      mode: null,
      role: null,
      pattern: scope.includes('fileSystem.')
        ? { kind: 'path' as const, text: '/**' }
        : scope.includes('network.')
          ? { kind: 'host' as const, text: '**' }
          : scope.includes('env.')
            ? { kind: 'env' as const, text: '*' }
            : scope.includes('commands')
              ? { kind: 'argv' as const, words: ['**'], digest: null, signedBy: null }
              : { kind: 'name' as const, text: '*', digest: null, signedBy: null },
    })),
  ),
  new Map([['m', { allowExecution: true, requireApproval: false, transitions: new Map([['n', 'ask' as const]]) }]]),
  new Map([['r', new Set(['READ', 'WRITE', 'EXECUTE', 'ADMIN'] as const)]]),
  settings,
);

function isRequest(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { scope, mode, role, path, host, port, name, argv, amount, to } = value as Record<string, unknown>;
  if (typeof scope !== 'string' || typeof mode !== 'string' || typeof role !== 'string') return false;
  const plain = scope.replace(/^sandbox\./u, '');
  if (plain.startsWith('fileSystem.')) return typeof path === 'string';
  if (plain.startsWith('network.')) return typeof host === 'string' && typeof port === 'number';
  if (plain === 'execution.commands') return Array.isArray(argv) && argv.every((word) => typeof word === 'string');
  if (plain.startsWith('env.') || plain.startsWith('execution.')) return typeof name === 'string';
  if (plain.startsWith('resources.')) return typeof amount === 'number';
  return plain === 'roles.administration' || typeof to === 'string';
}

test(
  'any value is answered, and what is no request is denied even where everything is allowed',
  () => {
    const compiled = [linux, mac, windows].map((environment) => compilePolicy(everything, environment));
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 3, arbitrary: lookalike },
          { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }) },
        ),
        (value) => {
          for (const policy of compiled) {
            const effect = policy.decide(value as Request);
            expect(['allow', 'ask', 'deny']).toContain(effect);
            if (!isRequest(value)) expect(effect).toBe('deny');
            expect(policy.decide(value as Request)).toBe(effect);
          }
        },
      ),
      runsOf('decide anything'),
    );
  },
  patience,
);

test.each<[string, unknown]>([
  ['nothing', undefined],
  [
    'a getter that throws',
    Object.defineProperty({ mode: 'm', role: 'r' }, 'scope', {
      get: () => {
        throw new Error('no');
      },
      enumerable: true,
    }),
  ],
  [
    'a path that throws',
    Object.defineProperty({ scope: 'fileSystem.read', mode: 'm', role: 'r' }, 'path', {
      get: () => {
        throw new Error('no');
      },
    }),
  ],
  [
    'a proxy that throws',
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        has: () => {
          throw new Error('no');
        },
      },
    ),
  ],
  [
    'a revoked proxy',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  ],
  [
    'an argv with a hole',
    { scope: 'execution.commands', argv: Object.assign(Array.from<string>({ length: 0 }), { 1: 'a' }), mode: 'm', role: 'r' },
  ],
  ['an argv that is not an array', { scope: 'execution.commands', argv: { length: 1, 0: 'a' }, mode: 'm', role: 'r' }],
  ['a path that is a String object', { scope: 'fileSystem.read', path: new String('/a') as unknown, mode: 'm', role: 'r' }],
  ['a port in text', { scope: 'network.external', host: 'a', port: '443', mode: 'm', role: 'r' }],
  ['an amount that is a bigint', { scope: 'resources.memory', amount: 1n, mode: 'm', role: 'r' }],
  ['a digest that is not text', { scope: 'execution.tools', name: 'a', digest: 7, mode: 'm', role: 'r' }],
  ['a role that is no text, in the sandbox', { scope: 'sandbox.execution.functions', name: 'a', mode: 'm', role: 7 }],
  ['a mode that is no text, in the sandbox', { scope: 'sandbox.execution.functions', name: 'a', role: 'r' }],
  ['a transition to no text', { scope: 'modes.transitions', to: ['n'], mode: 'm', role: 'r' }],
  ['an amount in text', { scope: 'resources.memory', amount: '1', mode: 'm', role: 'r' }],
  ['a scope of the prototype', { scope: 'toString', mode: 'm', role: 'r' }],
  ['a long path', { scope: 'fileSystem.read', path: `/${'a'.repeat(10_000_000)}`, mode: 'm', role: 'r' }],
  ['a deep path', { scope: 'fileSystem.read', path: '/..'.repeat(1_000_000), mode: 'm', role: 'r' }],
  ['a long name', { scope: 'execution.tools', name: 'a'.repeat(1025), mode: 'm', role: 'r' }],
  ['many arguments', { scope: 'execution.commands', argv: Array.from({ length: 4097 }, () => 'a'), mode: 'm', role: 'r' }],
  ['long arguments', { scope: 'execution.commands', argv: ['a'.repeat(65_536), 'a'.repeat(65_537)], mode: 'm', role: 'r' }],
])('%s is denied', (_, value) => {
  expect(compilePolicy(everything, linux).decide(value as Request)).toBe('deny');
});

test.each<[string, unknown]>([
  ['the longest path', { scope: 'fileSystem.read', path: `/${'a'.repeat(4095)}`, mode: 'm', role: 'r' }],
  ['the longest name', { scope: 'execution.tools', name: 'a'.repeat(1024), mode: 'm', role: 'r' }],
  [
    'as many arguments as there may be',
    { scope: 'execution.commands', argv: Array.from({ length: 4096 }, () => 'a'), mode: 'm', role: 'r' },
  ],
  [
    'arguments as long as they may be',
    { scope: 'execution.commands', argv: ['a'.repeat(65_536), 'a'.repeat(65_536)], mode: 'm', role: 'r' },
  ],
])('%s is allowed', (_, value) => {
  expect(compilePolicy(everything, linux).decide(value as Request)).toBe('allow');
});

test(
  'what was asked before changes no answer',
  () => {
    const drawn = fc
      .constantFrom(...Object.values(kinds))
      .chain((kind) =>
        policies(kind, settings).chain((policy) =>
          fc.tuple(fc.constant(policy), fc.array(requests(kind, policy), { minLength: 2, maxLength: 30 })),
        ),
      );
    fc.assert(
      fc.property(drawn, ([policy, asked]) => {
        const fresh = asked.map((request) => compilePolicy(policy, linux).decide(request));
        const used = compilePolicy(policy, linux);
        expect(asked.map((request) => used.decide(request))).toEqual(fresh);
        expect(asked.toReversed().map((request) => used.decide(request))).toEqual(fresh.toReversed());
      }),
      runsOf('decide history'),
    );
  },
  patience,
);
