// What a value's being true or false tells of other values: comparisons, calls, `typeof`, `!`, and joins that carry a condition on.
import { elementTests } from './list-events.ts';
import { nodeOf, type NodeId } from './file-graph.ts';
import type { Environment } from './environment.ts';
import type { Learned } from './learned.ts';
import { eitherOfAll } from './disjunction.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { Tests, type Atom } from './tests.ts';

/** How many facts are kept of one value, the newest, and how many a condition tells. */
const maxKnown = 24;
/** Of a long list of values that it is not, the first: else each step of the list would know another part of it. */
const maxExcluded = 12;
const maxTold = 120;
const maxDepth = 60;

export class Facts {
  private readonly graph: GraphBuilder;
  private readonly env: Environment;
  private readonly tests: Tests;
  private readonly told = new Map<number, readonly Learned[]>();
  /** What a node tells by itself, if true and if false. */
  private readonly own = new Map<NodeId, readonly [readonly Learned[], readonly Learned[]]>();
  private readonly variables = new Set<NodeId>();
  /** Lists of whose elements something was learned. */
  private readonly lists = new Set<NodeId>();
  private depth = 0;

  constructor(graph: GraphBuilder, env: Environment) {
    this.graph = graph;
    this.env = env;
    this.tests = new Tests(graph);
  }

  /** From here on the value is known to be true, or false. */
  assume(node: NodeId, holds: boolean): void {
    for (const fact of this.of(node, holds)) this.learn(fact);
  }

  /** What was known of variables that closures write says nothing of them later, nor what was known of all that a list held. */
  enterClosure(): void {
    for (const variable of this.variables) if (this.env.knownOf(variable) !== undefined) this.env.setKnown(variable, undefined);
    this.forgetAllElements();
  }

  /** A loop told of all its elements. */
  noteList(list: NodeId): void {
    this.lists.add(list);
  }

  knowsElements(): boolean {
    return this.lists.size > 0;
  }

  /** The list may hold more now than what was known of. `surely`: it is a list, and no text. */
  forgetElements(list: NodeId, surely: boolean): void {
    const known = this.env.knownOf(list);
    const facts = known?.facts.filter((fact) => !this.isOfElements(fact, surely)) ?? [];
    if (known === undefined || facts.length === known.facts.length) return;
    this.env.setKnown(list, facts.length === 0 ? undefined : { subject: list, facts, use: null });
  }

  /** The same of all lists. */
  forgetAllElements(): void {
    this.graph.spend(this.lists.size);
    for (const list of this.lists) this.forgetElements(list, false);
  }

  /** Told by a loop over all of the list, or by a method of it: of `includes` and the like, which texts have as well, only of what is surely a list. */
  private isOfElements({ subject, test }: Learned, surely: boolean): boolean {
    if (test.kind === 'any')
      return test.sets.some((set) => set.some((fact) => fact.subject !== subject || this.isOfElements(fact, surely)));
    if (test.kind === 'returned') return test.argument === -1;
    if (test.kind !== 'call' || test.argument !== -1) return false;
    return surely || elementTests.has(this.methodOf(test.call) ?? '');
  }

  private methodOf(id: NodeId): string | null {
    const call = this.graph.get(id);
    const callee = call.kind === 'call' ? this.graph.get(nodeOf(call.callee)) : null;
    return callee?.kind === 'load' && typeof callee.property === 'string' ? callee.property : null;
  }

  learn(fact: Learned): void {
    const { subject } = fact;
    if (this.isOfElements(fact, false)) this.lists.add(subject);
    if (this.graph.get(subject).kind === 'variable') this.variables.add(subject);
    const known = this.env.knownOf(subject);
    if (known?.facts.includes(fact) === true) return;
    if (isExclusion(fact) && known !== undefined && known.facts.filter(isExclusion).length >= maxExcluded) return;
    const kept = (known?.facts ?? []).slice(1 - maxKnown);
    this.env.setKnown(subject, { subject, facts: [...kept, fact], use: null });
  }

  /** Facts that hold whenever the value is true, or false. */
  of(node: NodeId, holds: boolean): readonly Learned[] {
    const key = node * 2 + (holds ? 1 : 0);
    const known = this.told.get(key);
    if (known !== undefined) return known;
    if (this.depth >= maxDepth) return [];
    this.depth++;
    const same = this.tests.sameAs(node);
    const facts = same === null ? this.ownAndBehind(node, holds) : this.of(same.value, same.truth === holds);
    this.depth--;
    this.told.set(key, facts);
    return facts;
  }

