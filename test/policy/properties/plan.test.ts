// The normal run has the ten thousand cases that are promised; the long run has a hundred times as many.
import { expect, test } from 'vitest';
import { plan } from './plan.ts';

test('ten thousand cases in the normal run', () => {
  expect(Object.values(plan).reduce<number>((sum, cases) => sum + cases, 0)).toBeGreaterThanOrEqual(10_000);
});
