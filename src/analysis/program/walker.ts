// The second walk's state: the graph being made, what holds at the place it has come to, and the function it is in.
import type { TSESTree } from '@typescript-eslint/types';
import type { ParsedSource } from '../parse/parser.ts';
import { isFinalAt, isStable, runsWithin, type Binding, type FunctionRecord, type Resolution } from './bindings.ts';
import { eitherOf } from './disjunction.ts';
import type { Exit } from './branches.ts';
import { Environment } from './environment.ts';
import { Facts } from './facts.ts';
import type { ElementCallback, Frame, Shifted } from './frame.ts';
import { nodeOf, type FunctionId, type NodeId, type NodeShape, type Use } from './file-graph.ts';
import { GraphBuilder, type ExtractionBounds, type Place } from './graph-builder.ts';
import type { Learned } from './learned.ts';
import { Memory } from './memory.ts';
import { heldListsOf, type HeldLists } from './held-lists.ts';
import { mayCheck, type FunctionSyntax, type Node, type NodesByType } from './syntax.ts';

export type ExpressionHandlers = { readonly [T in keyof NodesByType]?: (w: Walker, node: NodesByType[T], name: string) => NodeId };
export type StatementHandlers = { readonly [T in keyof NodesByType]?: (w: Walker, node: NodesByType[T]) => void };

type AnyHandler<R> = ((w: Walker, node: Node, name: string) => R) | undefined;

/** References whose facts are carried into a function declared once, and how long a history that may take. */
const maxCarried = 3;
const maxHistory = 2000;

export class Walker {
  readonly source: ParsedSource;
  readonly resolution: Resolution;
  readonly graph: GraphBuilder;
  readonly env: Environment;
  readonly facts: Facts;
  readonly memory: Memory;
  frame: Frame;
  /** The objects of `with` statements around. */
  readonly withObjects: NodeId[] = [];
  /** The callback that is about to be read, where a method of lists will call it. */
  callback: ElementCallback | null = null;
  /** The object of the TypeScript namespace around. */
  namespace: NodeId | null = null;
  readonly exported: { readonly name: string; readonly binding: Binding }[] = [];
  /** Modules that types are imported from, by their local name. */
  readonly typeImports = new Map<string, { readonly specifier: string; readonly name: string }>();
  /** Declared functions that do nothing but throw. */
  readonly throwing = new Set<Binding>();
  readonly functionNodes = new Map<FunctionSyntax, NodeId>();
  readonly classNodes = new Map<Node, NodeId>();
  readonly carried = new Map<Binding, (readonly Learned[])[]>();
  /** Of lists of arguments. */
  readonly shifted = new Map<NodeId, Shifted>();
  private heldLists: HeldLists | null = null;
  private readonly expressions: ExpressionHandlers;
  private readonly statements: StatementHandlers;
  private readonly maxDepth: number;
  private depth = 0;

  constructor(
    source: ParsedSource,
    resolution: Resolution,
    bounds: ExtractionBounds,
    handlers: { readonly expressions: ExpressionHandlers; readonly statements: StatementHandlers },
  ) {
    this.source = source;
    this.resolution = resolution;
    this.maxDepth = bounds.depth;
    this.expressions = handlers.expressions;
    this.statements = handlers.statements;
    this.graph = new GraphBuilder(bounds);
    this.env = new Environment(this.graph, (subject, ways) => eitherOf(this.graph, subject, ways));
    this.facts = new Facts(this.graph, this.env);
    this.memory = new Memory(this.env, resolution.storedProperties);
    const record = resolution.functionOf.get(source.ast);
    if (record === undefined) throw new RangeError('the module has no scope');
    this.frame = this.frameOf(this.graph.addFunction('', 'module', source.ast, null, [false, false]), record, false, false);
  }

  frameOf(id: FunctionId, record: FunctionRecord, arrow: boolean, deferred: boolean): Frame {
    record.id = id;
    return {
      id,
      parent: id === 0 ? null : this.frame,
      record,
      draft: this.graph.functionDraft(id),
      arrow,
      deferred,
      mark: this.env.mark(),
      ends: [],
      branches: 0,
      targets: [],
      outcomes: [],
      pending: [],
      ready: [],
      handlers: [],
      labels: [],
      receiver: null,
    };
  }

  /** The value of an expression. `name` is what a function or a class without one is called. */
  evaluate(node: Node, name = ''): NodeId {
    const handler = this.expressions[node.type] as AnyHandler<NodeId>;
    if (handler === undefined) return this.nothing(node);
    if (this.depth >= this.maxDepth) return this.cut(node);
    this.depth++;
    const value = handler(this, node, name);
    this.depth--;
    return value;
  }

  execute(node: Node): void {
    if (!this.env.alive) return;
    const handler = this.statements[node.type] as AnyHandler<void>;
    if (handler === undefined) return;
    if (this.depth >= this.maxDepth) {
      this.cut(node);
      return;
    }
    this.depth++;
    handler(this, node, '');
    this.depth--;
  }

  private cut(node: Node): NodeId {
    this.graph.truncated = true;
    return this.nothing(node);
  }

  use(node: NodeId): Use {
    return this.env.use(node);
  }

