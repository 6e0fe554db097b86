// Matches texts against globs in time that grows with the text's length alone: a backtracking engine takes years for `*a*a*a*a*b` on a long name.
import type { GlobNode } from './glob.ts';

/** A state that takes one code point; without `matches` none. */
interface State {
  readonly matches: ((codePoint: number) => boolean) | null;
  readonly next: readonly number[];
}

/** A set of states at once, and what becomes of it by each code point that it has met. */
interface Step {
  readonly states: readonly number[];
  readonly accepts: boolean;
  readonly by: Map<number, Step>;
}

const end = -1;
/** Answers that are remembered; a pattern can have exponentially many. */
const mostRemembered = 50_000;

/** A matcher for any of `globs`, all in one automaton. */
export function compileGlobs(globs: readonly GlobNode[]): (text: string) => boolean {
  const states: State[] = [];
  const starts = globs.map((glob) => build(glob, end, states));
  const known = new Map<string, Step>();
  const stepOf = (reached: readonly number[]): Step => {
    const closed = close(reached, states);
    const key = closed.join(' ');
    const step = known.get(key) ?? { states: closed, accepts: closed[0] === end, by: new Map<number, Step>() };
    known.set(key, step);
    return step;
  };
  let first = stepOf(starts);
  let remembered = 0;
  const advance = (step: Step, codePoint: number): Step => {
    const next = stepOf(step.states.flatMap((state) => (states[state]?.matches?.(codePoint) === true ? states[state].next : [])));
    step.by.set(codePoint, next);
    remembered += 1;
    return next;
  };
  return (text) => {
    if (remembered > mostRemembered) {
      known.clear();
      first = stepOf(starts);
      remembered = 0;
    }
    let step = first;
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      step = step.by.get(codePoint) ?? advance(step, codePoint);
      if (step.states.length === 0) return false;
    }
    return step.accepts;
  };
}

/** Adds the node's states; answers where it begins. `next` is where it leads. */
function build(node: GlobNode, next: number, states: State[]): number {
  const add = (state: State): number => states.push(state) - 1;
  switch (node.kind) {
    case 'one':
      return add({ matches: node.matches, next: [next] });
    case 'sequence':
      return node.parts.reduceRight((after, part) => build(part, after, states), next);
    case 'choice':
      return add({ matches: null, next: node.parts.map((part) => build(part, next, states)) });
    case 'repeat': {
      const back: number[] = [next];
      const start = add({ matches: null, next: back });
      back.push(build(node.part, start, states));
      return start;
    }
  }
}

/** All states that are reached without taking anything, sorted, the end first; of those that take nothing only the end stays. */
function close(reached: readonly number[], states: readonly State[]): readonly number[] {
  const seen = new Set(reached);
  for (const state of seen) {
    const { matches, next } = states[state] ?? { matches: null, next: [] };
    if (matches === null) for (const each of next) seen.add(each);
  }
  return [...seen].filter((state) => state === end || (states[state]?.matches ?? null) !== null).sort((a, b) => a - b);
}