  private ownAndBehind(node: NodeId, holds: boolean): readonly Learned[] {
    const own = this.ownOf(node)[holds ? 0 : 1];
    const behind = this.behind(node, holds);
    return behind.length === 0 ? own : [...new Set([...own, ...behind])].slice(0, maxTold);
  }

  /** Both sides at once, so that they can be known to be each other's opposite. */
  private ownOf(node: NodeId): readonly [readonly Learned[], readonly Learned[]] {
    let sides = this.own.get(node);
    if (sides === undefined) this.own.set(node, (sides = this.sidesOf(this.tests.atomsOf(node), this.graph.get(node))));
    return sides;
  }

  private sidesOf(
    atoms: readonly Atom[],
    { start, end }: { start: number; end: number },
  ): readonly [readonly Learned[], readonly Learned[]] {
    return [atoms.map((atom) => this.fact(atom, true, start, end)), atoms.map((atom) => this.fact(atom, false, start, end))];
  }

  /** What is told by the values that this one comes from. */
  private behind(node: NodeId, holds: boolean): readonly Learned[] {
    const shape = this.graph.get(node);
    if (shape.kind === 'phi') return this.ofJoin(node, holds);
    if (shape.kind === 'await') return this.of(nodeOf(shape.value), holds);
    if (shape.kind !== 'call') return [];
    const callee = this.graph.get(nodeOf(shape.callee));
    const [converted] = callee.kind === 'global' && callee.name === 'Boolean' ? shape.arguments : [];
    return converted === undefined ? [] : this.of(nodeOf(converted), holds);
  }

  private fact({ subject, positive, test }: Atom, truth: boolean, start: number, end: number): Learned {
    this.graph.spend(1);
    return { subject, holds: positive === truth, test, level: 0, start, end };
  }

  /** The call has come back: what it would have thrown for is not there. */
  returned(call: NodeId): void {
    const { start, end } = this.graph.get(call);
    const isEach = this.methodOf(call) === 'forEach';
    if (isEach && !this.mayThrow(call)) return;
    for (const [subject, argument] of this.tests.operandsOf(call)) {
      if (isEach ? argument === -1 : argument >= 0)
        this.learn({ subject, holds: true, test: { kind: 'returned', call, argument }, level: 0, start, end });
    }
  }

  /** Whether what a list's elements are handed to may be there to throw: a function of the file; of one that is written there, what it does is known. */
  private mayThrow(id: NodeId): boolean {
    const call = this.graph.get(id);
    const [first] = call.kind === 'call' ? call.arguments : [];
    const handed = first === undefined ? null : this.graph.get(nodeOf(first));
    if (handed?.kind !== 'function') return handed?.kind === 'variable';
    return handed.start < call.start || handed.end > call.end || this.graph.functionDraft(handed.function).onReturn.length > 0;
  }

  /** Facts of `left === right` and of its opposite, where no such comparison is written: `switch`. */
  ofCase(
    left: NodeId,
    right: NodeId,
    start: number,
    end: number,
  ): { readonly same: readonly Learned[]; readonly other: readonly Learned[] } {
    const truth = this.tests.comparedWithTruth('===', left, right);
    if (truth !== null) return { same: this.of(truth.value, truth.truth), other: this.of(truth.value, !truth.truth) };
    const [same, other] = this.sidesOf(this.tests.ofComparison('===', left, right), { start, end });
    return { same, other };
  }

  private ofJoin(node: NodeId, holds: boolean): readonly Learned[] {
    const ways = this.env.phis.alternativesOf(node).flatMap(({ value, learned, truth }) => {
      const id = nodeOf(value);
      const known = truth ?? (id < 0 ? false : this.truthOf(id));
      if (known === !holds) return [];
      const told = id < 0 ? [] : this.of(id, holds);
      return [[...new Set([...learned, ...told])]];
    });
    return eitherOfAll(this.graph, ways);
  }

  /** Whether a value is always true or always false, if that is plain. */
  truthOf(node: NodeId): boolean | null {
    const shape = this.graph.get(node);
    if (shape.kind === 'constant') return Boolean(shape.value);
    if (shape.kind === 'function' || shape.kind === 'class' || shape.kind === 'object' || shape.kind === 'pattern') return true;
    return null;
  }
}

function isExclusion({ test, holds }: Learned): boolean {
  return test.kind === 'equals' && !holds;
}
