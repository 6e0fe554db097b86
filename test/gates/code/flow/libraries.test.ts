// Which packages count as libraries.
import { expect, it } from 'vitest';
import {
  formerDependencies,
  formerLibraries,
  libraryManifests,
  packageManifests,
  packageOf,
} from '../../../../src/gates/code/flow/libraries.ts';

const manifests = [
  { path: 'package.json', json: { name: 'app', private: true } },
  { path: 'packages/a/package.json', json: { name: 'a' } },
  { path: 'packages/b/package.json', json: { name: 'b', private: 'true' } },
  { path: 'packages/c/package.json', json: { main: 'index.js' } },
  { path: 'packages/d/package.json', json: undefined },
  { path: 'packages/e/package.json', json: null },
  { path: 'tsconfig.json', json: { name: 't' } },
  { path: 'test/fixtures/f/package.json', json: { name: 'f' } },
];

it('takes what others can install, all, or none', () => {
  const of = (mode: 'auto' | 'on' | 'off'): readonly string[] => libraryManifests(manifests, { mode, known: [] });
  expect(of('auto')).toEqual(['packages/a/package.json', 'packages/b/package.json']);
  expect(of('on')).toEqual(manifests.slice(0, 4).map(({ path }) => path));
  expect(of('off')).toEqual([]);
});

it('takes no extension of an editor, which nobody else loads', () => {
  const json = { name: 'x', main: './extension.js', engines: { vscode: '^1.90.0' }, contributes: { commands: [] } };
  const of = (manifest: object): readonly string[] =>
    libraryManifests([{ path: 'package.json', json: manifest }], { mode: 'auto', known: [] });
  expect(of(json)).toEqual([]);
  expect(of({ ...json, contributes: undefined, activationEvents: ['onUri'] })).toEqual([]);
  expect(of({ ...json, engines: { node: '>=24' } })).toEqual(['package.json']);
  expect(of({ ...json, contributes: undefined })).toEqual(['package.json']);
});

it('takes what is known to be one, whatever its manifest says', () => {
  const known = ['package.json', 'packages/d/package.json'];
  expect(libraryManifests(manifests, { mode: 'auto', known })).toEqual([
    'package.json',
    'packages/a/package.json',
    'packages/b/package.json',
  ]);
  expect(libraryManifests(manifests, { mode: 'off', known })).toEqual([]);
});

it('knows a package that was a library at its path, and one that was moved by its name', () => {
  const manifest = (path: string, json: object): { path: string; json: object } => ({ path, json });
  const library = manifest('package.json', { name: 'a' });
  const twin = manifest('app/package.json', { name: 'a', private: true });
  const moved = manifest('lib/package.json', { name: 'a', private: true });
  const of = (after: readonly { path: string; json: object }[], mode: 'auto' | 'off' = 'auto'): readonly string[] =>
    formerLibraries([library, twin], after, mode);
  expect(of([manifest('package.json', { private: true }), twin])).toEqual(['package.json']);
  expect(of([manifest('package.json', { private: true }), twin], 'off')).toEqual([]);
  expect(of([library, twin])).toEqual([]);
  expect(of([twin, moved])).toEqual(['lib/package.json']);
  expect(of([library, twin, moved])).toEqual([]);
  expect(of([twin, manifest('lib/package.json', { name: 'a' })])).toEqual([]);
});

it('knows a library that may be a program only since the change', () => {
  const scripts = { start: 'node index.js' };
  const of = (before: object, after: object): readonly string[] =>
    formerLibraries([{ path: 'package.json', json: before }], [{ path: 'package.json', json: after }], 'auto');
  expect(of({ name: 'a' }, { name: 'a', scripts })).toEqual(['package.json']);
  expect(of({ name: 'a', files: ['lib'], scripts }, { name: 'a', scripts })).toEqual(['package.json']);
  expect(of({ name: 'a', scripts }, { name: 'a', scripts, version: '2.0.0' })).toEqual([]);
  expect(of({ name: 'a' }, { name: 'a', scripts, files: ['lib'] })).toEqual([]);
});

it('knows what a package depended on before, where it stands, stood or was moved to', () => {
  const web = { path: 'web/package.json', json: { name: 'web', dependencies: { next: '1', a: '1' }, devDependencies: { b: '1' } } };
  const of = (...after: readonly { path: string; json: unknown }[]): unknown => formerDependencies([web], after);
  expect(of(web)).toEqual([]);
  expect(of({ path: 'web/package.json', json: { peerDependencies: { next: '2', b: '1' } } })).toEqual([
    { path: 'web/package.json', names: ['a'] },
  ]);
  expect(of({ path: 'web/package.json', json: 'no object' })).toEqual([{ path: 'web/package.json', names: ['next', 'a', 'b'] }]);
  const gone = { path: 'web/package.json', names: ['next', 'a', 'b'] };
  expect(of()).toEqual([gone]);
  expect(of({ path: 'app/package.json', json: { name: 'web', dependencies: { a: '1' } } })).toEqual([
    gone,
    { path: 'app/package.json', names: ['next', 'b'] },
  ]);
  expect(of({ path: 'app/package.json', json: { name: 'other' } }, { path: 'app/tsconfig.json', json: { name: 'web' } })).toEqual([gone]);
  expect(
    formerDependencies(
      [
        { path: 'package.json', json: { name: 'a' } },
        { path: 'tsconfig.json', json: { dependencies: { a: '1' } } },
      ],
      [],
    ),
  ).toEqual([]);
});

it('takes no manifest for a package that says only how files are loaded', () => {
  const builds = [
    { path: 'cjs/package.json', json: { type: 'commonjs' } },
    { path: 'esm/package.json', json: { type: 'module', main: './index.js', sideEffects: false } },
    { path: 'app/package.json', json: { type: 'module', dependencies: {} } },
    { path: 'broken/package.json', json: undefined },
  ];
  expect(packageManifests([...builds, ...manifests])).toEqual([
    'app/package.json',
    'broken/package.json',
    'package.json',
    'packages/a/package.json',
    'packages/b/package.json',
    'packages/d/package.json',
    'packages/e/package.json',
  ]);
});

it('finds the innermost package of a file', () => {
  const packages = new Set(['package.json', 'packages/a/package.json']);
  expect(['index.js', 'packages/index.js', 'packages/a/b/c.js', 'packages/ab/c.js'].map((path) => packageOf(packages, path))).toEqual([
    'package.json',
    'package.json',
    'packages/a/package.json',
    'package.json',
  ]);
  expect(packageOf(new Set(['packages/a/package.json']), 'index.js')).toBeNull();
});
