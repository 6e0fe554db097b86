// Tests that hold and tests that nearly do, one token apart, for each kind of guard and class.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';
import { allTwins, programsOf } from './twins.ts';

describe.each(allTwins)('$class: $code', (twin) => {
  const { unsafe, safe } = programsOf(twin);
  const told = (source: string): readonly string[] =>
    follow(source)
      .flows.filter((flow) => flow.class === twin.class)
      .map(({ confidence }) => confidence);

  it('unsafe', () => {
    expect(told(unsafe)).toContainEqual(expect.stringMatching(/^(?:high|medium)$/));
  });

  it('safe', () => {
    if (twin.left === 'nothing') expect(told(safe)).toEqual([]);
    else expect(told(safe)).not.toContainEqual(expect.stringMatching(/^(?:high|medium)$/));
  });
});
