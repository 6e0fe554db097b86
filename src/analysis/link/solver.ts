// The pointer analysis' engine: small sets of abstract objects at nodes, and watchers that see each object that comes to a node exactly once.
import type { LetIn } from './crowds.ts';
import { createIntList } from './int-list.ts';
import type { AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

/** What is done with an object that came to a watched node; `a` and `b` are the watcher's own numbers. */
export type Handler = (object: AbstractObject, a: number, b: number) => void;
export type HandlerId = number;

export interface SolverBounds {
  /** Objects at one node; what comes beyond is dropped, but for what is let in. */
  readonly objectsPerNode: number;
  /** Objects handed to watchers, over the whole run. */
  readonly steps: number;
}

export interface Solver {
  readonly pointsTo: (node: ValueId) => readonly AbstractObject[];
  /** True where there may be no room for all of them. */
  readonly isFull: (node: ValueId) => boolean;
  /** True if it was not there yet. */
  readonly add: (node: ValueId, object: AbstractObject) => boolean;
  readonly handler: (handle: Handler) => HandlerId;
  readonly watch: (node: ValueId, handler: HandlerId, a: number, b: number) => void;
  /** Whatever is at `from` is at `to`. */
  readonly copy: (from: ValueId, to: ValueId) => void;
  /** Until nothing changes or the steps are used up. */
  readonly run: () => void;
  readonly exhausted: () => boolean;
  /** Nodes that had no room for all their objects. */
  readonly full: () => number;
}

const nothing: readonly AbstractObject[] = [];

/** `nodes`: how many there are to begin with. */
export function createSolver(bounds: SolverBounds, letIn: LetIn, nodes = 0): Solver {
  // Made with room: where the first that is set lies far behind the end, engines make a slow table of it.
  const sets = new Array<AbstractObject[] | undefined>(nodes);
  /** How many of a node's objects its watchers have seen. */
  const seen = createIntList(1024);
  const queued = createIntList(1024);
  let queue: ValueId[] = [];
  /** First watcher of a node, and the next of a watcher, plus one. */
  const [head, next] = [createIntList(1024), createIntList(1024)];
  const [handlerOf, first, second] = [createIntList(1024), createIntList(1024), createIntList(1024)];
  /** Watchers that came after objects: watcher, node and count of the objects to catch up with. Never at once, lest handlers nest without bound. */
  let late: number[] = [];
  const fullNodes = new Set<ValueId>();
  let steps = bounds.steps;

  const add = (node: ValueId, object: AbstractObject): boolean => {
    if (node < 0) return false;
    const set = sets[node];
    if (set === undefined) sets[node] = [object];
    else {
      if (set.includes(object)) return false;
      // The second half of the steps is kept for what is followed anyway.
      if (set.length >= bounds.objectsPerNode && (steps < bounds.steps / 2 || !letIn(set, object))) {
        fullNodes.add(node);
        return false;
      }
      set.push(object);
    }
    if (queued.get(node) === 0) {
      queued.set(node, 1);
      queue.push(node);
    }
    return true;
  };
  const handlers: Handler[] = [(object, to) => add(to, object)];
  const apply = (watcher: number, set: readonly AbstractObject[], from: number, to: number): void => {
    const handle = handlers[handlerOf.get(watcher)];
    const [a, b] = [first.get(watcher), second.get(watcher)];
    for (let index = from; index < to && steps > 0; index += 1) {
      steps -= 1;
      handle?.(set[index] ?? 0, a, b);
    }
  };
  const watch = (node: ValueId, handler: HandlerId, a: number, b: number): void => {
    if (node < 0) return;
    const watcher = next.push(head.get(node));
    handlerOf.push(handler);
    first.push(a);
    second.push(b);
    head.set(node, watcher + 1);
    const count = seen.get(node);
    if (count > 0) late.push(watcher, node, count);
  };
  const visit = (node: ValueId): void => {
    queued.set(node, 0);
    const set = sets[node] ?? [];
    const [from, to] = [seen.get(node), set.length];
    seen.set(node, to);
    for (let link = head.get(node); link !== 0; link = next.get(link - 1)) apply(link - 1, set, from, to);
  };
  const catchUp = (): void => {
    const due = late;
    late = [];
    for (let index = 0; index < due.length; index += 3) {
      apply(due[index] ?? 0, sets[due[index + 1] ?? 0] ?? [], 0, due[index + 2] ?? 0);
    }
  };
  return {
    pointsTo: (node) => sets[node] ?? nothing,
    isFull: (node) => (sets[node]?.length ?? 0) >= bounds.objectsPerNode,
    add,
    handler: (handle) => handlers.push(handle) - 1,
    watch,
    copy: (from, to) => {
      if (from !== to && to >= 0) watch(from, 0, to, 0);
    },
    run: () => {
      while ((queue.length > 0 || late.length > 0) && steps > 0) {
        catchUp();
        const due = queue;
        queue = [];
        for (const node of due) visit(node);
      }
    },
    exhausted: () => steps <= 0,
    full: () => fullNodes.size,
  };
}
