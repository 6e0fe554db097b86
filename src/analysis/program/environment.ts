// What holds at the place that extraction has come to: the value of each variable and the facts about values. Branches are undone and joined by a log of changes.
import type { Exit, KnownValue, RawValue } from './branches.ts';
import { commonFacts } from './disjunction.ts';
import type { NodeId, Use } from './file-graph.ts';
import type { GraphBuilder, Place } from './graph-builder.ts';
import type { Known, Learned } from './learned.ts';
import { LazyPhis } from './lazy-phis.ts';

/** Which facts about `subject` hold after branches join: `ways` has those of each. */
export type FactMerge = (subject: NodeId, ways: readonly (readonly Learned[])[]) => readonly Learned[];

/** Most branches change little: they share it, and nobody writes to it. */
const none = new Map<never, never>();

const slotChange = 0;
const factChange = 1;
const valueChange = 2;

export class Environment {
  /** False behind `return`, `throw` and the like. */
  alive = true;
  readonly phis: LazyPhis;
  readonly values = new Map<number | string, KnownValue>();
  private readonly slots: RawValue[] = [];
  private readonly known: (Known | undefined)[] = [];
  private readonly graph: GraphBuilder;
  private readonly merge: FactMerge;
  private readonly kinds: number[] = [];
  private readonly keys: (number | string)[] = [];
  private readonly before: unknown[] = [];

  constructor(graph: GraphBuilder, merge: FactMerge) {
    this.graph = graph;
    this.merge = merge;
    this.phis = new LazyPhis(graph);
  }

  /** The value of a variable; -1 if nothing was written. */
  slot(slot: number): NodeId {
    return this.phis.resolve(this.rawSlot(slot));
  }

  rawSlot(slot: number): RawValue {
    return this.slots[slot] ?? -1;
  }

  setSlot(slot: number, value: RawValue): void {
    this.log(slotChange, slot, this.rawSlot(slot));
    this.slots[slot] = value;
  }

  /** Lives for the body of a function; tells whether it did before. */
  revive(): boolean {
    const { alive } = this;
    this.alive = true;
    return alive;
  }

  use(node: NodeId): Use {
    const known = this.known[node];
    return known === undefined ? node : this.graph.factTable.useOf(known);
  }

  factsOf(node: NodeId): readonly Learned[] {
    return this.known[node]?.facts ?? [];
  }

  knownOf(node: NodeId): Known | undefined {
    return this.known[node];
  }

  setKnown(node: NodeId, known: Known | undefined): void {
    this.log(factChange, node, this.known[node]);
    this.known[node] = known;
  }

  setValue(key: number | string, value: KnownValue | undefined): void {
    this.log(valueChange, key, this.values.get(key));
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
  }

  private log(kind: number, key: number | string, before: unknown): void {
    this.kinds.push(kind);
    this.keys.push(key);
    this.before.push(before);
  }

  mark(): number {
    return this.kinds.length;
  }

  /** What changed since the mark; null where the branch has ended. */
  collect(mark: number): Exit | null {
    if (!this.alive) return null;
    let slots: Map<number, RawValue> = none;
    let facts: Map<NodeId, Known | undefined> = none;
    let values: Map<number | string, KnownValue | undefined> = none;
    const learned: Learned[] = [];
    this.graph.spend(this.kinds.length - mark);
    for (let index = mark; index < this.kinds.length; index++) {
      const key = this.keys[index] ?? 0;
      if (this.kinds[index] === valueChange) (values === none ? (values = new Map()) : values).set(key, this.values.get(key));
      else if (this.kinds[index] === slotChange) (slots === none ? (slots = new Map()) : slots).set(key, this.rawSlot(key as number));
      else if (!facts.has(key as number)) {
        const known = this.known[key as number];
        (facts === none ? (facts = new Map()) : facts).set(key, known);
        addNew(learned, known, this.before[index] as Known | undefined);
      }
    }
    return { slots, facts, values, learned };
  }

  /** The facts that were not known at the mark. */
  learnedSince(mark: number): readonly Learned[] {
    const learned: Learned[] = [];
    const seen = new Set<NodeId>();
    this.graph.spend(this.kinds.length - mark);
    for (let index = mark; index < this.kinds.length; index++) {
      const node = this.keys[index] as NodeId;
      if (this.kinds[index] !== factChange || seen.has(node)) continue;
      seen.add(node);
      addNew(learned, this.known[node], this.before[index] as Known | undefined);
    }
    return learned;
  }

