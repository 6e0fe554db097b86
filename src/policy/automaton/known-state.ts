// The walk through an automaton where all steps are known already, which is nearly always: one small loop that does nothing else is compiled best.
import { firstOpenState } from './path-dfa.ts';
import type { PathDfa } from './path-dfa.ts';
import { effectOfWeight } from './rule-tree.ts';
import { endColumn, kindOf, rareColumn, unknown } from './segment-dfa.ts';
import type { SegmentDfa } from './segment-dfa.ts';

const dot = 0x2e;

/** How a text is read: which column each unit has, and whether it has to be normal. */
export interface Reading {
  /** The rare one stands for units that have no column, or may not be there. */
  readonly columns: Uint8Array;
  /** Whether segments may not be empty, `.` or `..`; then all is looked at, unless it is denied whatever follows. */
  readonly normal: boolean;
}

/** The state behind the whole text, or a decided one; -1 where a step is not known, a unit has no column, or the text is not normal and has to be. */
export function knownState(segments: SegmentDfa, paths: PathDfa, { columns, normal }: Reading, text: string, separator: number): number {
  const { rows, start } = segments;
  const { length } = text;
  let state = paths.start;
  if (text.charCodeAt(0) !== separator) return unknown;
  for (let at = 1; at <= length; at += 1) {
    const from = at;
    let row = start;
    for (; at < length; at += 1) {
      const next = rows[row + (columns[text.charCodeAt(at)] ?? rareColumn)] ?? unknown;
      if (next < 0) break;
      row = next;
    }
    if (at < length && text.charCodeAt(at) !== separator) return unknown;
    if (normal && at - from < 3 && isPointless(text, from, at)) return unknown;
    // An allowed text is read to its end, for what makes it abnormal.
    if (state < firstOpenState) continue;
    const end = rows[row + endColumn] ?? unknown;
    if (end === unknown) return unknown;
    state = paths.known(state, kindOf(end));
    if (state < firstOpenState && (state === unknown || !normal || effectOfWeight[state] === 'deny')) return state;
  }
  return state;
}

/** Whether the segment is empty, `.` or `..`; it is no longer than two. */
export function isPointless(text: string, from: number, to: number): boolean {
  return (from === to || text.charCodeAt(from) === dot) && (to - from < 2 || text.charCodeAt(from + 1) === dot);
}
