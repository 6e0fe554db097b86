// What is known where it is only known that one of several sets of facts holds.
import type { Fact, FactId, NodeId } from './file-graph.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Ways beyond that are too many to tell apart. */
const maxSets = 64;
const maxFactsOfSet = 8;

/** Facts about one subject that hold whichever of the ways was taken: those of all, and one that says that one of the rest holds. */
export function eitherOf(graph: GraphBuilder, subject: NodeId, ways: readonly (readonly FactId[])[]): readonly FactId[] {
  const [first, ...others] = ways;
  if (first === undefined) return [];
  const common = first.filter((fact) => others.every((way) => way.includes(fact)));
  const rest = ways.map((way) => way.filter((fact) => !common.includes(fact)));
  const sets = simplify(graph, rest);
  if (sets === null) return common;
  const place = graph.facts[sets[0]?.[0] ?? 0];
  return [...common, graph.addFact({ subject, holds: true, test: { kind: 'any', sets }, start: place?.start ?? 0, end: place?.end ?? 0 })];
}

/** Null if the sets say nothing together. */
function simplify(graph: GraphBuilder, ways: readonly (readonly FactId[])[]): readonly (readonly FactId[])[] | null {
  const flat = ways.flatMap((way) => alternativesIn(graph, way));
  if (flat.length > maxSets || flat.some((set) => set.length === 0 || set.length > maxFactsOfSet)) return null;
  // `a || (!a && b)` is `a || b`; `a || !a` is nothing.
  const singles = flat.flatMap((set) => (set.length === 1 ? set : []));
  graph.spend(flat.length * singles.length);
  const sets = flat.map((set) => set.filter((fact) => !singles.some((single) => contradict(graph.facts[single], graph.facts[fact]))));
  if (sets.some((set) => set.length === 0)) return null;
  const seen = new Map(sets.map((set) => [set.join(), set]));
  return seen.size > 1 ? [...seen.values()] : null;
}

/** A set that is one `any` fact alone stands for its sets. */
function alternativesIn(graph: GraphBuilder, set: readonly FactId[]): readonly (readonly FactId[])[] {
  const only = set.length === 1 ? graph.facts[set[0] ?? 0] : undefined;
  return only?.test.kind === 'any' ? only.test.sets : [set];
}

function contradict(a: Fact | undefined, b: Fact | undefined): boolean {
  return a !== undefined && b !== undefined && a.test === b.test && a.subject === b.subject && a.holds !== b.holds;
}

/** The same for facts about several subjects. */
export function eitherOfAll(graph: GraphBuilder, ways: readonly (readonly FactId[])[]): readonly FactId[] {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first ?? [];
  const bySubject = ways.map((way) => groupBySubject(graph, way));
  const result: FactId[] = [];
  for (const subject of bySubject[0]?.keys() ?? []) {
    const groups = bySubject.map((group) => group.get(subject) ?? []);
    if (groups.every((group) => group.length > 0)) result.push(...eitherOf(graph, subject, groups));
  }
  return result;
}

function groupBySubject(graph: GraphBuilder, facts: readonly FactId[]): Map<NodeId, FactId[]> {
  const groups = new Map<NodeId, FactId[]>();
  for (const fact of facts) {
    const subject = graph.facts[fact]?.subject ?? -1;
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [fact]);
    else if (!group.includes(fact)) group.push(fact);
  }
  return groups;
}
