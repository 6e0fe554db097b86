// What the nodes of a condition test: comparisons, calls, `typeof` and the like.
import { nodeOf, type FlowNode, type NodeId, type Use } from './file-graph.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { SimpleTest } from './learned.ts';

/** A test of a subject that passes if the value is true (`positive`), or if it is false. */
export interface Atom {
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

/** Methods that give something true only where the function that they are handed did. */
const finders: ReadonlySet<string> = new Set(['some', 'find', 'findLast']);

/** Methods that give a part of a text. */
const cutters: ReadonlySet<string> = new Set(['slice', 'substring', 'substr']);
/** What tells where an address leads. */
const hostParts: ReadonlySet<string> = new Set(['host', 'hostname', 'origin', 'protocol']);

/** Values that are told of by a test of what calls made of them. */
const maxBehind = 6;

export class Tests {
  private readonly graph: GraphBuilder;

  constructor(graph: GraphBuilder) {
    this.graph = graph;
  }

  isSubject(node: NodeId): boolean {
    return subjects.has(this.graph.get(node).kind);
  }

  /** What a node tests by itself. */
  atomsOf(node: NodeId): readonly Atom[] {
    const shape = this.graph.get(node);
    const own = this.isSubject(node) ? [this.atom(node, { kind: 'truthy' })] : [];
    if (shape.kind === 'load' && typeof shape.property !== 'string') {
      const key = nodeOf(shape.property.key);
      return this.isSubject(key) ? [...own, this.atom(key, { kind: 'reads', object: nodeOf(shape.object) })] : own;
    }
    if (shape.kind === 'call') return [...own, ...this.ofCall(node, { operator: 'truthy' }, true), ...this.ofCallback(node, shape)];
    if (shape.kind !== 'scalar') return own;
    const [left, right] = shape.operands.map(nodeOf);
    if (left === undefined) return own;
    if (right !== undefined) return this.ofComparison(shape.operator, left, right);
    return shape.operator === '~' ? this.ofCall(left, { operator: '===', other: this.minusOne(shape) }, false) : own;
  }

  private minusOne({ fn, start, end }: FlowNode): NodeId {
    return this.graph.constant(-1, fn, { start, end });
  }

  /** The value whose truth this one's is: that of `!x` and of `x === true`. */
  sameAs(node: NodeId): { readonly value: NodeId; readonly truth: boolean } | null {
    const shape = this.graph.get(node);
    if (shape.kind !== 'scalar') return null;
    const [left, right] = shape.operands.map(nodeOf);
    if (left === undefined) return null;
    if (shape.operator === '!') return { value: left, truth: false };
    return right === undefined ? null : this.comparedWithTruth(shape.operator, left, right);
  }

  private atom(subject: NodeId, test: SimpleTest, positive = true): Atom {
    return { subject, positive, test };
  }

