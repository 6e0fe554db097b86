// decide: total, pure, never throwing; ceilings as docs/policy.md has them; and the lists that diff reads say the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/policy/automaton/sequence.ts';
import { compilePolicy, rulesFor } from '../../src/policy/compiled-policy.ts';
import { ceilingsOf } from '../../src/policy/effective-rules.ts';
import type { Policy, PolicyRule } from '../../src/policy/model.ts';
import type { PatternScope, Request, Scope } from '../../src/policy/request/request.ts';
import { patternScopes, permissionScopes } from '../../src/policy/scopes.ts';
import { compiled, load, place } from './support/documents.ts';

const path = '/a/b';
const names = { name: 'x' };
/** A request of each scope that the open policy allows. */
const asked: Readonly<Record<PatternScope, object>> = Object.fromEntries(
  patternScopes.map((scope) => {
    const plain = scope.replace('sandbox.', '');
    if (plain.startsWith('fileSystem')) return [scope, { path }];
    if (plain.startsWith('network')) return [scope, { host: 'h.example', port: 443 }];
    return [scope, plain === 'execution.commands' ? { argv: ['git'] } : names];
  }),
) as never;

const sections = (rule: object): object => ({
  network: { api: rule, llm: rule, external: rule },
  env: { read: rule, write: rule },
  execution: { functions: rule, tools: rule, plugins: rule },
});
const open = {
  version: 1,
  permissions: {
    ...sections({}),
    network: { api: { allow: ['**'] }, llm: { allow: ['**'] }, external: { allow: ['**'] } },
    fileSystem: { read: { allow: ['/**'] }, write: { allow: ['/**'] }, temp: { allow: ['/**'] } },
    env: { read: { allow: ['*'] }, write: { allow: ['*'] } },
    execution: { functions: { allow: ['*'] }, tools: { allow: ['*'] }, plugins: { allow: ['*'] }, commands: { allow: [['*', '**']] } },
  },
  sandbox: {
    permissions: {
      allow: permissionScopes
        .filter((scope) => !scope.startsWith('network'))
        .map((scope) =>
          scope === 'execution.commands' ? { scope, argv: ['*', '**'] } : `${scope} ${scope.startsWith('fileSystem') ? '/**' : '*'}`,
        ),
    },
    resources: { network: { allowedHosts: ['**'] } },
  },
  modes: { careful: { allowExecution: true, requireApproval: true }, strict: {} },
  roles: { NOBODY: {}, READER: { grants: ['READ'] }, WRITER: { grants: ['WRITE'] }, RUNNER: { grants: ['EXECUTE'] } },
};

const policy = await load(open);
const engine = compilePolicy(policy, place);

function decide(scope: Scope, mode: string, role: string, more: object = asked[scope as PatternScope]): Effect {
  return engine.decide({ scope, mode, role, ...more } as never);
}

describe('ceilings', () => {
  const reads = ['network.llm', 'fileSystem.read', 'env.read'];
  const writes = ['fileSystem.write', 'env.write'];

  it.each(permissionScopes)('%s needs its right', (scope) => {
    const right = reads.includes(scope) ? 'READ' : writes.includes(scope) ? 'WRITE' : 'EXECUTE';
    const holder = { READ: 'READER', WRITE: 'WRITER', EXECUTE: 'RUNNER' }[right];
    for (const role of ['READER', 'WRITER', 'RUNNER', 'NOBODY'])
      expect([role, decide(scope, 'code', role)]).toEqual([role, role === holder ? 'allow' : 'deny']);
    expect(decide(scope, 'code', 'ADMIN')).toBe('allow');
  });

  it.each(permissionScopes)('%s in every mode', (scope) => {
    const runs = scope.startsWith('execution.');
    const changes = !reads.includes(scope);
    expect(decide(scope, 'code', 'ADMIN')).toBe('allow');
    expect(decide(scope, 'ask', 'ADMIN')).toBe(runs ? 'deny' : 'allow');
    expect(decide(scope, 'architect', 'ADMIN')).toBe(runs ? 'deny' : changes ? 'ask' : 'allow');
    expect(decide(scope, 'careful', 'ADMIN')).toBe(changes ? 'ask' : 'allow');
    expect(decide(scope, 'strict', 'ADMIN')).toBe(runs ? 'deny' : changes ? 'ask' : 'allow');
  });

  it.each([...patternScopes.filter((scope) => scope.startsWith('sandbox.'))])('%s heeds no mode and no role', (scope) => {
    for (const [mode, role] of [
      ['code', 'ADMIN'],
      ['nowhere', 'NOBODY'],
      ['strict', 'unknown'],
    ] as const)
      expect(decide(scope, mode, role)).toBe('allow');
  });

  it.each([...permissionScopes, 'roles.administration', 'modes.transitions', 'resources.memory'] as const)(
    '%s: unknown modes and roles are denied',
    (scope) => {
      const more = { ...asked[scope as PatternScope], to: 'ask', amount: 1 };
      for (const name of ['nowhere', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'CODE', 'admin']) {
        expect(decide(scope, name, 'ADMIN', more)).toBe('deny');
        expect(decide(scope, 'code', name, more)).toBe('deny');
      }
    },
  );
});

