// The loops of an automaton: its strongly connected components (Tarjan 1972, without recursion), and which can reach which.
import type { Automaton } from './automaton.ts';

export interface Components {
  /** The component of each state. A component's number is smaller than that of every one that leads to it. */
  readonly of: readonly number[];
  /** Components that loop, by number: their states. */
  readonly loops: ReadonlyMap<number, readonly number[]>;
  /** For each component, the looping components that can be reached from it, itself included if it loops: a mask over component numbers. */
  readonly reach: readonly bigint[];
}

export function componentsOf({ edges }: Automaton): Components {
  const members = tarjan(edges);
  const of: number[] = [];
  for (const [number, states] of members.entries()) for (const state of states) of[state] = number;
  const loops = new Map<number, readonly number[]>();
  const reach: bigint[] = [];
  for (const [number, states] of members.entries()) {
    const [only] = states;
    const isLoop = states.length > 1 || (only !== undefined && (edges[only] ?? []).some(({ to }) => to === only));
    if (isLoop) loops.set(number, states);
    let mask = isLoop ? 1n << BigInt(number) : 0n;
    // A component is finished after all that it leads to, so theirs are known.
    for (const state of states) for (const { to } of edges[state] ?? []) mask |= reach[of[to] ?? 0] ?? 0n;
    reach.push(mask);
  }
  return { of, loops, reach };
}

function tarjan(edges: Automaton['edges']): readonly (readonly number[])[] {
  const index: number[] = [];
  const low: number[] = [];
  const onStack: boolean[] = [];
  const stack: number[] = [];
  const members: number[][] = [];
  let next = 0;
  const enter = (state: number): { readonly state: number; edge: number } => {
    index[state] = low[state] = next;
    next += 1;
    stack.push(state);
    onStack[state] = true;
    return { state, edge: 0 };
  };
  const leave = (state: number): void => {
    if (low[state] !== index[state]) return;
    const states: number[] = [];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      onStack[top] = false;
      states.push(top);
      if (top === state) break;
    }
    members.push(states);
  };
  for (const root of edges.keys()) {
    if (index[root] !== undefined) continue;
    const calls = [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { state } = call;
      const edge = edges[state]?.[call.edge];
      call.edge += 1;
      if (edge === undefined) {
        calls.pop();
        leave(state);
        const parent = calls.at(-1);
        if (parent !== undefined) low[parent.state] = Math.min(low[parent.state] ?? 0, low[state] ?? 0);
      } else if (index[edge.to] === undefined) {
        calls.push(enter(edge.to));
      } else if (onStack[edge.to] === true) {
        low[state] = Math.min(low[state] ?? 0, index[edge.to] ?? 0);
      }
    }
  }
  return members;
}
