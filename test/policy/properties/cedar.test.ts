// Against another engine: Cedar, on what both can say. Words with `*`, lists of words, ports, modes and roles; forbid beats permit beats nothing.
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import type { PatternSource } from '../../../src/policy/model.ts';
import type { PatternScope, Request } from '../../../src/policy/request/request.ts';
import { patience, runsOf } from './plan.ts';
import { linux, policyOf, settings } from './policies.ts';
import type { RuleParts } from './policies.ts';

/** What both engines are told: words that must match one by one, whether more may follow, and ports. */
interface Shared {
  readonly shape: 'path' | 'host' | 'argv' | 'name';
  readonly words: readonly string[];
  readonly open: boolean;
  readonly ports: readonly (readonly [from: number, to: number])[];
  readonly effect: 'allow' | 'deny';
  readonly mode: 'm' | 'n' | null;
  readonly role: 'r' | 's' | null;
}

interface Asked {
  readonly shape: Shared['shape'];
  readonly words: readonly string[];
  readonly port: number;
  readonly mode: 'm' | 'n';
  readonly role: 'r' | 's';
}

const scopes: Readonly<Record<Shared['shape'], PatternScope>> = {
  path: 'fileSystem.read',
  host: 'network.api',
  argv: 'execution.commands',
  name: 'execution.tools',
};

function conditions(shared: Shared): readonly string[] {
  const { words, open, ports, mode } = shared;
  const within = ports.map(([from, to]) => `(context.port >= ${from} && context.port <= ${to})`);
  return [
    `context.shape == "${shared.shape}"`,
    ...(mode === null ? [] : [`context.mode == "${mode}"`]),
    `context.count ${open ? '>=' : '=='} ${words.length}`,
    ...(within.length === 0 ? [] : [`(${within.join(' || ')})`]),
    ...words.map((word, index) => `context.w${index} like "${word}"`),
  ];
}

function cedarOf(shared: Shared): string {
  const head = shared.effect === 'allow' ? 'permit' : 'forbid';
  const principal = shared.role === null ? 'principal' : `principal == Role::"${shared.role}"`;
  return `${head}(${principal}, action, resource) when { ${conditions(shared).join(' && ')} };`;
}

function patternOf({ shape, words, open, ports }: Shared): PatternSource {
  const port = ports.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
  switch (shape) {
    case 'path':
      return { kind: 'path', text: `/${[...words, ...(open ? ['**'] : [])].join('/')}` };
    case 'host':
      return { kind: 'host', text: `${words.join('.')}${port === '' ? '' : `:${port}`}` };
    case 'argv':
      return { kind: 'argv', words: open ? [...words, '**'] : words, digest: null, signedBy: null };
    case 'name':
      return { kind: 'name', text: words[0] ?? '*', digest: null, signedBy: null };
  }
}

function requestOf({ shape, words, port, mode, role }: Asked): Request {
  const context = { mode, role };
  switch (shape) {
    case 'path':
      return { scope: 'fileSystem.read', path: `/${words.join('/')}`, ...context };
    case 'host':
      return { scope: 'network.api', host: words.join('.'), port, ...context };
    case 'argv':
      return { scope: 'execution.commands', argv: words, ...context };
    case 'name':
      return { scope: 'execution.tools', name: words[0] ?? '', ...context };
  }
}

const letters = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
const starred = fc
  .array(fc.constantFrom('a', 'b', 'ab', '*'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('').replaceAll(/\*+/gu, '*'));

function sharedOf(shape: Shared['shape']): fc.Arbitrary<Shared> {
  const length = shape === 'name' ? { minLength: 1, maxLength: 1 } : { minLength: 1, maxLength: 3 };
  const range = fc
    .tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 100 }))
    .map(([from, more]) => [from, from + more] as const);
  return fc.record({
    shape: fc.constant(shape),
    words: fc.array(starred, length),
    open: shape === 'path' || shape === 'argv' ? fc.boolean() : fc.constant(false),
    ports: shape === 'host' ? fc.array(range, { maxLength: 2 }) : fc.constant([]),
    effect: fc.constantFrom('allow', 'allow', 'deny'),
    mode: fc.constantFrom(null, null, 'm', 'n'),
    role: fc.constantFrom(null, null, 'r', 's'),
  });
}

function askedOf(shape: Shared['shape']): fc.Arbitrary<Asked> {
  return fc.record({
    shape: fc.constant(shape),
    words: fc.array(letters, shape === 'name' ? { minLength: 1, maxLength: 1 } : { minLength: 1, maxLength: 4 }),
    port: fc.integer({ min: 1, max: 250 }),
    mode: fc.constantFrom('m', 'n'),
    role: fc.constantFrom('r', 's'),
  });
}

function cedarDecides({ shape, words, port, mode, role }: Asked): 'allow' | 'deny' {
  const answer = statefulIsAuthorized({
    principal: { type: 'Role', id: role },
    action: { type: 'Action', id: 'ask' },
    resource: { type: 'Resource', id: 'it' },
    context: { shape, mode, port, count: words.length, ...Object.fromEntries(words.map((word, index) => [`w${index}`, word])) },
    preparsedPolicySetId: 'differential',
    entities: [],
  });
  if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer));
  return answer.response.decision;
}

const all = { allowExecution: true, requireApproval: false, transitions: new Map<string, never>() };
const modes = new Map([
  ['m', all],
  ['n', all],
]);
const roles = new Map([
  ['r', new Set(['READ', 'EXECUTE'] as const)],
  ['s', new Set(['READ', 'EXECUTE'] as const)],
]);

test(
  'Cedar decides what both can say in the same way',
  () => {
    const cases = fc
      .constantFrom<Shared['shape']>('path', 'host', 'argv', 'name')
      .chain((shape) => fc.tuple(fc.array(sharedOf(shape), { maxLength: 6 }), fc.array(askedOf(shape), { minLength: 1, maxLength: 8 })));
    fc.assert(
      fc.property(cases, ([shared, asked]) => {
        const parsed = preparsePolicySet('differential', { staticPolicies: shared.map(cedarOf).join('\n') });
        expect(parsed).toEqual({ type: 'success' });
        const rules: readonly RuleParts[] = shared.map((one) => ({
          scope: scopes[one.shape],
          effect: one.effect,
          pattern: patternOf(one),
          mode: one.mode,
          role: one.role,
        }));
        const compiled = compilePolicy(policyOf(rules, modes, roles, settings), linux);
        expect(asked.map((one) => compiled.decide(requestOf(one)))).toEqual(asked.map(cedarDecides));
      }),
      runsOf('cedar'),
    );
  },
  patience,
);
