// `try`, `catch` and `finally`: a handler may run after any step of the block.
import type { TSESTree } from '@typescript-eslint/types';
import type { Exit } from './branches.ts';
import { disturb } from './jumps.ts';
import type { RawValue } from './branches.ts';
import type { Node } from './syntax.ts';
import { assign } from './targets.ts';
import type { StatementHandlers, Walker } from './walker.ts';

type Written = Map<number, Set<RawValue>>;

/** Runs a block and notes all that it writes, for what may run after any step of it. */
function guarded(w: Walker, block: Node, mark: number): { readonly exit: Exit | null; readonly written: Written } {
  const written: Written = new Map();
  w.frame.handlers.push(written);
  w.execute(block);
  w.frame.handlers.pop();
  const outer = w.frame.handlers.at(-1);
  if (outer !== undefined) merge(w, outer, written);
  return { exit: w.env.leave(mark), written };
}

function merge(w: Walker, into: Written, from: Written): void {
  for (const [slot, values] of from) {
    const known = into.get(slot);
    w.graph.spend(values.size);
    if (known === undefined) into.set(slot, new Set(values));
    else for (const value of values) known.add(value);
  }
}

/** Variables after any step of a block: what they were, or anything that it wrote. */
function afterAnyStep(w: Walker, written: Written, node: Node): void {
  const region = w.resolution.regionOf.get(node);
  if (region !== undefined) disturb(w, region);
  for (const [slot, values] of written) {
    const phi = w.env.phis.open(w.env.rawSlot(slot), w.frame.id, node);
    for (const value of values) w.env.phis.addInput(phi, value);
    w.env.setSlot(slot, phi);
  }
}

function handle(w: Walker, node: TSESTree.TryStatement): void {
  const mark = w.env.mark();
  const tried = guarded(w, node.block, mark);
  const exits = [tried.exit];
  const written: Written = new Map();
  merge(w, written, tried.written);
  if (node.handler !== null) {
    afterAnyStep(w, tried.written, node);
    if (node.handler.param !== null) assign(w, node.handler.param, w.add({ kind: 'caught' }, node.handler.param));
    const caught = guarded(w, node.handler.body, mark);
    merge(w, written, caught.written);
    exits.push(caught.exit);
  }
  if (node.finalizer === null) w.env.join(exits, w.frame.id, node);
  else finalize(w, node, node.finalizer, exits, written, mark);
}

/** The block is read once, as after any step; behind it, what it did not write is as on the ways that go on. */
function finalize(
  w: Walker,
  node: TSESTree.TryStatement,
  block: Node,
  exits: readonly (Exit | null)[],
  written: Written,
  mark: number,
): void {
  afterAnyStep(w, written, node);
  const begun = w.env.mark();
  w.execute(block);
  const done = w.env.collect(begun);
  w.env.undo(mark);
  w.env.join(exits, w.frame.id, node);
  if (done === null) w.env.alive = false;
  else if (w.env.alive) w.env.apply({ ...done, values: new Map() });
}

export const handlerStatements: StatementHandlers = {
  TryStatement: handle,
};
