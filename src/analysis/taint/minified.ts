// How much less a way proves that goes through minified code: there all objects share a few names, and what is told can be mended nowhere.
import type { FlowClass } from '../models/model.ts';
import type { ValueId } from '../link/value-flow.ts';
import { ranks, rankOf, type Confidence } from './confidence.ts';
import { placeOfValue } from './describe.ts';
import type { FlowPlace } from './flow.ts';
import type { ProgramView } from './program-view.ts';
import { seedOf } from './seeds.ts';
import type { Way } from './trace.ts';

/** What libraries of pages do with what they are handed. */
const pageClasses: ReadonlySet<FlowClass> = new Set(['xss', 'redirect', 'pattern', 'prototype']);

/**
 * What callers hand such a library, or one such library another, is told at low confidence; of the rest only a text that is matched there by a slow pattern,
 * where it comes from another file, one rank less sure. More would open a door: whoever writes a change can minify it.
 */
export function lessOfMinified(view: ProgramView, flowClass: FlowClass, way: Way, end: FlowPlace, confidence: Confidence): Confidence {
  const { kind } = seedOf(way);
  const isHandedIn = kind === 'parameter' && pageClasses.has(flowClass);
  if (!isHandedIn && flowClass !== 'pattern') return confidence;
  const places = placesOf(view, way, end);
  if (isHandedIn && (isMinified(view, end) || isMinified(view, places[0] ?? end))) return 'low';
  return flowClass === 'pattern' && isCrossing(view, places) ? (ranks[Math.max(0, rankOf(confidence) - 1)] ?? 'low') : confidence;
}

function placesOf(view: ProgramView, { seed, steps }: Way, end: FlowPlace): readonly FlowPlace[] {
  const values: readonly ValueId[] = [seed.value, ...steps.map(({ edge }) => edge.to)];
  return [...values.map((value) => placeOfValue(view, value)), end].filter((place) => place !== null);
}

function isCrossing(view: ProgramView, places: readonly FlowPlace[]): boolean {
  return places.some((place) => isMinified(view, place) && places.some(({ file }) => file !== place.file));
}

function isMinified({ graphOf }: ProgramView, place: FlowPlace): boolean {
  const dense = graphOf(place.file)?.dense ?? [];
  return dense.some((from, at) => at % 2 === 0 && from <= place.start && place.start < (dense[at + 1] ?? 0));
}
