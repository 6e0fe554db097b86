// Look-alikes: of each pair the unsafe program has a flow of its class, the safe one none. What fails by name is a bug of the engine.
import { describe, expect, test } from 'vitest';
import { follow } from './taint/source.ts';
import { twinFiles, twinsOf } from './twins.ts';

describe.each(twinFiles)('%s', (file) => {
  test.each(twinsOf(file))('$line', (twin) => {
    const told = (code: string): boolean => follow({ 'index.js': code }).flows.some((flow) => flow.class === twin.class);
    expect({ unsafe: told(twin.unsafe), safe: told(twin.safe) }).toEqual({ unsafe: true, safe: false });
  });
});
