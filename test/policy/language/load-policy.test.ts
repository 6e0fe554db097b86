// From documents to a policy: what is wrong is told at its line, layers become one, and hostile documents do no harm.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyDigest } from '../../../src/policy/language/policy-digest.ts';
import { expandVariables } from '../../../src/policy/language/variables.ts';
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import { readLayers } from '../../../src/policy/language/layers.ts';
import { load, loaderOf, problems } from '../support/documents.ts';
import { processorMs } from '../../support/processor-time.ts';

describe('errors name file, line, column, key and the nearest valid one', () => {
  it.each([
    ['{}', 'policy.yaml:1:1: lacks "version"'],
    ['', 'policy.yaml:1:1: lacks "version"'],
    ['version: 2', 'policy.yaml:1:1: version: must be 1, not 2'],
    ['version: 1\npermisions: {}', 'policy.yaml:2:1: permisions: unknown key; did you mean "permissions"? Known: version,'],
    ['version: 1\npermissions:\n  network:\n    lm: {}', 'policy.yaml:4:5: permissions.network.lm: unknown key; did you mean "llm"?'],
    [
      'version: 1\npermissions: { fileSystem: { read: { alow: [] } } }',
      'policy.yaml:2:38: permissions.fileSystem.read.alow: unknown key; did you mean "allow"?',
    ],
    ['version: 1\nauthentication: { sessionTimeout: 30 }', 'policy.yaml:2:19: authentication.sessionTimeout: must be text, not 30'],
    ['version: 1\nauthentication: { sessionTimeout: 30min }', 'must be written like "30m" or "90d", not "30min"'],
    ['version: 1\nauthentication: { tlsVersion: TLS 1.1 }', 'must be one of TLS 1.3, TLS 1.2, not "TLS 1.1"; did you mean "TLS 1.3"?'],
    ['version: 1\npermissions: { execution: { commands: { allow: [git status] } } }', 'allow.0: must be a list or a map, not "git status"'],
    [
      'version: 1\npermissions: { execution: { tools: { allow: [{ name: x, digest: abc }] } } }',
      'allow.0.digest: must be written like "sha256:',
    ],
    ['version: 1\nmodes: { "a b": {} }', 'policy.yaml:2:10: modes.a b: must be written like "code", not "a b"'],
    [
      'version: 1\nmodes: { code: { transitions: { aks: allow } } }',
      'policy.yaml:2:33: modes.code.transitions.aks: there is no mode "aks"; did you mean "ask"?',
    ],
    ['version: 1\nmodes: { code: { loggingLevel: detaild } }', 'did you mean "detailed"?'],
    [
      'version: 1\nroles: { X: { grants: [REED] } }',
      'policy.yaml:2:24: roles.X.grants.0: must be one of READ, WRITE, EXECUTE, ADMIN, not "REED"; did you mean "READ"?',
    ],
    [
      'version: 1\nextends: [mcgate:secure-default]',
      'policy.yaml:2:11: extends.0: there is no "mcgate:secure-default"; did you mean "mcgate:secure-defaults"?',
    ],
    [
      "version: 1\npermissions: { fileSystem: { read: { allow: ['${worksapce}/**'] } } }",
      'policy.yaml:2:46: permissions.fileSystem.read.allow.0: there is no variable "worksapce"; did you mean "workspace"?',
    ],
    ["version: 1\npermissions: { fileSystem: { read: { allow: ['${workspace/**'] } } }", 'allow.0: nothing closes "${"'],
    [
      "version: 1\nvariables: { src: '${wrk}' }\npermissions: { fileSystem: { read: { allow: ['${src}/**'] } } }",
      'policy.yaml:2:14: variables.src: there is no variable "wrk"',
    ],
    ['version: 1\nvariables: { home: /x }', 'policy.yaml:2:14: variables.home: is the name of a variable that every policy has'],
    ["version: 1\nvariables: { a: 'x\\' }", 'must not end with "\\"'],
    [
      "version: 1\npermissions: { fileSystem: { read: { deny: ['a/b'] } } }",
      'policy.yaml:2:45: permissions.fileSystem.read.deny.0: must start with',
    ],
    [
      "version: 1\nsandbox: { permissions: { deny: ['fileSystem.raed /x'] } }",
      'sandbox.permissions.deny.0: must begin with a scope and a space; did you mean "fileSystem.read"?',
    ],
    [
      "version: 1\nsandbox: { permissions: { allow: ['execution.commands git'] } }",
      'must be written as { scope: execution.commands, argv: […] }',
    ],
    ["version: 1\nsandbox: { permissions: { allow: ['network.api a:99999'] } }", 'sandbox.permissions.allow.0: must name ports'],
    ['version: 1\nversion: 1', 'policy.yaml:2:1: Map keys must be unique'],
    ['[', 'policy.yaml:'],
  ])('%j', async (text, expected) => {
    const found = await problems(text);
    expect(found[0]).toContain(expected);
    expect(found[0]).toMatch(/^policy\.yaml:\d+:\d+: /);
  });

  it('each once, in the order of the lines, layer by layer', async () => {
    const text =
      "version: 1\nextends: [team.yaml]\nvariables: { x: '${no}' }\nmodes: { code: { transitions: { nope: ask } } }\npermissions: { network: { api: { allow: ['a:0'] } }, fileSystem: { read: { allow: ['${x}/**', rel] } } }\nsandbox: { resources: { network: { allowedHosts: ['a:0'] } } }\n";
    const found = await problems(text, { 'team.yaml': 'version: 1\npermissions: { env: { read: { allow: [""] } } }\n' });
    // The schema of a layer comes before everything else.
    expect(found).toEqual([expect.stringContaining('team.yaml:2:39: permissions.env.read.allow.0')]);
    const own = await problems(text, { 'team.yaml': "version: 1\npermissions: { env: { read: { allow: ['a=b'] } } }\n" });
    expect(own.map((line) => line.split(': ')[0])).toEqual([
      'team.yaml:2:39',
      'policy.yaml:3:14',
      'policy.yaml:4:33',
      'policy.yaml:5:42',
      'policy.yaml:5:95',
      'policy.yaml:6:51',
    ]);
  });

  it('layer by layer whatever the lines, and on a line from left to right', async () => {
    const team = `version: 1\n${'\n'.repeat(20)}permissions: { env: { read: { allow: ['a=b'] } } }\n`;
    const text =
      "{ version: 1, extends: [team.yaml], sandbox: { resources: { network: { allowedHosts: ['a:0'] } } }, permissions: { fileSystem: { read: { allow: [rel] } } } }";
    expect((await problems(text, { 'team.yaml': team })).map((line) => line.split(': ')[0])).toEqual([
      'team.yaml:22:39',
      'policy.yaml:1:87',
      'policy.yaml:1:146',
    ]);
    await expect(loadPolicy(loaderOf({ 'policy.yaml': text, 'team.yaml': 'version: 1' }), 'policy.yaml')).rejects.toMatchObject({
      remedy: expect.stringContaining('policy.yaml') as string,
    });
  });

  it('a variable that is wrong is told once, wherever it is used', async () => {
    const text = "version: 1\nvariables: { x: '${no}' }\npermissions: { fileSystem: { read: { allow: ['${x}', '${x}/a'] } } }\n";
    expect(await problems(text)).toEqual([expect.stringContaining('policy.yaml:2:14: variables.x:')]);
  });

  it('at most twenty', async () => {
    expect(
      await problems({ version: 1, permissions: { fileSystem: { read: { allow: Array.from({ length: 50 }, () => 'rel') } } } }),
    ).toHaveLength(20);
  });
});

