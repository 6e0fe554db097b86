// What is followed only as far as it is asked for arrives where it is asked for as if all were followed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, EdgeKind, ValueId } from '../../../src/analysis/link/value-flow.ts';
import type { Seed, Step, Tabulation } from '../../../src/analysis/taint/cells.ts';
import { everything, noLevels, passes, type ClassMask, type Transfer } from '../../../src/analysis/taint/levels.ts';
import { relevanceOf, type Asked, type Relevance } from '../../../src/analysis/taint/relevance.ts';
import { tabulate } from '../../../src/analysis/taint/tabulation.ts';

const values = 14;
const groups = 2;
const perFunction = 4;

interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  readonly site: number;
  readonly transfer: Transfer;
}

interface Program {
  readonly edges: readonly Drawn[];
  readonly seeds: readonly Seed[];
  readonly asked: readonly Asked[];
}

const value = fc.integer({ min: 0, max: values - 1 });
const mask = fc.integer({ min: 1, max: 7 });
const transfer = fc.oneof(
  fc.constant(passes),
  fc.record({ keep: fc.integer({ min: 0, max: 7 }), promote: mask, guessed: fc.constant(0), weak: fc.integer({ min: 0, max: 1 }) }),
);
const site = fc.integer({ min: 100, max: 103 });
const seed = fc.record(
  {
    group: fc.integer({ min: 0, max: groups - 1 }),
    value,
    levels: mask.map(plain),
    isHandedIn: fc.boolean(),
    sites: fc.array(site, { maxLength: 3 }),
  },
  { requiredKeys: ['group', 'value', 'levels', 'isHandedIn'] },
);
const kind = fc.constantFrom<EdgeKind>('same', 'part', 'built', 'call', 'return');
const program: fc.Arbitrary<Program> = fc.record({
  edges: fc.array(fc.record({ from: value, to: value, kind, site, transfer }), { maxLength: 40 }),
  seeds: fc.array(seed, { minLength: 1, maxLength: 4 }),
  asked: fc.array(fc.record({ value, mask }), { maxLength: 4 }),
});

function plain(bits: ClassMask): number[] {
  const levels = noLevels();
  levels[0] = bits;
  return levels;
}

function functionOf(at: ValueId): number {
  return Math.floor(at / perFunction);
}

function followed({ edges, seeds }: Program, relevant: Relevance): Tabulation {
  const stepsFrom = (at: ValueId): readonly Step[] =>
    edges
      .filter(({ from, to }) => from === at && relevant(to) !== 0)
      .map(({ from, to, kind: of, site, transfer: change }): Step => {
        const edge: Edge = {
          ...{ from, to, kind: of, site, facts: [], factFile: 0, sanitizers: [], prefix: null, guessed: false, copied: false },
        };
        return { edge, transfer: change, leaves: of !== 'call' && of !== 'return' && functionOf(from) !== functionOf(to) };
      });
  return tabulate(seeds, groups, { stepsFrom, relevant }, 100_000);
}

function relevanceIn({ edges, asked }: Program, isFollowed: (of: EdgeKind) => boolean = () => true): Relevance {
  const eachInto = (at: ValueId, visit: (from: ValueId, of: EdgeKind) => void): void => {
    for (const { from, to, kind: of } of edges) if (to === at) visit(from, of);
  };
  return relevanceOf({ size: values, eachInto }, asked, isFollowed);
}

/** What of the asked classes arrives, for each group and level, whatever context it comes by. */
function arriving(found: Tabulation, { asked }: Program): readonly (readonly number[])[] {
  return asked.map(({ value: at, mask: bits }) => {
    const union = Array.from({ length: groups * 6 }, () => 0);
    for (const cell of found.cellsAt(at)) {
      for (let group = 0; group < groups; group += 1)
        found.stateOf(cell, group).forEach((state, level) => {
          union[group * 6 + level] = (union[group * 6 + level] ?? 0) | (state & bits);
        });
    }
    return union;
  });
}

describe('relevance', () => {
  it('changes nothing of what is asked for', () => {
    fc.assert(
      fc.property(program, (drawn) => {
        const all = arriving(
          followed(drawn, () => everything),
          drawn,
        );
        expect(arriving(followed(drawn, relevanceIn(drawn)), drawn)).toEqual(all);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  const line: Program = {
    edges: [
      { from: 0, to: 1, kind: 'same', site: 100, transfer: passes },
      { from: 1, to: 2, kind: 'part', site: 100, transfer: passes },
      { from: 0, to: 3, kind: 'same', site: 100, transfer: passes },
    ],
    seeds: [{ group: 0, value: 0, levels: plain(7) }],
    asked: [{ value: 2, mask: 2 }],
  };

  it('is what may get to where it is asked for', () => {
    const relevant = relevanceIn(line);
    expect([0, 1, 2, 3].map(relevant)).toEqual([2, 2, 2, 0]);
  });

  it('goes along the kinds of edges that are followed alone', () => {
    const relevant = relevanceIn(line, (of) => of === 'same');
    expect([0, 1, 2, 3].map(relevant)).toEqual([0, 0, 2, 0]);
  });

  it('leaves the rest alone', () => {
    const found = followed(line, relevanceIn(line));
    expect(found.cellsAt(3)).toEqual([]);
    expect(found.cellsAt(0).map(({ levels }) => levels[0])).toEqual([2]);
  });
});