describe('scopes without patterns', () => {
  const amount = (scope: Scope, value: unknown): Effect => decide(scope, 'code', 'NOBODY', { amount: value });

  it.each(['resources.memory', 'resources.cpu', 'resources.connections'] as const)('%s up to the limit', (scope) => {
    const limit = policy.settings.get(scope) as number;
    for (const value of [0, 1, limit, limit - 0.5]) expect(amount(scope, value)).toBe('allow');
    for (const value of [
      limit + 1,
      limit + 2 ** -20,
      -1,
      -0.001,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      String(limit),
      null,
      undefined,
      [1],
      1n,
      { valueOf: () => 1 },
    ])
      expect(amount(scope, value)).toBe('deny');
  });

  it('administration is for whoever has ADMIN', () => {
    expect(decide('roles.administration', 'ask', 'ADMIN', {})).toBe('allow');
    expect(decide('roles.administration', 'architect', 'ADMIN', {})).toBe('allow');
    expect(decide('roles.administration', 'code', 'DEVELOPER', {})).toBe('deny');
  });

  it('transitions by their table', () => {
    const to = (mode: string, target: unknown): Effect => decide('modes.transitions', mode, 'NOBODY', { to: target });
    expect([to('code', 'ask'), to('ask', 'code'), to('code', 'code'), to('strict', 'ask'), to('code', 'nowhere')]).toEqual([
      'allow',
      'ask',
      'deny',
      'deny',
      'deny',
    ]);
    for (const target of ['__proto__', 'constructor', ['ask'], null, undefined, 7]) expect(to('code', target)).toBe('deny');
  });
});

