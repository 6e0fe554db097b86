// One segment's regular expression as an automaton without empty moves (Glushkov's positions), which the search can run forwards lazily.
import type { CharSet, SegmentNode } from '../automaton/sequence.ts';
import { BoundReached, spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** State 0 is the start, all others are positions of the expression: whatever leads to a position reads one of its set. */
export interface SegmentNfa {
  readonly sets: readonly CharSet[];
  readonly next: readonly (readonly number[])[];
  readonly accepts: readonly boolean[];
}

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

/** No pattern nests deeper; recursion ends here whatever comes. */
const deepest = 256;
const empty: Part = { first: [], last: [], nullable: true };

/**
 * The same language with fewer ways of writing it: sequences and choices flattened, doubles dropped, choices sorted.
 * Two nodes of one form are one language; the converse need not hold.
 * @throws {BoundReached} when the node nests too deep.
 */
export function canonicalSegment(node: SegmentNode, depth = 0): SegmentNode {
  if (depth > deepest) {
    throw new BoundReached();
  }
  if (node.kind === 'one') {
    return node;
  }
  if (node.kind === 'repeat') {
    const part = canonicalSegment(node.part, depth + 1);
    return part.kind === 'repeat' ? part : { kind: 'repeat', part };
  }
  const parts: SegmentNode[] = [];
  for (const given of node.parts) {
    const part = canonicalSegment(given, depth + 1);
    parts.push(...(part.kind === node.kind ? part.parts : [part]));
  }
  const kept = node.kind === 'choice' ? sortedChoice(parts) : parts.filter((part, index) => !repeatsAgain(part, parts[index - 1]));
  const [only] = kept;
  return only !== undefined && kept.length === 1 ? only : { kind: node.kind, parts: kept };
}

function sortedChoice(parts: readonly SegmentNode[]): SegmentNode[] {
  const byKey = new Map(parts.map((part) => [segmentKey(part), part]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

function repeatsAgain(part: SegmentNode, before: SegmentNode | undefined): boolean {
  return part.kind === 'repeat' && before?.kind === 'repeat' && segmentKey(part) === segmentKey(before);
}

/** A key that canonical nodes share if and only if they are written alike. */
export function segmentKey(node: SegmentNode): string {
  switch (node.kind) {
    case 'one':
      return `[${node.set.map(([from, to]) => (from === to ? from.toString(36) : `${from.toString(36)}-${to.toString(36)}`)).join(' ')}]`;
    case 'repeat':
      return `${segmentKey(node.part)}*`;
    case 'sequence':
      return `(${node.parts.map(segmentKey).join('')})`;
    case 'choice':
      return `(${node.parts.map(segmentKey).join('|')}|)`;
  }
}

/** @throws {BoundReached} when the automaton would be larger than what is left. */
export function segmentNfa(node: SegmentNode, steps: Steps): SegmentNfa {
  const sets: CharSet[] = [[]];
  const next: Set<number>[] = [new Set()];
  const link = (from: readonly number[], to: readonly number[]): void => {
    spend(steps, from.length * to.length);
    for (const state of from) {
      to.forEach((target) => next[state]?.add(target));
    }
  };
  const build = (part: SegmentNode, depth: number): Part => {
    if (depth > deepest) {
      throw new BoundReached();
    }
    switch (part.kind) {
      case 'one': {
        const position = sets.push(part.set) - 1;
        next.push(new Set());
        return { first: [position], last: [position], nullable: false };
      }
      case 'repeat': {
        const inner = build(part.part, depth + 1);
        link(inner.last, inner.first);
        return { ...inner, nullable: true };
      }
      case 'choice':
        return either(part.parts.map((one) => build(one, depth + 1)));
      case 'sequence':
        return part.parts.reduce((before, one) => {
          const after = build(one, depth + 1);
          link(before.last, after.first);
          return both(before, after, steps);
        }, empty);
    }
  };
  const whole = build(node, 0);
  link([0], whole.first);
  const last = new Set(whole.last);
  return {
    sets,
    next: next.map((targets) => [...targets]),
    accepts: sets.map((_set, state) => (state === 0 ? whole.nullable : last.has(state))),
  };
}

function either(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap((part) => part.first),
    last: parts.flatMap((part) => part.last),
    nullable: parts.some((part) => part.nullable),
  };
}

function both(a: Part, b: Part, steps: Steps): Part {
  spend(steps, a.first.length + b.last.length);
  return {
    first: a.nullable ? [...a.first, ...b.first] : a.first,
    last: b.nullable ? [...a.last, ...b.last] : b.last,
    nullable: a.nullable && b.nullable,
  };
}
