// The difference where patterns use `${workspace}`, `${home}` and `${temp}`: wherever these folders lie, whatever changes there is reported.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import type { Policy } from '../../../src/policy/model.ts';
import type { PolicyEnvironment, Resource } from '../../../src/policy/request/request.ts';
import { compareEffects } from '../oracle/oracle.ts';
import { createTable } from '../oracle/table.ts';
import type { Seen } from '../oracle/table.ts';
import { expectConsistent } from './claims.ts';
import type { Kind } from './kinds.ts';
import { paths } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { pairs, policyOf, settings } from './policies.ts';

const folders: Omit<PolicyEnvironment, 'workspace'> = {
  platform: 'posix',
  caseSensitive: true,
  home: '/users/someone',
  temp: '/var/scratch',
};
const places: readonly PolicyEnvironment[] = ['/project', '/users/someone/project', '/var/scratch/project'].flatMap((workspace) =>
  [true, false].map((caseSensitive) => ({ ...folders, workspace, caseSensitive })),
);
/** Where patterns themselves name folders. */
const namedPlaces: readonly PolicyEnvironment[] = [
  { workspace: '/a' },
  { home: '/b' },
  { temp: '/a/someone' },
  { home: '/' },
  { temp: '/users/someone' },
  { temp: '/users/someone/a' },
  { home: '/var/scratch/someone' },
  { workspace: '/users/someone/a' },
  { home: '/project' },
].map((placed) => ({ ...folders, workspace: '/project', ...placed }));
const onDrives: PolicyEnvironment = {
  platform: 'windows',
  caseSensitive: false,
  workspace: 'C:/project',
  home: 'C:/Users/someone',
  temp: 'D:/scratch',
};

/** Patterns that begin with a folder, with any folder, or with a name: where the folders lie is no business of theirs. */
const starts = fc.constantFrom('${workspace}', '${home}', '${temp}', '**', '/a', '/b', 'C:', '//srv/share');
const rests = fc.constantFrom(
  '/**',
  '/a',
  '/a/**',
  '/*',
  '/A',
  '/*/a',
  '/[!a]',
  '/{a,b}/**',
  '/**/a',
  '/workspace/**',
  '/temp/**',
  '/home/**',
  '/.a',
  '',
);
const placed: Kind = {
  ...paths,
  scopes: ['fileSystem.read', 'fileSystem.write', 'sandbox.fileSystem.read'],
  pattern: fc
    .tuple(starts, rests)
    .filter(([start, rest]) => rest !== '' || start.startsWith('$') || start.startsWith('/'))
    .map(([start, rest]) => ({ kind: 'path', text: `${start}${rest}` })),
};

const below = ['', '/a', '/b', '/A', '/.a', '/a/a', '/b/a', '/a/b', '/x/a', '/x/x', '/a/x/a', '/workspace/x', '/temp/x', '/home/x/a'];

function universeOf(environment: PolicyEnvironment): readonly Resource[] {
  const { workspace, home, temp } = environment;
  const roots = [
    workspace,
    home,
    temp,
    ...(environment.platform === 'posix' ? ['', '/a', '/b', '/elsewhere'] : ['C:', 'E:', '//srv/share', '//srv/other']),
  ];
  return roots.flatMap((root) =>
    below.map((rest): Resource => ({ scope: 'fileSystem.read', path: root + rest === '' ? '/' : root + rest })),
  );
}

const tables = [...places, ...namedPlaces, onDrives].map((environment) =>
  createTable('fileSystem.read', universeOf(environment), environment),
);

function seenIn(base: Policy, head: Policy): readonly Seen[] {
  return tables.flatMap((table) => table.differences(base, head, ['m', 'n'], ['r', 's']));
}

test(
  'wherever the folders lie, no rise and no fall is left out, and what is equal is equal everywhere',
  () => {
    fc.assert(
      fc.property(pairs(placed, settings), ([base, head]) => {
        const difference = diffPolicies(base, head);
        expectConsistent(difference);
        const missed = seenIn(base, head).filter(({ scope, mode, role, before, after }) => {
          const changes = compareEffects(after, before) > 0 ? difference.widened : difference.narrowed;
          return !changes.some(
            (change) => change.scope === scope && (change.modes?.includes(mode) ?? true) && (change.roles?.includes(role) ?? true),
          );
        });
        expect(missed).toEqual([]);
      }),
      runsOf('difference placed'),
    );
  },
  patience,
);

const anyone = new Map([['m', { allowExecution: true, requireApproval: false, transitions: new Map<string, never>() }]]);
const reader = new Map([['r', new Set(['READ'] as const)]]);

function reading(...rules: readonly (readonly ['allow' | 'deny', string])[]): Policy {
  return policyOf(
    rules.map(([effect, text]) => ({ scope: 'fileSystem.read', effect, pattern: { kind: 'path', text }, mode: null, role: null })),
    anyone,
    reader,
    settings,
  );
}

// A denial that only happens to reach the folder where the comparison puts it must not hide what is allowed in it.
test.each<[deny: string, allow: string]>([
  ['**/workspace/**', '${workspace}/**'],
  ['**/home/**', '${home}/**'],
  ['**/temp/**', '${temp}/**'],
  ['/*/workspace/**', '${workspace}/**'],
  ['/*/*/**', '${workspace}/**'],
  ['/*/*/a', '${workspace}/a'],
  ['/{*,a}/[!b]/a', '${workspace}/a'],
  ['**/*/*/*/a', '${workspace}/a'],
  ['**/[!a]', '${workspace}'],
  ['**/??', '${workspace}'],
  ['/*', '${workspace}'],
  ['/*/*', '${home}'],
])('beside a denial of %s, an allow of %s is a widening', (deny, allow) => {
  const difference = diffPolicies(reading(['deny', deny]), reading(['deny', deny], ['allow', allow]));
  expect(difference.widened.map(({ before, after }) => [before, after])).toEqual([['deny', 'allow']]);
});

test('a denial that holds at whatever depth hides it', () => {
  expect(diffPolicies(reading(['deny', '/**/?*/**']), reading(['deny', '/**/?*/**'], ['allow', '${workspace}/**'])).equal).toBe(true);
});

test('a denial of the home folder that is gone widens where the workspace lies that deep in it', () => {
  const base = reading(['allow', '${workspace}/**'], ['deny', '${home}/*/*/a']);
  const difference = diffPolicies(base, reading(['allow', '${workspace}/**']));
  expect(difference.widened.map(({ before, after }) => [before, after])).toEqual([['deny', 'allow']]);
});

test('a denial of the workspace that is gone widens what a whole drive allows, for the workspace may be on it', () => {
  const base = reading(['allow', 'C:/**'], ['deny', '${workspace}/**']);
  const difference = diffPolicies(base, reading(['allow', 'C:/**']));
  expect(difference.widened.map(({ before, after }) => [before, after])).toEqual([['deny', 'allow']]);
});
