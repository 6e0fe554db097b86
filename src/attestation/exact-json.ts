// JSON that every parser reads alike. A signature says nothing if the verifier and the reader see different values.

export type Exact = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const stringOrSpace = /("(?:[^"\\]|\\.)*")|[ \t\r\n]+/gu;

/**
 * Parses JSON that has one meaning: no name twice in an object (RFC 8259, section 4, leaves open what that means), no number or escape that is
 * written in an odd way, no nesting that the stack does not hold. White space between tokens is free.
 */
export function parseExactJson(text: string, maxLength: number): Exact {
  if (text.length > maxLength) return { ok: false, problem: `is longer than ${String(maxLength)} characters` };
  try {
    const value: unknown = JSON.parse(text);
    // Written again it is shorter where a name stood twice.
    if (JSON.stringify(value) === text.replace(stringOrSpace, '$1')) return { ok: true, value };
    return { ok: false, problem: 'holds a name twice, or a number or an escape in an unusual form' };
  } catch (error) {
    return { ok: false, problem: error instanceof RangeError ? 'is nested too deeply' : 'is not JSON' };
  }
}
