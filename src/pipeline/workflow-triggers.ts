// Tells which triggers of a workflow fire less often than before. Pure.
import { canonical, record } from '../core/canonical.ts';

/** Event to its filter, of the three forms of `on:`. */
export type Triggers = ReadonlyMap<string, unknown>;

/** Activity types of an event that names none; any other event then means all of its types. */
const defaultTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['pull_request', ['opened', 'synchronize', 'reopened']],
  ['pull_request_target', ['opened', 'synchronize', 'reopened']],
]);
/** Events that fire for every branch, tag and path when they name none. */
const filterable: ReadonlySet<string> = new Set(['push', 'pull_request', 'pull_request_target', 'merge_group']);

/** Reads the value of `on`. */
export function triggersOf(on: unknown): Triggers {
  if (typeof on === 'string') return new Map([[on, null]]);
  if (Array.isArray(on)) return new Map((on as readonly unknown[]).map((name) => [String(name), null]));
  return new Map(Object.entries(record(on)));
}

/** Events that no longer fire whenever they did; one that is added, or loses its filter, is none. */
export function lostTriggers(before: Triggers, after: Triggers): readonly string[] {
  return [...before.keys()].filter((event) => !after.has(event) || !covers(event, before.get(event), after.get(event)));
}

function covers(event: string, before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after)) return isSubset(before.map(canonical), after.map(canonical)); // `schedule`
  if (canonical(before ?? {}) === canonical(after ?? {})) return true;
  if (!filterable.has(event) || !isFilter(after)) return false;
  const [{ types: typesBefore, ...filterBefore }, { types: typesAfter, ...filterAfter }] = [record(before), record(after)];
  // Not key by key: `push` without `branches`, but with `tags`, fires for no branch at all.
  const wider = Object.keys(filterAfter).length === 0 || canonical(filterBefore) === canonical(filterAfter);
  return wider && coversTypes(event, typesBefore, typesAfter);
}

function coversTypes(event: string, before: unknown, after: unknown): boolean {
  const [was, is] = [typesOf(event, before), typesOf(event, after)];
  if (is === null) return true;
  return was !== null && isSubset(was, is);
}

/** The activity types that `types` of an event names, or that GitHub takes where it names none; null: all. */
export function typesOf(event: string, types: unknown): readonly string[] | null {
  if (types === undefined || types === null) return defaultTypes.get(event) ?? null;
  return (Array.isArray(types) ? (types as readonly unknown[]) : [types]).map(String);
}

/** A mapping, or nothing at all. */
function isFilter(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((item) => whole.includes(item));
}
