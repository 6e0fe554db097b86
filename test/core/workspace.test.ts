import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTrees, type TreeEntry } from '../../src/core/workspace.ts';

const entry = fc.record({
  path: fc.constantFrom('a', 'b', 'c/d', 'c/e', 'f'),
  kind: fc.constantFrom('file', 'executable', 'symlink'),
  id: fc.constantFrom('1', '2', ''),
  size: fc.constant(null),
}) satisfies fc.Arbitrary<TreeEntry>;
const tree = fc
  .uniqueArray(entry, { selector: ({ path }) => path })
  .map((entries) => entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)));

describe('compareTrees', () => {
  it('puts every path in one list at most, and none that is the same in any', () => {
    fc.assert(
      fc.property(tree, tree, (base, judged) => {
        const { added, modified, deleted } = compareTrees(base, judged);
        const expected = [...new Set([...base, ...judged].map(({ path }) => path))].filter((path) => {
          const [before, after] = [base, judged].map((entries) => entries.find((one) => one.path === path));
          return before?.id !== after?.id || before?.kind !== after?.kind || after?.id === '';
        });
        expect([...added, ...modified, ...deleted].sort()).toEqual(expected.sort());
        expect(added.every((path) => base.every((one) => one.path !== path))).toBe(true);
        expect(deleted.every((path) => judged.every((one) => one.path !== path))).toBe(true);
        for (const list of [added, modified, deleted]) expect([...list].sort()).toEqual(list);
      }),
    );
  });

  it('swaps added and deleted when the trees are swapped', () => {
    fc.assert(
      fc.property(tree, tree, (base, judged) => {
        expect(compareTrees(base, judged).added).toEqual(compareTrees(judged, base).deleted);
      }),
    );
  });

  it('takes everything for added where there is no base', () => {
    fc.assert(
      fc.property(tree, (judged) => {
        expect(compareTrees(null, judged)).toEqual({ added: judged.map(({ path }) => path), modified: [], deleted: [] });
      }),
    );
  });
});