describe('what a policy extends', () => {
  const extending = (...names: readonly string[]): object => ({ version: 1, extends: names });

  it.each([
    ['../other.yaml', 'must lie in the folder of this file or below it'],
    ['a/../../other.yaml', 'must lie in the folder of this file or below it'],
    ['/etc/policy.yaml', 'must lie in the folder of this file or below it'],
    ['./team.yaml', 'must lie in the folder of this file or below it'],
    ['a//team.yaml', 'must lie in the folder of this file or below it'],
    ['C:/team.yaml', 'must be the path of a file'],
    ['a\\team.yaml', 'must be the path of a file'],
    ['https://example.org/team.yaml', 'must be the path of a file'],
    ['file:team.yaml', 'must be the path of a file'],
    ['team\u0000.yaml', 'must be the path of a file'],
    ['.git/config', 'must be a .yaml, .yml or .json file'],
    ['mcgate:other', 'there is no "mcgate:other"'],
    ['MCGATE:secure-defaults', 'there is no'],
    ['team.yaml.bak', 'must be a .yaml, .yml or .json file'],
    ['teamyaml', 'must be a .yaml, .yml or .json file'],
    ['a/mcgate:x.yaml', 'must be the path of a file'],
    ['none.yaml', 'there is no file none.yaml'],
  ])('refuses %j', async (name, expected) => {
    const loader = loaderOf({ 'policy.yaml': extending(name) });
    await expect(loadPolicy(loader, 'policy.yaml')).rejects.toThrow(expected);
    expect(loader.asked.filter((path) => path !== 'policy.yaml' && path !== 'none.yaml')).toEqual([]);
  });

  it.each([
    [{ 'policy.yaml': extending('policy.yaml') }],
    [{ 'policy.yaml': extending('a.yaml'), 'a.yaml': extending('b.yaml'), 'b.yaml': extending('a.yaml') }],
  ])('refuses a cycle: %j', async (documents) => {
    await expect(loadPolicy(loaderOf(documents), 'policy.yaml')).rejects.toThrow('extends itself');
  });

  it('refuses more than sixteen documents, in a row or side by side', async () => {
    const row = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`${String(index)}.yaml`, extending(`${String(index + 1)}.yaml`)]),
    );
    await expect(loadPolicy(loaderOf(row), '0.yaml')).rejects.toThrow('15.yaml:1:25: extends.0: is more than the 16 documents of a policy');
    const leaves = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`${String(index)}.yaml`, { version: 1 }]));
    await expect(loadPolicy(loaderOf({ ...leaves, 'policy.yaml': extending(...Object.keys(leaves)) }), 'policy.yaml')).rejects.toThrow(
      'is more than',
    );
    await loadPolicy(loaderOf({ ...leaves, 'policy.yaml': extending(...Object.keys(leaves).slice(1)) }), 'policy.yaml');
  });

  it('names are seen from their file, each document comes once, after what it extends', async () => {
    const documents = {
      'p/policy.yaml': extending('team/a.yaml', 'b.yaml', 'mcgate:secure-defaults'),
      'p/team/a.yaml': extending('base.yaml'),
      'p/team/base.yaml': { version: 1 },
      'p/b.yaml': extending('team/base.yaml'),
    };
    const layers = await readLayers(loaderOf(documents), 'p/policy.yaml');
    expect(layers.map(({ path }) => path)).toEqual([
      'p/team/base.yaml',
      'p/team/a.yaml',
      'p/b.yaml',
      'mcgate:secure-defaults',
      'p/policy.yaml',
    ]);
  });

  it.each(['team.yaml', 'team.yml', 'team.json', 'a/b.yaml', '..a/.b.yaml'])('takes %j', async (name) => {
    await expect(loadPolicy(loaderOf({ 'policy.yaml': extending(name), [name]: { version: 1 } }), 'policy.yaml')).resolves.toBeDefined();
  });

  it('the secure defaults are in no file, and no policy is none', async () => {
    const loader = loaderOf({});
    expect((await readLayers(loader, null)).map(({ path }) => path)).toEqual(['mcgate:secure-defaults']);
    expect((await readLayers(loader, 'mcgate:secure-defaults')).map(({ path }) => path)).toEqual(['mcgate:secure-defaults']);
    expect(loader.asked).toEqual([]);
  });

  it('what the loader throws goes through: a link is no missing file', async () => {
    const read = (): Promise<never> => Promise.reject(new Error('a link'));
    await expect(loadPolicy({ ...loaderOf({}), read }, 'policy.yaml')).rejects.toThrow('a link');
  });
});

