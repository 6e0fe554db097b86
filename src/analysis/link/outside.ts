// Objects that nothing is known of get one of their own where the program uses them as objects, so that what it stores in them is found again.
import { nodeOf } from '../program/file-graph.ts';
import type { Core } from './core.ts';
import { isEventMethod } from './events.ts';
import { originOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

export interface OutsideObjects {
  /** True if any was given. */
  readonly give: () => boolean;
}

export function createOutsideObjects(core: Core): OutsideObjects {
  const [read, written] = basesOf(core);
  const given = new Set<ValueId>();
  const giveAt = (value: ValueId): void => {
    if (given.has(value) || core.solver.pointsTo(value).length > 0) return;
    given.add(value);
    core.solver.add(value, core.heap.outsideAt(value));
  };
  return {
    give: () => {
      const before = given.size;
      for (const value of read) giveAt(value);
      for (const value of written) if (core.solver.pointsTo(value).length === 0) giveAt(originOf(core.numbers, value));
      return given.size > before;
    },
  };
}

/** Parameters that are read from; and all that is written to, or that listeners are put on. */
function basesOf(core: Core): readonly [readonly ValueId[], readonly ValueId[]] {
  const [read, written] = [new Set<ValueId>(), new Set<ValueId>()];
  for (const { graph, first } of core.numbers.files) {
    for (const node of graph.nodes) {
      if (node.kind === 'call' && node.receiver !== null) {
        const callee = graph.nodes[nodeOf(node.callee)];
        if (callee?.kind === 'load' && typeof callee.property === 'string' && isEventMethod(callee.property))
          written.add(first + nodeOf(node.receiver));
      }
      if (node.kind !== 'load' && node.kind !== 'element') continue;
      const base = nodeOf(node.object);
      if (graph.nodes[base]?.kind === 'parameter') read.add(first + base);
    }
    for (const store of graph.stores) {
      const base = nodeOf(store.object);
      if (graph.nodes[base]?.kind !== 'object') written.add(first + base);
    }
  }
  return [[...read], [...written]];
}
