// The difference of two policies over paths, commands and variables, against the oracle over a bounded universe.
import { describe, expect, test } from 'vitest';
import { expectDifferences } from './difference-claims.ts';
import { patience } from './plan.ts';

describe('the difference is what the oracle sees', () => {
  test.each(['paths', 'argv', 'environment'] as const)(
    '%s',
    (name) => {
      expect.hasAssertions();
      expectDifferences(name);
    },
    patience,
  );
});
