// Which rules have anything in common with some others: a walk through two trees at once, which needs no sets of places.
import type { Child, Place } from './place.ts';
import type { Places } from './places.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segments.ts';
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** Places where something ends that meets the others, by their numbers; `isComplete` where these are all. */
export interface Meeting {
  readonly places: readonly Place[];
  readonly isComplete: boolean;
}

/**
 * Places of `other` that end something of `mask` and may have a text in common with a sequence of `own`: all, or `most` of them, those first
 * that fix where they lie. What is not in a complete answer has no such text. (What is may still have none: universes rule out whole texts too.)
 * @throws {BoundReached}
 */
export function meeting(own: Places, other: Places, mask: number, segments: Segments, steps: Steps, most = Infinity): Meeting {
  const found = new Set<Place>();
  const seen = new Map<Place, Uint8Array>();
  const near: Place[] = [];
  const far: Place[] = [];
  const visit = (mine: Place, theirs: Place): void => {
    if ((theirs.below & mask) === 0 || found.size >= most) return;
    const known = seen.get(mine) ?? new Uint8Array(other.size);
    if (known[theirs.id] === 1) return;
    known[theirs.id] = 1;
    seen.set(mine, known);
    if (mine.ends !== 0 && (theirs.ends & mask) !== 0) found.add(theirs);
    (theirs.isBehindLoop ? far : near).push(mine, theirs);
    if (mine.deep !== null) visit(mine.deep, theirs);
    if (theirs.deep !== null) visit(mine, theirs.deep);
  };
  visit(own.root, other.root);
  for (let pair = pop(near) ?? pop(far); pair !== null; pair = pop(near) ?? pop(far)) {
    if (found.size >= most) return { places: inOrder(found), isComplete: false };
    const [mine, theirs] = pair;
    spend(steps, 1 + (mine.loops ? theirs.children.size : 0));
    if (mine.loops) for (const { to } of theirs.children.values()) visit(mine, to);
    for (const { segment, to } of mine.children.values()) {
      if (theirs.loops) visit(to, theirs);
      if (theirs.children.size > 0) for (const child of childrenMeeting(theirs, segment, segments, steps)) visit(to, child.to);
    }
  }
  return { places: inOrder(found), isComplete: true };
}

/** The children of a place that have a text in common with the segment. */
export function childrenMeeting(place: Place, segment: Segment, segments: Segments, steps: Steps): readonly Child[] {
  if (segment.literal !== null) {
    return segments.matching(segment.literal).flatMap(({ id }) => place.children.get(id) ?? []);
  }
  if (place.children.size < fewChildren) return filtered(place, segment, segments, steps);
  const known = segments.meetingChildren.get(place)?.get(segment);
  if (known !== undefined) return known;
  const found = filtered(place, segment, segments, steps);
  const bySegment = segments.meetingChildren.get(place) ?? new Map<Segment, readonly Child[]>();
  segments.meetingChildren.set(place, bySegment.set(segment, found));
  return found;
}

/** So few are looked through again rather than remembered. */
const fewChildren = 16;

function filtered(place: Place, segment: Segment, segments: Segments, steps: Steps): readonly Child[] {
  spend(steps, place.children.size);
  return [...place.children.values()].filter((child) => segments.intersect(child.segment, segment));
}

function pop(pairs: Place[]): readonly [Place, Place] | null {
  const theirs = pairs.pop();
  const mine = pairs.pop();
  return mine === undefined || theirs === undefined ? null : [mine, theirs];
}

function inOrder(found: ReadonlySet<Place>): readonly Place[] {
  return [...found].sort((a, b) => a.id - b.id);
}
