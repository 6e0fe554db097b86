// What a value's being true or false tells of other values: comparisons, calls, `typeof`, `!`, and joins that carry a condition on.
import { nodeOf, type FlowNode, type NodeId, type Use } from './file-graph.ts';
import type { Environment, KnownFacts } from './environment.ts';
import type { Learned, SimpleTest } from './learned.ts';
import { eitherOfAll } from './disjunction.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** A test of a subject that passes if the value is true (`positive`), or if it is false. */
interface Atom {
  readonly subject: NodeId;
  readonly positive: boolean;
  readonly test: SimpleTest;
}

type Compared = Extract<SimpleTest, { kind: 'compare' }>['operator'];

const mirrored: Readonly<Record<string, Compared>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const subjects: ReadonlySet<FlowNode['kind']> = new Set([
  'parameter',
  'variable',
  'phi',
  'load',
  'call',
  'concat',
  'key',
  'element',
  'await',
  'yield',
  'caught',
]);

/** How many facts are kept of one value, the newest, and how many a condition tells. */
const maxKnown = 24;
const maxTold = 120;
const maxDepth = 60;
/** Values that are told of by a test of what calls made of them. */
const maxBehind = 6;

export class Facts {
  private readonly graph: GraphBuilder;
  private readonly env: Environment;
  private readonly told = new Map<number, readonly Learned[]>();
  /** What a node tells by itself, if true and if false. */
  private readonly own = new Map<NodeId, readonly [readonly Learned[], readonly Learned[]]>();
  private readonly variables = new Set<NodeId>();
  private depth = 0;

  constructor(graph: GraphBuilder, env: Environment) {
    this.graph = graph;
    this.env = env;
  }

  isSubject(node: NodeId): boolean {
    return subjects.has(this.graph.get(node).kind);
  }

  /** From here on the value is known to be true, or false. */
  assume(node: NodeId, holds: boolean): void {
    for (const fact of this.of(node, holds)) this.learn(fact);
  }

  /** What was known of variables that closures write says nothing of them later. */
  enterClosure(): void {
    for (const variable of this.variables) if (this.env.knownOf(variable) !== undefined) this.env.setKnown(variable, undefined);
  }

