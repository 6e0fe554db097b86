// Which loads and calls give the same value as one before: a property that is tested and then used is one node, until something may have written it.
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Environment } from './environment.ts';
import type { FunctionRecord, Resolution } from './bindings.ts';

/** Keys of `object.property` in one number: ids of properties stay below this. */
const properties = 2 ** 22;

/** Time is a count of what may write; it is never set back, so that what a branch did is remembered in the next. */
export class Memory {
  private readonly env: Environment;
  private readonly stored: Resolution['storedProperties'];
  private readonly ids = new Map<string, number>();
  private readonly writtenAt = new Map<string, number>();
  private readonly touchedAt = new Map<NodeId, number>();
  private now = 1;
  private anyWrittenAt = 0;
  private computedAt = 0;
  private calledAt = 0;
  private barrierAt = 0;
  private closureAt = 0;

  constructor(env: Environment, stored: Resolution['storedProperties']) {
    this.env = env;
    this.stored = stored;
  }

  private key(object: NodeId, property: string): number {
    let id = this.ids.get(property);
    if (id === undefined) this.ids.set(property, (id = this.ids.size));
    return object * properties + id;
  }

  /** `by` is the function that reads. */
  find(object: NodeId, property: string, by: FunctionRecord): NodeId | null {
    const known = this.env.values.get(this.key(object, property));
    if (known === undefined || this.computedAt > known.at || (this.writtenAt.get(property) ?? 0) > known.at) return null;
    if (this.closureAt > known.at && this.stored.has(property)) return null;
    return known.forward && !this.isStillStored(object, property, known.at, by) ? null : known.node;
  }

  /** What was stored is read again, unless a call may have changed it: one that has the object, or that reaches another function that writes such a property. */
  private isStillStored(object: NodeId, property: string, at: number, by: FunctionRecord): boolean {
    if (this.barrierAt > at || (this.touchedAt.get(object) ?? 0) > at) return false;
    const stored = this.stored.get(property);
    return this.calledAt <= at || stored === undefined || (!stored.many && stored.by === by);
  }

  remember(object: NodeId, property: string, node: NodeId): void {
    this.env.setValue(this.key(object, property), { node, at: this.now, forward: false, operands: null });
  }

  write(object: NodeId, property: string | null, value: NodeId): void {
    this.now++;
    this.anyWrittenAt = this.now;
    if (property === null) {
      this.computedAt = this.now;
      return;
    }
    this.writtenAt.set(property, this.now);
    this.env.setValue(this.key(object, property), { node: value, at: this.now, forward: true, operands: null });
  }

  /** What a literal has from the start. */
  init(object: NodeId, property: string, value: NodeId): void {
    this.env.setValue(this.key(object, property), { node: value, at: this.now, forward: true, operands: null });
  }

  /** Anything may have been written to the object. */
  touch(object: NodeId): void {
    this.now++;
    this.touchedAt.set(object, this.now);
  }

  /** A write by something that is not followed: `delete`, a loop's next round. */
  disturb(property: string | null): void {
    this.now++;
    this.anyWrittenAt = this.now;
    if (property === null) this.computedAt = this.now;
    else this.writtenAt.set(property, this.now);
  }

  call(operands: readonly NodeId[]): void {
    this.now++;
    this.calledAt = this.now;
    for (const operand of operands) this.touchedAt.set(operand, this.now);
  }

  /** What was stored before may be otherwise from here on: a loop's head, a handler. */
  barrier(): void {
    this.now++;
    this.barrierAt = this.now;
  }

  /** A function's body runs some time later. */
  enterClosure(): void {
    this.barrier();
    this.closureAt = this.now;
  }

  /** A computed load or a pure call under its key. `lasting`: no store changes it. */
  findBy(key: string, operands: readonly Use[], lasting: boolean): NodeId | null {
    const known = this.env.values.get(key);
    if (known?.operands === null || known === undefined) return null;
    if (!lasting && (this.anyWrittenAt > known.at || this.closureAt > known.at)) return null;
    // With more known of an operand than then, a new value is worth more, unless something is known of the old one itself.
    const isTested = known.forward || this.env.knownOf(known.node) !== undefined;
    const isSame = (use: Use, now: Use): boolean => use === now || (isTested && nodeOf(use) === nodeOf(now));
    return known.operands.every((use, index) => isSame(use, operands[index] ?? -1)) ? known.node : null;
  }

  /** A load by a computed property. What a callback was handed as the element is it no more once something was handed the list. */
  findElement(object: NodeId, key: Use): NodeId | null {
    const name = elementKey(object, nodeOf(key));
    const known = this.env.values.get(name);
    return known?.forward === true && this.isTouchedSince(object, known.at) ? null : this.findBy(name, [key], false);
  }

  rememberBy(key: string, operands: readonly Use[], node: NodeId): void {
    this.env.setValue(key, { node, at: this.now, forward: false, operands });
  }

  /** `list[index]` is this very value, whatever is known of the index, until something is written. */
  initElement(list: NodeId, index: NodeId, node: NodeId): void {
    this.env.setValue(elementKey(list, index), { node, at: this.now, forward: true, operands: [index] });
  }

  /** Whether the object was handed to something that may have written to it since then. */
  isTouchedSince(object: NodeId, time: number): boolean {
    return (this.touchedAt.get(object) ?? 0) > time;
  }

  /** Whether anything was stored since then. */
  hasStoredSince(time: number): boolean {
    return this.anyWrittenAt > time;
  }

  time(): number {
    return this.now;
  }
}

/** The key of a load by a computed property. */
export function elementKey(object: NodeId, key: NodeId): string {
  return `k${[object, key].join()}`;
}

/** The key of a call of the same callee with the same operands. */
export function callKey(callee: NodeId, operands: readonly NodeId[]): string {
  return `c${[callee, ...operands].join()}`;
}