  /** `f(x) === true` is `f(x)`. */
  comparedWithTruth(operator: string, left: NodeId, right: NodeId): { value: NodeId; truth: boolean } | null {
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

  /** What `left operator right` tests. */
  ofComparison(operator: string, left: NodeId, right: NodeId): readonly Atom[] {
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
    for (const address of [...this.addressOf(subject), ...this.beginningOf(subject), ...this.firstPartOf(subject)])
      atoms.push(this.atom(address, { kind: 'equals', other, part: subject }, positive));
    if (compared.kind !== 'constant') return atoms;
    // Of a call that is waited for, what comes in the end.
    if (shape.kind === 'await') return [...atoms, ...this.ofCall(nodeOf(shape.value), { operator: '===', other }, positive)];
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

  /** What a function that is handed over asks about a value from around it: `list.some((each) => each === x)` about `x`. */
  private ofCallback(call: NodeId, { callee, arguments: given }: Extract<FlowNode, { kind: 'call' }>): readonly Atom[] {
    const [method, first] = [this.graph.get(nodeOf(callee)), given[0]];
    const handed = first === undefined ? null : this.graph.get(nodeOf(first));
    if (method.kind !== 'load' || typeof method.property !== 'string' || !finders.has(method.property) || handed?.kind !== 'function')
      return [];
    const { onTrue, parameters } = this.graph.functionDraft(handed.function);
    const about = onTrue.map((id) => this.graph.factTable.facts[id]?.subject ?? -1).filter((id) => id >= 0 && !parameters.includes(id));
    return [...new Set(about)].map((subject) => this.atom(subject, { kind: 'asked', call }));
  }

  /** A value and, where a call made it, what that was handed: `relative(root, x).startsWith('..')` tells of `x` as well. */
  private madeFrom(node: NodeId): readonly NodeId[] {
    const found = [node];
    for (let index = 0; index < found.length && found.length < maxBehind; index++) {
      for (const [operand] of this.operandsOf(found[index] ?? node)) if (!found.includes(operand)) found.push(operand);
      for (const end of this.endOf(found[index] ?? node)) if (!found.includes(end)) found.push(end);
      for (const address of this.addressOf(found[index] ?? node)) if (!found.includes(address)) found.push(address);
    }
    return found;
  }

  /** Of a text's part before the first separator, the text and what it was made of: `relative(root, x).split(sep)[0] === '..'`. */
  private firstPartOf(node: NodeId): readonly NodeId[] {
    const shape = this.graph.get(node);
    const call = shape.kind === 'load' && shape.property === '0' ? this.graph.get(nodeOf(shape.object)) : null;
    const callee = call?.kind === 'call' ? this.graph.get(nodeOf(call.callee)) : null;
    if (call?.kind !== 'call' || call.receiver === null || callee?.kind !== 'load' || callee.property !== 'split') return [];
    const text = nodeOf(call.receiver);
    return this.madeFrom(text).filter((made) => this.isSubject(made));
  }

  /** What stands last in joined text: `normalize('./' + x)` tells of `x` as well. */
  private endOf(node: NodeId): readonly NodeId[] {
    const shape = this.graph.get(node);
    const last = shape.kind === 'concat' ? shape.operands.at(-1) : undefined;
    return last !== undefined && this.isSubject(nodeOf(last)) ? [nodeOf(last)] : [];
  }

  /** Of a text's beginning, the text: `x.slice(0, n) === root`. */
  private beginningOf(node: NodeId): readonly NodeId[] {
    const shape = this.graph.get(node);
    const callee = shape.kind === 'call' ? this.graph.get(nodeOf(shape.callee)) : null;
    if (shape.kind !== 'call' || shape.receiver === null || callee?.kind !== 'load') return [];
    const [from] = shape.arguments;
    const first = from === undefined ? null : this.graph.get(nodeOf(from));
    const isCut = typeof callee.property === 'string' && cutters.has(callee.property) && first?.kind === 'constant' && first.value === 0;
    return isCut && this.isSubject(nodeOf(shape.receiver)) ? [nodeOf(shape.receiver)] : [];
  }

  /** Of the host of an address, the address: what a call made, and what it made it of. Of the origin of a message, the message. */
  private addressOf(node: NodeId): readonly NodeId[] {
    const shape = this.graph.get(node);
    if (shape.kind !== 'load' || typeof shape.property !== 'string' || !hostParts.has(shape.property)) return [];
    const made = nodeOf(shape.object);
    const maker = this.graph.get(made);
    if (maker.kind === 'parameter' && shape.property === 'origin') return [made];
    if (maker.kind !== 'call') return [];
    const [text] = maker.spread[0] === 0 ? [] : maker.arguments;
    return text !== undefined && this.isSubject(nodeOf(text)) ? [made, nodeOf(text)] : [made];
  }

  /** What a call takes, with its index; -1 for the receiver. Behind a spread no index is known. */
  operandsOf(call: NodeId): readonly (readonly [NodeId, number])[] {
    const shape = this.graph.get(call);
    if (shape.kind !== 'call' || shape.new) return [];
    const plain = shape.arguments.slice(0, shape.spread[0] ?? shape.arguments.length);
    const all: readonly (readonly [Use | null, number])[] = [[shape.receiver, -1], ...plain.map((use, index) => [use, index] as const)];
    return all.flatMap(([use, index]) => (use !== null && this.isSubject(nodeOf(use)) ? [[nodeOf(use), index] as const] : []));
  }
}

function isEquality(operator: string): boolean {
  return operator === '===' || operator === '==' || operator === '!==' || operator === '!=';
}
