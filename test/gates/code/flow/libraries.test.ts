// Which packages count as libraries.
import { expect, it } from 'vitest';
import { libraryManifests } from '../../../../src/gates/code/flow/libraries.ts';

const manifests = [
  { path: 'package.json', text: '{"name":"app","private":true}' },
  { path: 'packages/a/package.json', text: '{"name":"a"}' },
  { path: 'packages/b/package.json', text: '{"name":"b","private":"true"}' },
  { path: 'packages/c/package.json', text: '{"main":"index.js"}' },
  { path: 'packages/d/package.json', text: '{' },
  { path: 'packages/e/package.json', text: 'null' },
  { path: 'tsconfig.json', text: '{"name":"t"}' },
];

it('takes what others can install, all, or none', () => {
  expect(libraryManifests(manifests, 'auto')).toEqual(['packages/a/package.json', 'packages/b/package.json']);
  expect(libraryManifests(manifests, 'on')).toEqual(manifests.slice(0, 6).map(({ path }) => path));
  expect(libraryManifests(manifests, 'off')).toEqual([]);
});
