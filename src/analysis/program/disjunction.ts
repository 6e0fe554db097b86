// What is known where it is only known that one of several sets of facts holds.
import type { NodeId } from './file-graph.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { Learned } from './learned.ts';

/** Ways beyond that are too many to tell apart, and sets too large or nested too deep to be of use. */
const maxSets = 128;
const maxFactsOfSet = 8;
const maxLevel = 6;

export type Sets = readonly (readonly Learned[])[];

/** Facts about one subject that hold whichever of the ways was taken: those of all, and one that says that one of the rest holds. */
export function eitherOf(graph: GraphBuilder, subject: NodeId, ways: Sets): readonly Learned[] {
  graph.spend(ways.length);
  const common = commonFacts(subject, ways);
  const rest = ways.map((way) => way.filter((fact) => !common.includes(fact)));
  const sets = rest.some((way) => way.length === 0) ? null : simplify(graph, rest);
  const place = sets?.[0]?.[0];
  if (sets === null || place === undefined) return common;
  const level = 1 + Math.max(...sets.flatMap((set) => set.map((fact) => fact.level)));
  if (level > maxLevel) return common;
  return [...common, { subject, holds: true, test: { kind: 'any', sets }, level, start: place.start, end: place.end }];
}

/** Facts that hold on all of the ways. */
export function commonFacts(_subject: NodeId, ways: Sets): readonly Learned[] {
  const [first, ...others] = ways;
  return first?.filter((fact) => others.every((way) => way.includes(fact))) ?? [];
}

/** Null if the sets say nothing together. */
function simplify(graph: GraphBuilder, ways: Sets): Sets | null {
  const [first, second] = ways;
  // `if (x) … else …`: by far the most.
  if (ways.length === 2 && first?.length === 1 && second?.length === 1 && first.every((fact) => isOpposite(second, fact))) return null;
  const sets = inOrder(graph, ways);
  if (sets === null) return null;
  // Once more, for what a later set tells of those before it.
  const simple = sets.map((set, index) => set.filter((fact) => !sets.some((told, other) => other > index && isOpposite(told, fact))));
  if (simple.some((set) => set.length === 0 || set.length > maxFactsOfSet)) return null;
  const distinct = simple.filter((set, index) => simple.findIndex((other) => isSame(set, other)) === index);
  return distinct.length > 1 ? distinct : null;
}

/** `a || (!a && b)` is `a || b`; `a || !a` is nothing. A set that is one `any` fact alone stands for its sets. */
function inOrder(graph: GraphBuilder, ways: Sets): Sets | null {
  const result: (readonly Learned[])[] = [];
  const waiting = ways.toReversed();
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    graph.spend(result.length);
    const rest = set.filter((fact) => !result.some((told) => isOpposite(told, fact)));
    const [only] = rest;
    if (only === undefined || result.length >= maxSets) return null;
    if (rest.length === 1 && only.test.kind === 'any') waiting.push(...only.test.sets.toReversed());
    else result.push(rest);
  }
  return result;
}

/** Whether the fact says that not all of the set hold. */
function isOpposite(set: readonly Learned[], fact: Learned): boolean {
  const [first] = set;
  if (fact.test.kind !== 'any') return set.length === 1 && first !== undefined && contradict(first, fact);
  const { sets } = fact.test;
  return (
    sets.length === set.length &&
    sets.every((one) => {
      const [only] = one;
      return only !== undefined && one.length === 1 && set.some((member) => contradict(member, only));
    })
  );
}

function contradict(a: Learned, b: Learned): boolean {
  return a.test === b.test && a.subject === b.subject && a.holds !== b.holds;
}

function isSame(a: readonly Learned[], b: readonly Learned[]): boolean {
  return a.length === b.length && a.every((fact, index) => fact === b[index]);
}

/** The same for facts about several subjects. */
export function eitherOfAll(graph: GraphBuilder, ways: Sets): readonly Learned[] {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first ?? [];
  const bySubject = ways.map(groupBySubject);
  const result: Learned[] = [];
  for (const subject of bySubject[0]?.keys() ?? []) {
    const groups = bySubject.map((group) => group.get(subject) ?? []);
    if (groups.every((group) => group.length > 0)) result.push(...eitherOf(graph, subject, groups));
  }
  return result;
}

function groupBySubject(facts: readonly Learned[]): Map<NodeId, Learned[]> {
  const groups = new Map<NodeId, Learned[]>();
  for (const fact of facts) {
    const group = groups.get(fact.subject);
    if (group === undefined) groups.set(fact.subject, [fact]);
    else if (!group.includes(fact)) group.push(fact);
  }
  return groups;
}
