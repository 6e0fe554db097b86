// Where `break` and `continue` lead, and what a region of code may write.
import { runsWithin, type Region } from './bindings.ts';
import type { Exit, RawValue } from './branches.ts';
import type { Node } from './syntax.ts';
import { forgetGrownIn } from './grown-lists.ts';
import type { Target } from './frame.ts';
import type { Walker } from './walker.ts';

/** Opens a statement that can be left, under the labels before it. */
export function pushTarget(w: Walker, mark: number, continues: (Exit | null)[] | null, plain: boolean): Target {
  const target: Target = { labels: w.frame.labels, mark, breaks: [], continues, plain };
  w.frame.labels = [];
  w.frame.targets.push(target);
  return target;
}

/** Variables that the region writes and that are the walk's to follow, each once. */
export function writtenIn(w: Walker, region: Region): ReadonlySet<number> {
  const slots = new Set<number>();
  w.graph.spend(region.writesTo - region.writesFrom);
  for (let index = region.writesFrom; index < region.writesTo; index++) {
    const binding = w.resolution.writes[index]?.binding;
    if (binding === null || binding === undefined) continue;
    if (binding.shared) w.forget(binding);
    // What is declared within has no value before.
    else if (runsWithin(w.frame.record, binding.owner) && binding.loop !== region) slots.add(binding.id);
  }
  return slots;
}

/** From here on, nothing is taken as known that the region stores. */
export function disturb(w: Walker, region: Region): void {
  const seen = new Set<string | null>();
  w.graph.spend(region.storesTo - region.storesFrom);
  for (let index = region.storesFrom; index < region.storesTo; index++) seen.add(w.resolution.stores[index] ?? null);
  for (const property of seen) w.memory.disturb(property);
  w.memory.barrier();
  forgetGrownIn(w, w.resolution.listEvents.slice(region.listEventsFrom, region.listEventsTo));
}

/** Values at the head of a loop: those from before it, and, once they are known, those of its last round. */
export function openHead(w: Walker, node: Node): ReadonlyMap<number, RawValue> {
  const heads = new Map<number, RawValue>();
  const region = w.resolution.regionOf.get(node);
  if (region === undefined) return heads;
  disturb(w, region);
  for (const slot of writtenIn(w, region)) {
    const head = w.env.phis.open(useOfRaw(w, w.env.rawSlot(slot)), w.frame.id, node);
    heads.set(slot, head);
    w.env.setSlot(slot, head);
  }
  return heads;
}

/** The round has come to its end: its values go back to the head. */
export function closeHead(w: Walker, heads: ReadonlyMap<number, RawValue>): void {
  if (!w.env.alive) return;
  for (const [slot, head] of heads) {
    w.env.phis.addInput(head, useOfRaw(w, w.env.rawSlot(slot)));
  }
}

function useOfRaw(w: Walker, raw: RawValue): ReturnType<Walker['use']> {
  const node = w.env.phis.made(raw);
  return node < 0 ? raw : w.use(node);
}