  learn(fact: Learned): void {
    const { subject } = fact;
    if (this.graph.get(subject).kind === 'variable') this.variables.add(subject);
    const known = this.env.knownOf(subject);
    if (known?.facts.includes(fact) === true) return;
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
    const same = this.sameAs(node);
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
    if (sides === undefined) this.own.set(node, (sides = this.sidesOf(this.atomsOf(node), this.graph.get(node))));
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

  private atomsOf(node: NodeId): readonly Atom[] {
    const shape = this.graph.get(node);
    const own = this.isSubject(node) ? [this.atom(node, { kind: 'truthy' })] : [];
    if (shape.kind === 'call') return [...own, ...this.ofCall(node, { operator: 'truthy' }, true)];
    if (shape.kind !== 'scalar') return own;
    const [left, right] = shape.operands.map(nodeOf);
    if (left === undefined) return own;
    if (right !== undefined) return this.ofComparison(shape.operator, left, right);
    return shape.operator === '~' ? this.ofCall(left, { operator: '===', other: this.minusOne(shape) }, false) : own;
  }

  private minusOne({ fn, start, end }: FlowNode): NodeId {
    return this.graph.constant(-1, fn, { range: [start, end] });
  }

  /** The value whose truth this one's is: that of `!x` and of `x === true`. */
  private sameAs(node: NodeId): { readonly value: NodeId; readonly truth: boolean } | null {
    const shape = this.graph.get(node);
    if (shape.kind !== 'scalar') return null;
    const [left, right] = shape.operands.map(nodeOf);
    if (left === undefined) return null;
    if (shape.operator === '!') return { value: left, truth: false };
    return right === undefined ? null : this.comparedWithTruth(shape.operator, left, right);
  }

  private fact({ subject, positive, test }: Atom, truth: boolean, start: number, end: number): Learned {
    this.graph.spend(1);
    return { subject, holds: positive === truth, test, level: 0, start, end };
  }

  private atom(subject: NodeId, test: SimpleTest, positive = true): Atom {
    return { subject, positive, test };
  }

  /** `f(x) === true` is `f(x)`. */
  private comparedWithTruth(operator: string, left: NodeId, right: NodeId): { value: NodeId; truth: boolean } | null {
    if (!isEquality(operator)) return null;
    for (const [value, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const constant = this.graph.get(other);
      if (constant.kind === 'constant' && typeof constant.value === 'boolean')
        return { value, truth: constant.value === operator.startsWith('=') };
    }
    return null;
  }

  private ofComparison(operator: string, left: NodeId, right: NodeId): readonly Atom[] {
    if (isEquality(operator)) {
      const positive = operator.startsWith('=');
      return [...this.ofEqual(left, right, positive), ...this.ofEqual(right, left, positive)];
    }
    if (operator === 'instanceof') return this.isSubject(left) ? [this.atom(left, { kind: 'instanceof', class: right })] : [];
    if (operator === 'in') return this.isSubject(left) ? [this.atom(left, { kind: 'in', object: right })] : [];
    const mirror = mirrored[operator];
    if (mirror === undefined) return [];
    return [...this.ofOrder(left, operator as Compared, right), ...this.ofOrder(right, mirror, left)];
  }

  private ofEqual(subject: NodeId, other: NodeId, positive: boolean): readonly Atom[] {
    const shape = this.graph.get(subject);
    const compared = this.graph.get(other);
    const atoms: Atom[] = this.isSubject(subject) ? [this.atom(subject, { kind: 'equals', other }, positive)] : [];
    if (compared.kind !== 'constant') return atoms;
    if (shape.kind === 'call') return [...atoms, ...this.ofCall(subject, { operator: '===', other }, positive)];
    if (shape.kind !== 'scalar' || shape.operator !== 'typeof' || typeof compared.value !== 'string') return atoms;
    const [operand] = shape.operands.map(nodeOf);
    return operand !== undefined && this.isSubject(operand) ? [this.atom(operand, { kind: 'typeof', type: compared.value }, positive)] : [];
  }

  private ofOrder(subject: NodeId, operator: Compared, other: NodeId): readonly Atom[] {
    const atoms: Atom[] = this.isSubject(subject) ? [this.atom(subject, { kind: 'compare', operator, other })] : [];
    const measured = this.measuredBy(subject);
    if (measured !== null) atoms.push(this.atom(measured, { kind: 'length', operator, other }));
    if (this.graph.get(other).kind !== 'constant') return atoms;
    return [...atoms, ...this.ofCall(subject, { operator, other }, true)];
  }

  /** The value whose length this is. */
  private measuredBy(node: NodeId): NodeId | null {
    const shape = this.graph.get(node);
    if (shape.kind !== 'load' || shape.property !== 'length') return null;
    const object = nodeOf(shape.object);
    return this.isSubject(object) ? object : null;
  }

  private ofCall(call: NodeId, result: Extract<SimpleTest, { kind: 'call' }>['result'], positive: boolean): readonly Atom[] {
    return this.operandsOf(call).flatMap(([operand, argument]) =>
      this.madeFrom(operand).map((subject) => this.atom(subject, { kind: 'call', call, argument, result }, positive)),
    );
  }

  /** A value and, where a call made it, what that was handed: `relative(root, x).startsWith('..')` tells of `x` as well. */
  private madeFrom(node: NodeId): readonly NodeId[] {
    const found = [node];
    for (let index = 0; index < found.length && found.length < maxBehind; index++) {
      for (const [operand] of this.operandsOf(found[index] ?? node)) if (!found.includes(operand)) found.push(operand);
    }
    return found;
  }

  /** What a call takes, with its index; -1 for the receiver. Behind a spread no index is known. */
  private operandsOf(call: NodeId): readonly (readonly [NodeId, number])[] {
    const shape = this.graph.get(call);
    if (shape.kind !== 'call' || shape.new) return [];
    const plain = shape.arguments.slice(0, shape.spread[0] ?? shape.arguments.length);
    const all: readonly (readonly [Use | null, number])[] = [[shape.receiver, -1], ...plain.map((use, index) => [use, index] as const)];
    return all.flatMap(([use, index]) => (use !== null && this.isSubject(nodeOf(use)) ? [[nodeOf(use), index] as const] : []));
  }

  /** The call has come back: what it would have thrown for is not there. */
  returned(call: NodeId): void {
    const { start, end } = this.graph.get(call);
    for (const [subject, argument] of this.operandsOf(call)) {
      if (argument >= 0) this.learn({ subject, holds: true, test: { kind: 'returned', call, argument }, level: 0, start, end });
    }
  }

  /** Facts of `left === right` and of its opposite, where no such comparison is written: `switch`. */
  ofCase(
    left: NodeId,
    right: NodeId,
    start: number,
    end: number,
  ): { readonly same: readonly Learned[]; readonly other: readonly Learned[] } {
    const truth = this.comparedWithTruth('===', left, right);
    if (truth !== null) return { same: this.of(truth.value, truth.truth), other: this.of(truth.value, !truth.truth) };
    const [same, other] = this.sidesOf(this.ofComparison('===', left, right), { start, end });
    return { same, other };
  }

  private ofJoin(node: NodeId, holds: boolean): readonly Learned[] {
    const ways = this.env.phis.alternativesOf(node).flatMap(({ value, facts, truth }) => {
      const id = nodeOf(value);
      const known = truth ?? (id < 0 ? false : this.truthOf(id));
      if (known === !holds) return [];
      const told = id < 0 ? [] : this.of(id, holds);
      return [[...new Set([...factsOfWay(facts), ...told])]];
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

function isEquality(operator: string): boolean {
  return operator === '===' || operator === '==' || operator === '!==' || operator === '!=';
}

function factsOfWay(way: KnownFacts): readonly Learned[] {
  const facts: Learned[] = [];
  for (const known of way.values()) {
    if (known === undefined) continue;
    for (const fact of known.facts) if (facts.length < maxTold) facts.push(fact);
  }
  return facts;
}
