// The order in which a policy document is written: keys as in the schema, lists sorted where their order means nothing.
import { canonical } from '../../core/canonical.ts';
import { compareText } from '../../core/order.ts';
import { policySchema } from '../generated/policy-schema.ts';
import type { CheckedSchema } from './schema-check.ts';

/** Where a value stands in the schema; null where the schema says nothing of it. */
export type Place = CheckedSchema | null;

/** The place of a whole document. */
export const documentPlace: Place = policySchema;

/** The place of a key's value, or of a list's items. */
export function placeBelow(place: Place, key: string | number): Place {
  if (place === null) return null;
  if (typeof key === 'number') return resolved(place.items);
  const { properties = {}, additionalProperties } = place;
  return resolved(Object.hasOwn(properties, key) ? properties[key] : additionalProperties);
}

/** Keys that the schema lists come first, in its order; names that an author chose stay as they stand. */
export function compareKeys(place: Place, a: string, b: string): number {
  const known = Object.keys(place?.properties ?? {});
  const [first, second] = [a, b].map((key) => (known.includes(key) ? known.indexOf(key) : known.length));
  return (first ?? 0) - (second ?? 0);
}

/** Keys of lists of rules. */
const ruleLists: ReadonlySet<string> = new Set(['allow', 'ask', 'deny', 'allowedHosts']);

/** Compares items of the list at `key`; null where the order means something. */
export function itemOrder(place: Place, key: string | number): ((a: unknown, b: unknown) => number) | null {
  if (key === 'extends' || place?.items === undefined) return null;
  const choices = resolved(place.items)?.enum;
  if (choices !== undefined) return (a, b) => choices.indexOf(a) - choices.indexOf(b);
  return ruleLists.has(String(key)) ? compareItems : null;
}

/** Texts first, then lists, then maps; each by its text. */
function compareItems(a: unknown, b: unknown): number {
  return kindOf(a) - kindOf(b) || compareText(canonical(a), canonical(b));
}

function kindOf(item: unknown): number {
  return typeof item === 'string' ? 0 : Array.isArray(item) ? 1 : 2;
}

/** The value of a document, or of a part of it, in that order throughout. Two documents that say the same in another order become one. */
export function orderDocument(value: unknown, place: Place = documentPlace, key: string | number = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => orderDocument(item, placeBelow(place, 0), 0));
    const order = itemOrder(place, key);
    return order === null ? items : items.sort(order);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareKeys(place, a, b))
      .map(([name, inner]) => [name, orderDocument(inner, placeBelow(place, name), name)]),
  );
}

function resolved(schema: CheckedSchema | false | undefined): Place {
  if (schema === undefined || schema === false) return null;
  return schema.$ref === undefined ? schema : (policySchema.$defs?.[schema.$ref.slice('#/$defs/'.length)] ?? null);
}
