// Look-alikes: of each pair the unsafe program has a flow of its class that blocks, the safe one none. What fails by name is a bug of the engine.
import { describe, expect, test } from 'vitest';
import { confidences } from '../../src/core/vocabulary.ts';
import { follow } from './taint/source.ts';
import { twinFiles, twinsOf, type Twin } from './twins.ts';

const none = confidences.length;

/** Of the surest flow of the class; the lower, the surer. */
function rankOf(code: string, flowClass: Twin['class']): number {
  const { flows } = follow({ 'index.js': code });
  return Math.min(none, ...flows.filter((flow) => flow.class === flowClass).map(({ confidence }) => confidences.indexOf(confidence)));
}

function ranksOf({ class: flowClass, unsafe, safe }: Twin): readonly [unsafe: number, safe: number] {
  return [rankOf(unsafe, flowClass), rankOf(safe, flowClass)];
}

/** Told where it blocks, and not told at all. */
function isToldApart(twin: Twin): boolean {
  const [unsafe, safe] = ranksOf(twin);
  return unsafe <= confidences.indexOf('medium') && safe === none;
}

describe.each(twinFiles)('%s', (file) => {
  const twins = twinsOf(file);

  test.each(twins.filter(({ isGap, isDoubtful }) => !isGap && !isDoubtful))('$line', (twin) => {
    expect(isToldApart(twin)).toBe(true);
  });

  // One that is told apart as if nothing were doubtful, or no gap, loses its mark.
  test.each(twins.filter(({ isDoubtful }) => isDoubtful))('doubtful: $line', (twin) => {
    const [unsafe, safe] = ranksOf(twin);
    expect(unsafe).toBeLessThan(safe);
    expect(safe).toBeGreaterThan(confidences.indexOf('medium'));
    expect(isToldApart(twin)).toBe(false);
  });

  test.each(twins.filter(({ isGap }) => isGap))('known gap: $line', (twin) => {
    expect(isToldApart(twin)).toBe(false);
  });

  test('there are at least fifty', () => {
    expect(twins.length).toBeGreaterThanOrEqual(50);
  });
});
