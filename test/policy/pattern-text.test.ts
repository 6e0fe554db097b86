import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PatternSource } from '../../src/policy/model.ts';
import { patternText } from '../../src/policy/pattern-text.ts';

const none = { digest: null, signedBy: null };

test.each<[PatternSource, string]>([
  [{ kind: 'path', text: '/a b/**' }, '/a b/**'],
  [{ kind: 'host', text: '*.a:443' }, '*.a:443'],
  [{ kind: 'name', text: '*', ...none }, '*'],
  [{ kind: 'name', text: 'a', digest: null, signedBy: 'ann@example.org' }, '{ name: a, signedBy: ann@example.org }'],
  [{ kind: 'name', text: '*', digest: 'sha256:0', signedBy: null }, "{ name: '*', digest: 'sha256:0' }"],
  [{ kind: 'argv', words: ['git', 'a/b.c', '**'], ...none }, "[git, a/b.c, '**']"],
  [{ kind: 'argv', words: ["it's", '', 'a b', '-s', '1', 'x:', 'b*'], ...none }, "['it''s', '', 'a b', '-s', '1', 'x:', 'b*']"],
  [
    { kind: 'argv', words: ['true', 'No', 'OFF', 'on', 'null', 'yes', 'false'], ...none },
    "['true', 'No', 'OFF', 'on', 'null', 'yes', 'false']",
  ],
  [{ kind: 'argv', words: ['node', 'yesterday', 'untrue', 'offline'], ...none }, '[node, yesterday, untrue, offline]'],
  [{ kind: 'argv', words: ['make'], digest: null, signedBy: 'ann' }, '{ argv: [make], signedBy: ann }'],
])('%j is %s', (pattern, text) => {
  expect(patternText(pattern)).toBe(text);
});

test('what is a list or a map is read back by YAML as it was', () => {
  const words = ['git', "it's", 'yes', '', '#', '- x', 'a: b', '1', '~', '[', '{', '!', '&a', '*a', '|', '%', '@', '`', '"'];
  expect(parse(patternText({ kind: 'argv', words, ...none }))).toEqual(words);
  expect(parse(patternText({ kind: 'argv', words, digest: null, signedBy: 'no' }))).toEqual({ argv: words, signedBy: 'no' });
});
