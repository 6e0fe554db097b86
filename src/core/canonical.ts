// Values that came out of a YAML document, in a form in which equal ones are equal text.
import { compareText } from './order.ts';

/** JSON with sorted keys: RFC 8785 (JCS) for values of JSON without lone surrogates. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareText(a, b)))
      : inner,
  );
}

/** The value if it is a mapping, else an empty one. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
