// Names for parts of paths: `${src}` in a path pattern is replaced by what the policy says it is.
import { didYouMean, shorten } from '../document-problems.ts';

/** What the place where a policy is in force decides; patterns keep them. */
export const placeVariables: readonly string[] = ['workspace', 'home', 'temp'];

/** Longest text after replacement, in UTF-16 units; each step is bounded, so that no chain of names can explode. */
const longest = 4096;

export type Expanded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/**
 * Replaces the variables of `known` in a path pattern; `${workspace}`, `${home}` and `${temp}` stay. A `\` takes the meaning of a `$`.
 * What is inserted is not looked at again.
 */
export function expandVariables(text: string, known: ReadonlyMap<string, string>): Expanded {
  if (!text.includes('${')) return { ok: true, text };
  let expanded = '';
  for (let at = 0; at < text.length;) {
    if (text[at] === '\\') {
      expanded += text.slice(at, at + 2);
      at += 2;
    } else if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at);
      if (end < 0) return { ok: false, problem: 'nothing closes "${"' };
      const name = text.slice(at + 2, end);
      const value = placeVariables.includes(name) ? text.slice(at, end + 1) : known.get(name);
      if (value === undefined) return { ok: false, problem: unknownVariable(name, known) };
      expanded += value;
      at = end + 1;
    } else {
      expanded += text[at] ?? '';
      at += 1;
    }
    if (expanded.length > longest)
      return { ok: false, problem: `is longer than ${String(longest)} characters with its variables replaced` };
  }
  return { ok: true, text: expanded };
}

function unknownVariable(name: string, known: ReadonlyMap<string, string>): string {
  return `there is no variable "${shorten(name)}"${didYouMean(name, [...placeVariables, ...known.keys()])}`;
}