describe('layers', () => {
  it('no policy at all is the secure defaults; one that does not extend them has none of their rules and all of their settings', async () => {
    const none = await loadPolicy(loaderOf({}), 'policy.yaml');
    expect(policyDigest(none)).toBe(policyDigest(await loadPolicy(loaderOf({}), null)));
    expect(none.rules.length).toBeGreaterThan(50);
    const empty = await load({ version: 1 });
    expect(empty.rules).toEqual([]);
    expect([...empty.settings]).toEqual([...none.settings]);
    expect(empty.modes).toEqual(none.modes);
    expect(empty.roles).toEqual(none.roles);
    expect(new Set([...empty.origins.values()].map(({ path }) => path))).toEqual(new Set(['mcgate:secure-defaults']));
  });

  it('the last layer that has a setting gives it, wherever the secure defaults stand', async () => {
    const first = { version: 1, rotation: { apiKeys: '30d', accessTokens: '1h' }, compliance: ['GDPR'] };
    const second = { version: 1, rotation: { apiKeys: '10d' } };
    const both = await load({ version: 1, extends: ['1.yaml', '2.yaml'] }, { '1.yaml': first, '2.yaml': second });
    expect(both.settings.get('rotation.apiKeys')).toBe(10 * 86_400);
    expect(both.settings.get('rotation.accessTokens')).toBe(3600);
    expect(both.settings.get('rotation.sessionTokens')).toBe(1800);
    expect(both.settings.get('compliance')).toEqual(['GDPR']);
    expect(both.origins.get('rotation.apiKeys')).toEqual({
      path: '2.yaml',
      line: 1,
      column: expect.any(Number) as number,
      key: 'rotation.apiKeys',
    });
    const reset = await load({ version: 1, extends: ['1.yaml', 'mcgate:secure-defaults'] }, { '1.yaml': first });
    expect(reset.settings.get('rotation.apiKeys')).toBe(90 * 86_400);
  });

  it('modes and roles are merged key by key; what a new mode leaves out is the strictest', async () => {
    const policy = await load({
      version: 1,
      modes: { code: { requireApproval: true, transitions: { ask: 'deny' } }, review: {} },
      roles: { USER: { grants: [] }, GUEST: {}, ADMIN: { permissions: { env: { read: { deny: ['X'] } } } } },
    });
    expect(policy.modes.get('code')).toEqual({
      allowExecution: true,
      requireApproval: true,
      transitions: new Map([
        ['architect', 'allow'],
        ['ask', 'deny'],
      ]),
    });
    expect(policy.modes.get('review')).toEqual({ allowExecution: false, requireApproval: true, transitions: new Map() });
    expect(policy.settings.get('modes.review.loggingLevel')).toBe('detailed');
    expect(policy.roles.get('USER')).toEqual(new Set());
    expect(policy.roles.get('GUEST')).toEqual(new Set());
    expect(policy.roles.get('ADMIN')?.size).toBe(4);
    expect(policy.rules).toMatchObject([{ scope: 'env.read', effect: 'deny', role: 'ADMIN', mode: null }]);
    for (const key of [
      'modes.review',
      'modes.review.allowExecution',
      'modes.code.transitions.ask',
      'modes.review.loggingLevel',
      'roles.GUEST',
    ])
      expect(policy.origins.get(key)?.path).toBe('policy.yaml');
    for (const key of ['modes.code.allowExecution', 'modes.code.transitions.architect', 'roles.ADMIN'])
      expect(policy.origins.get(key)?.path).toBe('mcgate:secure-defaults');
  });

  it('variables are replaced once, in paths alone, and mean one thing in all layers', async () => {
    const text =
      "version: 1\nvariables: { src: '${workspace}/src', tests: '${src}/test' }\npermissions:\n  fileSystem:\n    read: { allow: ['${tests}/**', '/\\$\\{x\\}', '${home}/a'] }\n  env: { read: { allow: ['$A'] } }\n";
    const policy = await load(text);
    expect(policy.rules.map(({ pattern }) => ('text' in pattern ? pattern.text : ''))).toEqual([
      '${workspace}/src/test/**',
      '/\\$\\{x\\}',
      '${home}/a',
      '$A',
    ]);
  });

  it('what a backslash takes the meaning of stays', () => {
    const known = new Map([['src', '/x']]);
    expect(expandVariables('/a\\${src}/${src}/${home}', known)).toEqual({ ok: true, text: '/a\\${src}//x/${home}' });
    expect(expandVariables('${src}\\', known)).toEqual({ ok: true, text: '/x\\' });
    expect(expandVariables('${src}\\\\${src}', known)).toEqual({ ok: true, text: '/x\\\\/x' });
    expect(expandVariables('/\\*', known)).toEqual({ ok: true, text: '/\\*' });
    expect(expandVariables('/a${', known)).toMatchObject({ ok: false });
  });

  it('4,096 UTF-16 units with the variables replaced', () => {
    const long = (units: number): Map<string, string> => new Map([['a', 'x'.repeat(units)]]);
    expect(expandVariables('${a}', long(4096))).toMatchObject({ ok: true });
    expect(expandVariables('${a}', long(4097))).toMatchObject({ ok: false });
    expect(expandVariables('${a}${a}/', long(2048))).toMatchObject({ ok: false });
  });

  it('a variable may hold what takes a meaning, but not end in it', async () => {
    const named = (value: string): Promise<readonly string[]> => problems({ version: 1, variables: { a: value } });
    expect(await named('/x\\*y')).toEqual([]);
    expect(await named('/x\\\\')).toEqual([]);
    expect(await named('/x\\\\\\')).toHaveLength(1);
  });

  it('the rules of roles and what a role leaves out have their places', async () => {
    const policy = await load(
      'version: 1\nroles:\n  USER:\n    permissions: { env: { read: { deny: [X] } } }\n  GUEST: {}\nsandbox: { resources: {} }\n',
    );
    expect(policy.rules.map(({ origin }) => origin)).toEqual([
      { path: 'policy.yaml', line: 4, column: 42, key: 'roles.USER.permissions.env.read.deny.0' },
    ]);
    expect(policy.origins.get('roles.GUEST')).toEqual({ path: 'policy.yaml', line: 5, column: 3, key: 'roles.GUEST' });
  });

  it('a variable that is named again must say the same', async () => {
    const again = (value: string): Promise<readonly string[]> =>
      problems(
        { version: 1, extends: ['team.yaml'], variables: { src: value } },
        { 'team.yaml': { version: 1, variables: { src: '/a' } } },
      );
    expect(await again('/a')).toEqual([]);
    expect(await again('/b')).toEqual([expect.stringContaining('variables.src: is something else already, at team.yaml:1:27')]);
  });

  it('order of layers and of rules means nothing to rules', async () => {
    const pattern = fc.constantFrom('/a/**', '/b', '**/c', '${workspace}/d', '/{e,f}');
    const list = fc.array(pattern, { maxLength: 4 });
    const layer = fc.record({ allow: list, ask: list, deny: list });
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 3 }), fc.boolean(), async (layers, reversed) => {
        const documents = Object.fromEntries(
          layers.map((read, index) => [`${String(index)}.yaml`, { version: 1, permissions: { fileSystem: { read } } }]),
        );
        const names = Object.keys(documents);
        const one = await load({ version: 1, extends: names }, documents);
        const other = await load({ version: 1, extends: reversed ? names.toReversed() : names }, documents);
        const merged = {
          allow: layers.flatMap(({ allow }) => allow).toReversed(),
          ask: layers.flatMap(({ ask }) => ask),
          deny: layers.flatMap(({ deny }) => deny),
        };
        const alone = await load({ version: 1, permissions: { fileSystem: { read: merged } } });
        expect(policyDigest(other)).toBe(policyDigest(one));
        expect(policyDigest(alone)).toBe(policyDigest(one));
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  it('every rule says where it stands', async () => {
    const policy = await load(
      "version: 1\npermissions:\n  execution:\n    commands:\n      ask:\n        - [git, '**']\n        - { argv: [make], signedBy: a@b }\nmodes:\n  code:\n    permissions: { env: { write: { deny: [A, B] } } }\nsandbox: { resources: { network: { allowedHosts: [h] } } }\n",
    );
    expect(policy.rules.map(({ scope, mode, origin }) => [scope, mode, origin.line, origin.column, origin.key])).toEqual([
      ['execution.commands', null, 6, 11, 'permissions.execution.commands.ask.0'],
      ['execution.commands', null, 7, 11, 'permissions.execution.commands.ask.1'],
      ['env.write', 'code', 10, 43, 'modes.code.permissions.env.write.deny.0'],
      ['env.write', 'code', 10, 46, 'modes.code.permissions.env.write.deny.1'],
      ['sandbox.network.api', null, 11, 51, 'sandbox.resources.network.allowedHosts.0'],
      ['sandbox.network.llm', null, 11, 51, 'sandbox.resources.network.allowedHosts.0'],
      ['sandbox.network.external', null, 11, 51, 'sandbox.resources.network.allowedHosts.0'],
    ]);
  });

  it('an item behind an alias stands where it is written', async () => {
    const policy = await load('version: 1\npermissions:\n  env:\n    read: { deny: &x [A, B] }\n    write:\n      deny: *x\n');
    expect(policy.rules.map(({ origin }) => [origin.line, origin.column])).toEqual([
      [4, 23],
      [4, 26],
      [4, 23],
      [4, 26],
    ]);
  });
});

describe('hostile documents', () => {
  it.each([
    ['__proto__ in place of a section', '{"version": 1, "__proto__": {"permissions": {}}}', '__proto__: unknown key'],
    ['__proto__ as a mode', '{"version": 1, "modes": {"__proto__": {"allowExecution": true}}}', 'must be written like'],
    ['deep', `version: 1\npermissions: ${'['.repeat(100_000)}`, 'nested deeper'],
    ['deep by lines', `version: 1\n${Array.from({ length: 1000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')}`, 'nested deeper'],
    ['huge', `version: 1\n# ${'x'.repeat(2 ** 20)}`, 'longer than'],
    [
      'aliases',
      `a: &a [x, x]\n${Array.from({ length: 30 }, (_, index) => `b${String(index)}: &b${String(index)} [*${index === 0 ? 'a' : `b${String(index - 1)}`}, *${index === 0 ? 'a' : `b${String(index - 1)}`}]`).join('\n')}`,
      'too many aliases',
    ],
    ['a list', '[]', 'must be a map, not a list'],
    ['a tag', 'version: !!js/function "x"', 'policy.yaml:1:'],
    ['not a number', 'version: 1\naudit: { logging: { operation: { sampling: .nan } } }', 'must be a number'],
    ['infinite', 'version: 1\naudit: { logging: { operation: { sampling: .inf } } }', 'must be a number'],
  ])('%s', async (_, text, expected) => {
    const found = await problems(text);
    expect(found.join('\n')).toContain(expected);
    expect(found.join('\n').length).toBeLessThan(20_000);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('%s is a name like others', async (name) => {
    const policy = await load({
      version: 1,
      modes: { [name]: { transitions: { [name]: 'ask' } } },
      roles: { [name]: { grants: ['READ'] } },
      variables: { [name]: '/x' },
    });
    expect(policy.modes.get(name)?.transitions.get(name)).toBe('ask');
    expect(policy.roles.get(name)).toEqual(new Set(['READ']));
    expect((await load({ version: 1 })).modes.has(name)).toBe(false);
    expect((await problems({ version: 1, permissions: { fileSystem: { read: { allow: [`\${${name}}/x`] } } } }))[0]).toContain(
      'there is no variable',
    );
  });

  it('variables that double cannot explode', async () => {
    const variables = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `v${String(index)}`,
        index === 0 ? '/xxxxxxxx' : `\${v${String(index - 1)}}\${v${String(index - 1)}}`,
      ]),
    );
    const started = processorMs();
    expect((await problems({ version: 1, variables }))[0]).toContain('is longer than 4096 characters');
    expect(processorMs() - started).toBeLessThan(2000);
  });

  it('ten thousand rules load', async () => {
    const allow = Array.from({ length: 10_000 }, (_, index) => `/project-${String(index)}/**/*.ts`);
    expect((await load({ version: 1, permissions: { fileSystem: { read: { allow } } } })).rules).toHaveLength(10_000);
  });
});
