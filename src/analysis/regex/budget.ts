// What judging a pattern may take, in steps and never by a clock; and what judging it took, so that it need not be judged again.

/** Counts steps; `spend` answers false once there is nothing left. */
export interface Budget {
  readonly spend: (steps: number) => boolean;
  readonly exhausted: () => boolean;
  readonly spent: () => number;
}

/** Exhausted once more than `steps` are spent; from the start where that is less than none. */
export function createBudget(steps: number): Budget {
  let spent = 0;
  return {
    spend(cost) {
      spent += cost;
      return spent <= steps;
    },
    exhausted: () => spent > steps,
    spent: () => spent,
  };
}

/** Of finding loops, of making texts of them, and of matching these. */
export interface Steps {
  readonly analysis: number;
  readonly attack: number;
  readonly matching: number;
}

/** What is left; less than none where it was not enough. */
export function without(left: Steps, taken: Steps): Steps {
  return { analysis: left.analysis - taken.analysis, attack: left.attack - taken.attack, matching: left.matching - taken.matching };
}

/** An answer, and what it took. */
export interface Judged<T> {
  readonly answer: T;
  readonly taken: Steps;
}

/** Answers of one memory. */
export const mostRemembered = 1000;
const longestRemembered = 2000;

/** The newest answers. */
export interface Memory<T> {
  /**
   * What a question took is charged each time, so that who asked before changes no answer: one that what is left does not pay for is worked out anew, and
   * not remembered.
   */
  readonly recall: (question: string, left: Steps, judge: () => Judged<T>) => Judged<T>;
  /** As if it had been asked here. */
  readonly learn: (question: string, judged: Judged<T>) => void;
}

/** `onLearned` is told of what was worked out and is remembered. */
export function createMemory<T>(onLearned: (question: string, judged: Judged<T>) => void): Memory<T> {
  const known = new Map<string, Judged<T>>();
  const learn = (question: string, judged: Judged<T>): void => {
    known.set(question, judged);
    const [oldest] = known.keys();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
  };
  return {
    learn,
    recall: (question, left, judge) => {
      const before = known.get(question);
      if (before !== undefined && pays(left, before.taken)) return before;
      const judged = judge();
      if (question.length > longestRemembered || !pays(left, judged.taken)) return judged;
      learn(question, judged);
      onLearned(question, judged);
      return judged;
    },
  };
}

function pays(left: Steps, taken: Steps): boolean {
  return taken.analysis <= left.analysis && taken.attack <= left.attack && taken.matching <= left.matching;
}