  undo(mark: number): void {
    for (let index = this.kinds.length - 1; index >= mark; index--) {
      const key = this.keys[index] ?? 0;
      const before = this.before[index];
      if (this.kinds[index] === slotChange) this.slots[key as number] = before as RawValue;
      else if (this.kinds[index] === factChange) this.known[key as number] = before as Known | undefined;
      else if (before === undefined) this.values.delete(key);
      else this.values.set(key, before as KnownValue);
    }
    this.kinds.length = mark;
    this.keys.length = mark;
    this.before.length = mark;
    this.alive = true;
  }

  /** Ends a branch: what it changed, and back to the mark. */
  leave(mark: number): Exit | null {
    const exit = this.collect(mark);
    this.undo(mark);
    return exit;
  }

  /** Goes on where branches meet, at whose common beginning the environment stands. `plain`: only what all of them know is kept. */
  join(ways: readonly (Exit | null)[], fn: number, place: Place, plain = false): readonly Exit[] {
    const exits = ways.filter((exit) => exit !== null);
    const [first] = exits;
    if (first === undefined) this.alive = false;
    else if (exits.length === 1) this.apply(first);
    else {
      this.joinSlots(exits, fn, place);
      this.joinFacts(exits, plain ? commonFacts : this.merge);
    }
    return exits;
  }

  apply(exit: Exit): void {
    for (const [slot, value] of exit.slots) this.setSlot(slot, value);
    for (const [node, known] of exit.facts) this.setKnown(node, known);
    this.applyValues(exit);
  }

  applyValues(exit: Exit): void {
    for (const [key, value] of exit.values) this.setValue(key, value);
  }

  /** How a node is known at the end of a branch. */
  useAt(exit: Exit, node: NodeId): Use {
    const known = exit.facts.has(node) ? exit.facts.get(node) : this.known[node];
    return known === undefined ? node : this.graph.factTable.useOf(known);
  }

  private joinSlots(exits: readonly Exit[], fn: number, place: Place): void {
    const changed = new Set<number>();
    for (const exit of exits) for (const slot of exit.slots.keys()) changed.add(slot);
    this.graph.spend(changed.size * exits.length);
    for (const slot of changed) {
      const base = this.rawSlot(slot);
      const [first, ...others] = exits.map((exit) => exit.slots.get(slot) ?? base);
      if (first !== undefined && others.every((value) => value === first)) {
        if (first !== base) this.setSlot(slot, first);
        continue;
      }
      const inputs = exits.map((exit) => this.useOfRaw(exit, exit.slots.get(slot) ?? base));
      this.setSlot(slot, this.phis.join(inputs, exits, fn, place));
    }
  }

  private useOfRaw(exit: Exit, raw: RawValue): Use {
    const node = this.phis.made(raw);
    return node < 0 ? raw : this.useAt(exit, node);
  }

  private joinFacts(exits: readonly Exit[], merge: FactMerge): void {
    const subjects = new Set<NodeId>();
    for (const exit of exits) for (const subject of exit.facts.keys()) subjects.add(subject);
    this.graph.spend(subjects.size * exits.length);
    for (const subject of subjects) {
      const base = this.known[subject];
      const joined = joinedFacts(subject, base, waysOf(exits, subject, base), merge);
      if (joined !== base) this.setKnown(subject, joined);
    }
  }
}

/** What each way knows of the subject; null where one of them knows nothing, as most often. */
function waysOf(exits: readonly Exit[], subject: NodeId, base: Known | undefined): readonly Known[] | null {
  const ways: Known[] = [];
  for (const exit of exits) {
    const known = exit.facts.has(subject) ? exit.facts.get(subject) : base;
    if (known === undefined) return null;
    ways.push(known);
  }
  return ways;
}

function joinedFacts(subject: NodeId, base: Known | undefined, ways: readonly Known[] | null, merge: FactMerge): Known | undefined {
  const [first] = ways ?? [];
  if (ways === null || first === undefined) return undefined;
  if (ways.every((way) => way === first)) return first;
  const facts = merge(
    subject,
    ways.map((way) => way.facts),
  );
  if (facts.length === 0) return undefined;
  // The same as before stays the same object: values found before are compared by it.
  return base?.facts.length === facts.length && facts.every((fact, index) => fact === base.facts[index])
    ? base
    : { subject, facts, use: null };
}

/** More than that are not followed back from the value of a condition. */
const maxLearned = 120;

function addNew(learned: Learned[], known: Known | undefined, before: Known | undefined): void {
  for (const fact of known?.facts ?? []) if (learned.length < maxLearned && before?.facts.includes(fact) !== true) learned.push(fact);
}
