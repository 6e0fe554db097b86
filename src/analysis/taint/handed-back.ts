// What callers hand in and get back in an object that is made for them: it goes to those callers, and to none of the program's own.
import type { ValueFlow, ValueId } from '../link/value-flow.ts';
import { handedGroup, parameterGroup } from './confidence.ts';
import type { GroupAfter } from './tabulation.ts';

/** What has left the function that it was handed in to may come from a call of the program's own; what is only given back does not leave it. */
export function groupsOf(program: ValueFlow): GroupAfter {
  const known = new Map<ValueId, boolean>();
  const isGivenBack = (literal: ValueId): boolean => {
    const before = known.get(literal);
    if (before !== undefined) return before;
    const edges = program.outOf(literal);
    const found = edges.length > 0 && edges.every(({ kind }) => kind === 'return');
    known.set(literal, found);
    return found;
  };
  return (group, { edge }) => {
    if (group !== handedGroup) return group;
    const literal = edge.kind === 'call' ? null : program.literalOf(edge.to);
    const isOwn = literal !== null && program.functionOf(literal) === program.functionOf(edge.from);
    return isOwn && isGivenBack(literal) ? -1 : parameterGroup;
  };
}
