// Of flows for one fault in a function those that are told: one stands for another only where both come from the same place.
import { rankOf } from './confidence.ts';
import { isSamePlace, type Flow } from './flow.ts';

/** Whether who reads of the one need not read of the other: what comes from elsewhere is another matter, however alike the two are. */
export function standsFor(one: Flow, other: Flow): boolean {
  const [source, otherSource] = [one.steps[0], other.steps[0]];
  if (source === undefined || otherSource === undefined || !isSamePlace(source, otherSource)) return false;
  return rankOf(one.confidence) >= rankOf(other.confidence) && (one.sourceKind === other.sourceKind || other.sourceKind === 'parameter');
}
