// Policy documents drawn at random, with layers, variables, modes, roles and a sandbox.
import fc from 'fast-check';
import type { Document } from '../oracle/document.ts';

const paths = [
  '/a',
  '/a/*',
  '/a/**',
  '/b/**',
  '**/.a',
  '/{a,b}/c',
  '${workspace}/**',
  '${workspace}/a',
  '${home}/*',
  '${temp}/**',
  '${x}/a',
  '${y}/**',
  '${x}/*/b',
];
const hosts = ['a.b', '*.b', '**', '**.b:443', 'a.b:80,443', '10.0.0.0/8', '10.1.2.3:80', '[::1]:443'];
const names = ['a', 'a*', '*', '{a,b}', 'A_[BC]', '?'];
const digest = `sha256:${'1'.repeat(64)}`;
const named = fc.oneof(
  fc.constantFrom(...names),
  fc.record(
    { name: fc.constantFrom(...names), digest: fc.constant(digest), signedBy: fc.constantFrom('s', 't') },
    { requiredKeys: ['name'] },
  ),
);
const words = fc.constantFrom(['a'], ['a', '*'], ['a', '**'], ['**'], ['a', '{b,c}', '**'], ['b*', '']);
const commands = fc.oneof(
  words,
  fc.record({ argv: words, digest: fc.constant(digest), signedBy: fc.constantFrom('s', 't') }, { requiredKeys: ['argv'] }),
);

function lists<T>(item: fc.Arbitrary<T>): fc.Arbitrary<{ allow?: T[]; ask?: T[]; deny?: T[] }> {
  const some = fc.array(item, { maxLength: 2 });
  return fc.record({ allow: some, ask: some, deny: some }, { requiredKeys: [] });
}

/** The rules of a document; `defined` are the variables that they may use. */
function permissions(defined: readonly string[]): fc.Arbitrary<NonNullable<Document['permissions']>> {
  const known = paths.filter((text) => !/^\$\{[xy]\}/u.test(text) || defined.some((name) => text.startsWith(`\${${name}}`)));
  const [path, host, env] = [fc.constantFrom(...known), fc.constantFrom(...hosts), fc.constantFrom(...names)];
  return fc.record(
    {
      fileSystem: fc.record({ read: lists(path), write: lists(path), temp: lists(path) }, { requiredKeys: [] }),
      network: fc.record({ llm: lists(host), api: lists(host), external: lists(host) }, { requiredKeys: [] }),
      env: fc.record({ read: lists(env), write: lists(env) }, { requiredKeys: [] }),
      execution: fc.record({ tools: lists(named), commands: lists(commands) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
}

const limits = fc.record(
  { memory: fc.constantFrom('1KiB', '64MiB'), cpu: fc.constantFrom('10s', '2m'), connections: fc.integer({ min: 0, max: 20 }) },
  { requiredKeys: [] },
);
const effect = fc.constantFrom('allow', 'ask', 'deny');

function modeOf(defined: readonly string[]): fc.Arbitrary<unknown> {
  return fc.record(
    {
      allowExecution: fc.boolean(),
      requireApproval: fc.boolean(),
      transitions: fc.dictionary(fc.constantFrom('code', 'ask', 'review'), effect, { maxKeys: 2, noNullPrototype: true }),
      permissions: permissions(defined),
    },
    { requiredKeys: [] },
  );
}

const sandboxed = fc.oneof(
  fc.constantFrom(...paths.slice(0, 9)).map((text) => `fileSystem.read ${text}`),
  fc.constantFrom(...hosts).map((text) => `network.api ${text}`),
  fc.constantFrom(...names).map((text) => `execution.tools ${text}`),
  words.map((argv) => ({ scope: 'execution.commands', argv })),
);

/** One document. The modes and roles that it names always have all that makes them whole. */
function documentOf(defined: readonly string[], own: readonly string[]): fc.Arbitrary<Document> {
  const all = [...defined, ...own];
  const role = fc.record(
    { grants: fc.subarray(['READ', 'WRITE', 'EXECUTE', 'ADMIN']), permissions: permissions(all) },
    { requiredKeys: ['grants'] },
  );
  const mode = modeOf(all).map((some) => ({ allowExecution: true, requireApproval: false, ...(some as object) }));
  return fc
    .record(
      {
        permissions: fc
          .tuple(permissions(all), fc.option(limits))
          .map(([rules, resources]) => (resources === null ? rules : { ...rules, resources })),
        sandbox: fc.record(
          {
            permissions: fc.record(
              { allow: fc.array(sandboxed, { maxLength: 3 }), deny: fc.array(sandboxed, { maxLength: 2 }) },
              { requiredKeys: [] },
            ),
            resources: fc.record({ network: fc.record({ allowedHosts: fc.array(fc.constantFrom(...hosts), { maxLength: 2 }) }) }),
          },
          { requiredKeys: [] },
        ),
        modes: fc.record({ code: mode, review: mode }, { requiredKeys: [] }),
        roles: fc.record({ USER: role, REVIEWER: role }, { requiredKeys: [] }),
      },
      { requiredKeys: ['permissions'] },
    )
    .chain((document) =>
      own.length === 0
        ? fc.constant(document as Document)
        : fc
            .record(
              Object.fromEntries(
                own.map((name) => [name, fc.constantFrom('/a', '${workspace}/a', '/b', ...defined.map((other) => `\${${other}}/b`))]),
              ),
            )
            .map((variables) => ({ variables, ...document }) as Document),
    );
}

/** Three documents: `base.yaml`, `team.yaml`, and one that may extend both, in either order. */
export interface Family {
  readonly files: ReadonlyMap<string, Document>;
  readonly document: Document;
}

export const families: fc.Arbitrary<Family> = fc
  .record({
    base: documentOf([], ['x']),
    team: documentOf(['x'], ['y']),
    document: documentOf(['x', 'y'], []),
    chained: fc.boolean(),
  })
  .map(({ base, team, document, chained }) => ({
    files: new Map<string, Document>([
      // A transition may only name a mode that there is.
      ['base.yaml', { ...base, modes: { review: {}, ...base.modes } }],
      ['team.yaml', chained ? { extends: ['base.yaml'], ...team } : { ...team }],
    ]),
    document: { extends: chained ? ['team.yaml'] : ['base.yaml', 'team.yaml'], ...document },
  }));

/** Documents with rules for all modes and roles only, which any order of layers leaves alike. */
export const ruleLayers: fc.Arbitrary<readonly Document[]> = fc.array(
  permissions([]).map((rules) => ({ permissions: rules })),
  { minLength: 2, maxLength: 4 },
);