  add(shape: NodeShape, place: Place): NodeId {
    return this.graph.add(shape, this.frame.id, place.start, place.end);
  }

  constant(value: string | number | boolean | null, place: Place): NodeId {
    return this.graph.constant(value, this.frame.id, place);
  }

  /** `undefined`. */
  nothing(place: Place): NodeId {
    return this.constant(null, place);
  }

  scalar(operator: string, operands: readonly NodeId[], place: Place): NodeId {
    return this.add({ kind: 'scalar', operator, operands: operands.map((operand) => this.use(operand)) }, place);
  }

  /** A call as a statement of its own has come back: it may have been made to throw otherwise. */
  returned(written: Node, value: NodeId): void {
    const awaited = this.graph.get(value);
    const call = awaited.kind === 'await' ? nodeOf(awaited.value) : value;
    if (this.graph.get(call).kind === 'call' && mayCheck(written)) this.facts.returned(call);
  }

  assume(node: NodeId, holds: boolean): void {
    this.facts.assume(node, holds);
  }

  /** A join of values at the ends of branches; the environment stands where they have met. */
  phi(values: readonly NodeId[], exits: readonly Exit[], place: Place, truths: readonly (boolean | null)[] = []): NodeId {
    const [first] = values;
    if (first !== undefined && values.every((value) => value === first)) return first;
    const uses = values.map((value, index) => {
      const exit = exits[index];
      return exit === undefined ? value : this.env.useAt(exit, value);
    });
    const node = this.add({ kind: 'phi', inputs: [...new Set(uses)] }, place);
    const alternatives = uses.flatMap((value, index) => {
      const exit = exits[index];
      return exit === undefined ? [] : [{ value, learned: exit.learned, truth: truths[index] ?? null }];
    });
    this.env.phis.setAlternatives(node, alternatives);
    return node;
  }

  load(object: NodeId, property: string, place: Place): NodeId {
    const known = this.memory.find(object, property, this.frame.record);
    if (known !== null) return known;
    const node = this.add({ kind: 'load', object: this.use(object), property }, place);
    this.memory.remember(object, property, node);
    return node;
  }

  /** The value of a name of this file. */
  read(binding: Binding): NodeId {
    this.carry(binding);
    if (binding.shared) return this.variable(binding);
    if (runsWithin(this.frame.record, binding.owner)) return this.env.slot(binding.id);
    if (binding.node >= 0 && isStable(binding)) return binding.node;
    const closure = this.closureOf(binding.owner);
    this.graph.spend(binding.loops.size);
    if (closure !== null && !closure.deferred && isFinalAt(binding, closure.record)) {
      const node = this.env.slot(binding.id);
      if (node >= 0) return node;
    }
    return this.variable(binding);
  }

  /** The function around this place that stands directly in `owner`. */
  private closureOf(owner: FunctionRecord): Frame | null {
    for (let frame: Frame | null = this.frame; frame !== null; frame = frame.parent) if (frame.parent?.record === owner) return frame;
    return null;
  }

  write(binding: Binding, value: NodeId): void {
    if (binding.captured || binding.exported) binding.inputs.push(this.use(value));
    if (binding.shared) {
      this.forget(binding);
      return;
    }
    if (isStable(binding)) binding.node = value;
    this.env.setSlot(binding.id, value);
    for (let frame: Frame | null = this.frame; frame !== null; frame = frame.record.inline ? frame.parent : null) {
      const handler = frame.handlers.at(-1);
      const written = handler?.get(binding.id);
      if (written === undefined) handler?.set(binding.id, new Set([value]));
      else written.add(value);
    }
  }

  /** Drops what was known of a variable that closures write. */
  forget(binding: Binding): void {
    if (binding.variable >= 0 && this.env.knownOf(binding.variable) !== undefined) this.env.setKnown(binding.variable, undefined);
  }

  variable(binding: Binding): NodeId {
    if (binding.variable < 0) {
      const { name, inputs, owner, start, end } = binding;
      binding.variable = this.graph.add({ kind: 'variable', name, inputs }, Math.max(owner.id, 0), start, end);
    }
    return binding.variable;
  }

  /** Wherever a function that is declared once is read, what holds there holds in it too. */
  private carry(binding: Binding): void {
    if (binding.kind !== 'function' || binding.exported || binding.reads > maxCarried || !this.env.alive) return;
    const owner = this.frameOfOwner(binding.owner);
    if (owner === null || this.env.mark() - owner.mark > maxHistory) return;
    const facts = this.env.learnedSince(owner.mark);
    const known = this.carried.get(binding) ?? [];
    known.push(facts);
    this.carried.set(binding, known);
    if (known.length === binding.reads) owner.ready.push(binding);
  }

  private frameOfOwner(owner: FunctionRecord): Frame | null {
    for (let frame: Frame | null = this.frame; frame !== null; frame = frame.parent) if (frame.record === owner) return frame;
    return null;
  }

  /** Found out where something is known of a list's elements: in few files it is. */
  held(): HeldLists {
    this.heldLists ??= heldListsOf(this.resolution);
    return this.heldLists;
  }

  bindingOf(node: TSESTree.Node): Binding | null {
    const { bindings, bindingAt } = this.resolution;
    return bindings[(bindingAt[node.start] ?? 0) - 1] ?? null;
  }
}