describe('rules of modes and roles', () => {
  const layered = {
    version: 1,
    permissions: { fileSystem: { read: { allow: ['/all/**'], deny: ['/all/no'] } } },
    modes: { code: { permissions: { fileSystem: { read: { allow: ['/code/**'], deny: ['/all/mode'] } } } } },
    roles: { USER: { permissions: { fileSystem: { read: { allow: ['/user/**'], ask: ['/all/user'] } } } } },
  };

  it('are added where they hold, and nowhere else', async () => {
    const { decide: ask } = await compiled(layered);
    const of = (asked: string, mode: string, role: string): Effect => ask({ scope: 'fileSystem.read', path: asked, mode, role });
    expect([of('/all/x', 'code', 'USER'), of('/all/x', 'ask', 'ADMIN')]).toEqual(['allow', 'allow']);
    expect([of('/code/x', 'code', 'ADMIN'), of('/code/x', 'ask', 'ADMIN')]).toEqual(['allow', 'deny']);
    expect([of('/user/x', 'ask', 'USER'), of('/user/x', 'ask', 'ADMIN')]).toEqual(['allow', 'deny']);
    expect([of('/all/mode', 'code', 'USER'), of('/all/mode', 'ask', 'USER')]).toEqual(['deny', 'allow']);
    expect([of('/all/user', 'code', 'USER'), of('/all/user', 'code', 'ADMIN')]).toEqual(['ask', 'allow']);
    expect(of('/all/no', 'code', 'ADMIN')).toBe('deny');
  });

  it('where the lists are equal one automaton serves, and where they are not none does', async () => {
    const { rulingFor } = await compiled(layered);
    expect(rulingFor('fileSystem.read', 'ask', 'ADMIN').automaton).toBe(rulingFor('fileSystem.read', 'architect', 'DEVELOPER').automaton);
    expect(rulingFor('fileSystem.read', 'code', 'ADMIN').automaton).toBe(rulingFor('fileSystem.read', 'code', 'DEVELOPER').automaton);
    expect(rulingFor('fileSystem.read', 'code', 'ADMIN').automaton).not.toBe(rulingFor('fileSystem.read', 'ask', 'ADMIN').automaton);
    expect(rulingFor('fileSystem.read', 'code', 'USER').automaton).not.toBe(rulingFor('fileSystem.read', 'code', 'ADMIN').automaton);
    expect(rulingFor('fileSystem.read', 'nowhere', 'USER').automaton).toBeNull();
  });

  it('the ceilings of a scope, with the keys that say so', () => {
    expect(ceilingsOf(policy, 'execution.tools', 'strict', 'NOBODY')).toEqual([
      { kind: 'mode-forbids-execution', most: 'deny', key: 'modes.strict.allowExecution' },
      { kind: 'mode-requires-approval', most: 'ask', key: 'modes.strict.requireApproval' },
      { kind: 'role-lacks-right', most: 'deny', key: 'roles.NOBODY' },
    ]);
    expect(ceilingsOf(policy, 'sandbox.execution.tools', 'strict', 'NOBODY')).toEqual([]);
  });

  it('rulesFor lists what decides: none under a deny, ask for allow under an ask', () => {
    expect(rulesFor(policy, 'fileSystem.write', 'code', 'READER')).toEqual([]);
    expect(rulesFor(policy, 'execution.tools', 'ask', 'ADMIN')).toEqual([]);
    expect(rulesFor(policy, 'fileSystem.write', 'nowhere', 'ADMIN')).toEqual([]);
    expect(rulesFor(policy, 'fileSystem.write', 'careful', 'ADMIN').map(({ effect }) => effect)).toEqual(['ask']);
    expect(rulesFor(policy, 'fileSystem.read', 'careful', 'ADMIN').map(({ effect }) => effect)).toEqual(['allow']);
    expect(rulesFor(policy, 'sandbox.env.read', 'nowhere', 'nobody')).toHaveLength(1);
  });

  it('an ask ceiling lowers no deny and lifts nothing', async () => {
    const { decide: ask } = await compiled({
      version: 1,
      permissions: { fileSystem: { write: { allow: ['/a/**'], ask: ['/b/**'], deny: ['/a/x'] } } },
    });
    const of = (asked: string): Effect => ask({ scope: 'fileSystem.write', path: asked, mode: 'architect', role: 'ADMIN' });
    expect([of('/a/y'), of('/b/y'), of('/a/x'), of('/c')]).toEqual(['ask', 'ask', 'deny', 'deny']);
  });
});

describe('digest and signer narrow a rule', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const document = {
    version: 1,
    permissions: {
      execution: {
        tools: { allow: [{ name: 'deploy', digest, signedBy: 'release@example.org' }, 'read*'] },
        commands: { allow: [{ argv: ['make', '*'], digest }], deny: [{ argv: ['*', '**'], signedBy: 'mallory@example.org' }] },
      },
    },
  };

  it.each([
    [{ scope: 'execution.tools', name: 'deploy', digest, signedBy: 'release@example.org' }, 'allow'],
    [{ scope: 'execution.tools', name: 'deploy', digest }, 'deny'],
    [{ scope: 'execution.tools', name: 'deploy', signedBy: 'release@example.org' }, 'deny'],
    [{ scope: 'execution.tools', name: 'deploy', digest: digest.replace('a', 'b'), signedBy: 'release@example.org' }, 'deny'],
    [{ scope: 'execution.tools', name: 'readFile' }, 'allow'],
    [{ scope: 'execution.tools', name: 'readFile', digest, signedBy: 'x' }, 'allow'],
    [{ scope: 'execution.commands', argv: ['make', 'x'], digest }, 'allow'],
    [{ scope: 'execution.commands', argv: ['make', 'x'] }, 'deny'],
    [{ scope: 'execution.commands', argv: ['make', 'x'], digest, signedBy: 'mallory@example.org' }, 'deny'],
  ])('%j: %s', async (asked, effect) => {
    expect((await compiled(document)).decide({ ...asked, mode: 'code', role: 'ADMIN' } as never)).toBe(effect);
  });
});

