// Suggestions: near enough to help, never far-fetched.
import { describe, expect, it } from 'vitest';
import { completeWords } from '../../src/cli/complete.ts';
import { nearest } from '../../src/cli/suggest.ts';

describe('nearest', () => {
  it.each([
    ['chekc', 'check'],
    ['nmp', 'npm'],
    ['Check', 'check'],
    ['formt', 'format'],
    ['zzzzzz', null],
    ['x', null],
    ['', null],
  ])('%s -> %s', (word, found) => {
    expect(nearest(word, ['check', 'format', 'npm', 'go'])).toBe(found);
  });

  it('is not slow on what nobody typed', () => {
    expect(nearest('a'.repeat(1_000_000), ['check'])).toBeNull();
  });
});

describe('completion', () => {
  it.each([
    [[''], 'check'],
    [['ba'], 'baseline'],
    [['check', '--f'], '--format'],
    [['check', '--format', ''], 'sarif'],
    [['check', '--gate', 'dep'], 'dependencies'],
    [['check', '--staged', '--no'], '--no-git'],
    [['baseline', ''], 'prune'],
    [['explain', 'weakening/'], 'weakening/gate-disabled'],
  ])('%j offers %s', async (words, candidate) => {
    expect(await completeWords(words)).toContain(candidate);
  });

  it('leaves paths to the shell', async () => {
    expect(await completeWords(['check', 'sr'])).toEqual([]);
    expect(await completeWords(['check', '--output', ''])).toEqual([]);
    expect(await completeWords(['check', '--base', 'm'])).toEqual([]);
  });
});
