// Texts for witnesses: those that a reader takes for real ones come first.
import { describe, expect, test } from 'vitest';
import { charSetFromRanges, charSetOf, complement } from '../../../src/policy/automaton/char-set.ts';
import type { SegmentNode } from '../../../src/policy/automaton/sequence.ts';
import { friendlyTexts, readableFrom } from '../../../src/policy/difference/friendly-texts.ts';
import { either, inOrder, literal, repeated, star } from '../automaton/meeting.ts';

const words = ['a', 'file', 'example', 'data', '443', '8080', 'b7', 'zq'];

/** What is proposed before and besides the words that are always proposed. */
function proposed(...nodes: readonly SegmentNode[]): readonly string[] {
  return friendlyTexts(nodes).filter((text) => !words.includes(text));
}

describe('proposals', () => {
  test('are words first', () => {
    expect(friendlyTexts([star('/')]).slice(0, words.length)).toEqual(words);
    expect(friendlyTexts([]).slice(0, words.length)).toEqual(words);
  });

  test('leave a star empty where that looks like a name, and not where it does not', () => {
    expect(proposed(inOrder(literal('package'), star('/'), literal('.json')))[0]).toBe('package.json');
    expect(proposed(inOrder(star('/'), literal('.ts')))[0]).toBe('a.ts');
    expect(proposed(inOrder(literal('LC_'), star('/')))[0]).toBe('LC_a');
    expect(proposed(inOrder(literal('x-'), star('/')))[0]).toBe('x-a');
    expect(proposed(inOrder(literal('v.'), star('/')))[0]).toBe('v.a');
    expect(proposed(inOrder(literal('x'), star('/')))[0]).toBe('x');
    // What looks like no name comes last.
    expect(proposed(inOrder(star('/'), literal('.ts'))).at(-1)).toBe('.ts');
    expect(proposed(inOrder(star('/'), literal('_'))).at(0)).toBe('_');
  });

  test('take the first choice, and nothing where nothing is one', () => {
    expect(proposed(either(literal('xy'), literal('z')))).toEqual(['xy']);
    expect(friendlyTexts([either(literal('x'), literal(''))])[0]).toBe('');
    expect(friendlyTexts([either(literal('x'), literal('y'))])[0]).toBe('a');
  });

  test('are each once, no longer than 256, and there for what is nested without end', () => {
    const all = friendlyTexts([star('/'), star('/'), literal('x'.repeat(256)), literal('y'.repeat(257))]);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('x'.repeat(256));
    expect(all.some((text) => text.startsWith('y'))).toBe(false);
    let nested = literal('a');
    for (let level = 0; level < 1000; level += 1) nested = inOrder(nested);
    expect(friendlyTexts([nested]).length).toBeGreaterThan(0);
    expect(proposed(repeated(literal('q')))).toContain('');
  });
});

test.each([
  [charSetOf('0123456789abcdef'), '0'],
  [charSetOf('0123456789'), '0'],
  [charSetOf('089'), '0'],
  [charSetOf('0g'), 'g'],
  [charSetOf('0:'), '0'],
  [charSetOf('0`'), '0'],
  [charSetOf('0/z'), 'z'],
  [charSetOf('19f'), 'f'],
  [charSetFromRanges([[0x30, 0x66]]), 'a'],
  [charSetFromRanges([[0x20, 0x39]]), '0'],
  [complement(charSetOf('/')), 'a'],
  [charSetOf('é'), 'é'],
])('%j is read as %s', (set, character) => {
  expect(readableFrom(set)).toBe(character);
});