describe('hostile requests', () => {
  const throwing = (key: string): object =>
    Object.defineProperty({ scope: 'fileSystem.read', path, mode: 'code', role: 'ADMIN' }, key, {
      get: () => {
        throw new Error('no');
      },
    });
  const proxy = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
    },
  );

  const requests: readonly (readonly [name: string, request: unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'fileSystem.read'],
    ['an empty map', {}],
    ['a proxy that throws', proxy],
    ['no mode', { scope: 'fileSystem.read', path, role: 'ADMIN' }],
    ['no role', { scope: 'fileSystem.read', path, mode: 'code' }],
    ['a list as mode', { scope: 'fileSystem.read', path, mode: ['code'], role: 'ADMIN' }],
    ['an object as role', { scope: 'fileSystem.read', path, mode: 'code', role: { toString: () => 'ADMIN' } }],
    ['no mode in the sandbox', { scope: 'sandbox.fileSystem.read', path, role: 'ADMIN' }],
    ['no path', { scope: 'fileSystem.read', mode: 'code', role: 'ADMIN' }],
    ['a number as path', { scope: 'fileSystem.read', path: 7, mode: 'code', role: 'ADMIN' }],
    ['a boxed path', { scope: 'fileSystem.read', path: new String(path), mode: 'code', role: 'ADMIN' }],
    ['no port', { scope: 'network.api', host: 'a', mode: 'code', role: 'ADMIN' }],
    ['a text as port', { scope: 'network.api', host: 'a', port: '443', mode: 'code', role: 'ADMIN' }],
    ['a shell string', { scope: 'execution.commands', argv: 'git', mode: 'code', role: 'ADMIN' }],
    ['an argument that is none', { scope: 'execution.commands', argv: ['git', 7], mode: 'code', role: 'ADMIN' }],
    ['a list with holes', { scope: 'execution.commands', argv: Object.assign([], { 1: 'git' }), mode: 'code', role: 'ADMIN' }],
    ['a digest that is none', { scope: 'execution.tools', name: 'x', digest: 7, mode: 'code', role: 'ADMIN' }],
    ['an unknown scope', { scope: 'fileSystem.raed', path, mode: 'code', role: 'ADMIN' }],
    ['the scope __proto__', { scope: '__proto__', path, mode: 'code', role: 'ADMIN' }],
    ['the scope constructor', { scope: 'constructor', path, mode: 'code', role: 'ADMIN' }],
    ['a sandbox that is none', { scope: 'sandbox.resources.memory', amount: 1, mode: 'code', role: 'ADMIN' }],
    ['a list as scope', { scope: ['fileSystem.read'], path, mode: 'code', role: 'ADMIN' }],
    ...['scope', 'mode', 'role', 'path'].map((key) => [`a ${key} that throws`, throwing(key)] as const),
  ];

  it.each(requests)('%s: deny', (_, request) => {
    expect(engine.decide(request as never)).toBe('deny');
  });

  it('what changes while it is read is read once', () => {
    const reads: string[] = [];
    const request = new Proxy(
      { scope: 'fileSystem.read', path, mode: 'code', role: 'ADMIN' },
      {
        get: (target, key): unknown => {
          reads.push(String(key));
          return Reflect.get(target, key);
        },
      },
    );
    expect(engine.decide(request as never)).toBe('allow');
    expect(reads.filter((key, index) => reads.indexOf(key) !== index)).toEqual([]);
  });

  it('decide never throws and never answers anything else, and asking changes nothing', () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom<unknown>('/a/b', 'git', 443, ['git'], 'h.example', '__proto__', 1));
    const scope = fc.oneof(
      fc.constantFrom<unknown>(...patternScopes, 'modes.transitions', 'resources.cpu', 'roles.administration'),
      fc.anything(),
    );
    const name = fc.oneof(fc.constantFrom<unknown>('code', 'ADMIN', 'architect'), fc.anything());
    const request = fc.record(
      {
        scope,
        mode: name,
        role: name,
        path: value,
        host: value,
        port: value,
        name: value,
        argv: value,
        digest: value,
        signedBy: value,
        amount: value,
        to: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(request, (each) => {
        const first = engine.decide(each as never);
        expect(['allow', 'ask', 'deny']).toContain(first);
        expect(engine.decide(each as never)).toBe(first);
        expect(compilePolicy(policy, place).decide(each as never)).toBe(first);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('policies made by hand', () => {
  const origin = { path: 'p', line: 1, column: 1, key: 'k' };
  const rule = (effect: Effect, text: string): PolicyRule => ({
    scope: 'fileSystem.read',
    effect,
    pattern: { kind: 'path', text },
    mode: null,
    role: null,
    origin,
  });
  const made = (...rules: readonly PolicyRule[]): Policy => ({ ...policy, rules });
  const read = (each: Policy, environment = place): Effect =>
    compilePolicy(each, environment).decide({ scope: 'fileSystem.read', path, mode: 'code', role: 'ADMIN' });

  it('a pattern that cannot be read denies its whole scope', () => {
    expect(read(made(rule('allow', '/**')))).toBe('allow');
    expect(read(made(rule('allow', '/**'), rule('deny', 'relative')))).toBe('deny');
    expect(read(made(rule('allow', '/**'), rule('allow', '[')))).toBe('deny');
  });

  it('so does a place that is none', () => {
    expect(read(made(rule('allow', '/**'), rule('deny', '${home}/x')), { ...place, home: 'relative' })).toBe('deny');
    expect(read(made(rule('allow', '/**'), rule('deny', '${home}/x')), { ...place, home: '' })).toBe('deny');
  });

  it('no limit is a limit for what is no finite number', () => {
    const { decide: ask } = compilePolicy({ ...policy, settings: new Map([['resources.cpu', Number.POSITIVE_INFINITY]]) }, place);
    expect(ask({ scope: 'resources.cpu', amount: 1e300, mode: 'code', role: 'ADMIN' })).toBe('allow');
    expect(ask({ scope: 'resources.cpu', amount: Number.POSITIVE_INFINITY, mode: 'code', role: 'ADMIN' })).toBe('deny');
  });

  it('a transition to a mode that the policy does not define is denied', () => {
    const modes = new Map([['code', { allowExecution: true, requireApproval: false, transitions: new Map([['lost', 'allow' as const]]) }]]);
    const { decide: ask } = compilePolicy({ ...policy, modes }, place);
    expect(ask({ scope: 'modes.transitions', to: 'lost', mode: 'code', role: 'ADMIN' })).toBe('deny');
  });

  it('what decides a scope denies what has no normal form, and a scope that is none', () => {
    const { rulingFor } = compilePolicy(made(rule('allow', '/**')), place);
    const { decide: ask } = rulingFor('fileSystem.read', 'code', 'ADMIN');
    expect([{ path }, { path: 'relative' }, { path: 1 }, {}].map(ask)).toEqual(['allow', 'deny', 'deny', 'deny']);
    const none = rulingFor('nothing' as PatternScope, 'code', 'ADMIN');
    expect([none.decide({ path }), none.rules, none.automaton, none.broken]).toEqual(['deny', [], null, null]);
  });

  it('settings that lack a limit, or hold another thing, deny', () => {
    const without = { ...policy, settings: new Map([['resources.cpu', '60s']]) };
    const { decide: ask } = compilePolicy(without, place);
    expect(ask({ scope: 'resources.memory', amount: 1, mode: 'code', role: 'ADMIN' })).toBe('deny');
    expect(ask({ scope: 'resources.cpu', amount: 1, mode: 'code', role: 'ADMIN' })).toBe('deny');
  });
});

describe('laws', () => {
  const pattern = fc.constantFrom('/**', '/a/**', '/a/*', '**/b', '/a/{b,c}', '/a/[!b]', '/?/b');
  const list = fc.array(pattern, { maxLength: 3 });
  const lists = fc.record({ allow: list, ask: list, deny: list });
  const request = fc
    .constantFrom('/a', '/a/b', '/a/c', '/b/b', '/c', '/')
    .map((each): Request => ({ scope: 'fileSystem.read', path: each, mode: 'code', role: 'USER' }));
  const rank: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };
  const at = async (read: object, each: Request): Promise<number> =>
    rank[(await compiled({ version: 1, permissions: { fileSystem: { read } } })).decide(each)];

  it('a deny more never loosens, an allow more never tightens', async () => {
    await fc.assert(
      fc.asyncProperty(lists, pattern, request, async (read, more, each) => {
        const before = await at(read, each);
        expect(await at({ ...read, deny: [...read.deny, more] }, each)).toBeLessThanOrEqual(before);
        expect(await at({ ...read, allow: [...read.allow, more] }, each)).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('order means nothing', async () => {
    await fc.assert(
      fc.asyncProperty(lists, request, async ({ allow, ask, deny }, each) => {
        expect(await at({ deny: deny.toReversed(), allow: allow.toReversed(), ask: ask.toReversed() }, each)).toBe(
          await at({ allow, ask, deny }, each),
        );
      }),
      { numRuns: 40, seed: 6 },
    );
  });
});
