// Look-alikes: of each pair the unsafe program has a flow of its class, the safe one none. What fails by name is a bug of the engine.
import { describe, expect, test } from 'vitest';
import { follow } from './taint/source.ts';
import { twinFiles, twinsOf, type Twin } from './twins.ts';

function isToldApart({ class: flowClass, unsafe, safe }: Twin): boolean {
  const told = (code: string): boolean => follow({ 'index.js': code }).flows.some((flow) => flow.class === flowClass);
  return told(unsafe) && !told(safe);
}

describe.each(twinFiles)('%s', (file) => {
  const twins = twinsOf(file);

  test.each(twins.filter(({ isGap }) => !isGap))('$line', (twin) => {
    expect(isToldApart(twin)).toBe(true);
  });

  // One that is told apart now loses its mark.
  test.each(twins.filter(({ isGap }) => isGap))('known gap: $line', (twin) => {
    expect(isToldApart(twin)).toBe(false);
  });

  test('there are at least fifty', () => {
    expect(twins.length).toBeGreaterThanOrEqual(50);
  });
});
