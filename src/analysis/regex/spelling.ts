// An attack as a person reads it and can paste it: a short JavaScript expression.
import type { Attack } from './attack.ts';

/** Of a prefix or pump that is spelled out; a longer one is cut, which `…` says. */
const longestPart = 60;

/** E.g. `'a'.repeat(32) + '!'`; always one line of printable ASCII, but for `…` where a part had to be cut. */
export function spellAttack({ prefix, pump, suffix }: Attack, count: number): string {
  const repeated = `${quote(pump)}.repeat(${String(count)})`;
  return [...(prefix === '' ? [] : [quote(prefix)]), repeated, ...(suffix === '' ? [] : [quote(suffix)])].join(' + ');
}

function quote(text: string): string {
  const cut = text.length > longestPart ? `${text.slice(0, longestPart)}…` : text;
  return `'${cut.replaceAll(/[^ -&(-[\]-~…]/g, escape)}'`;
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" };

/** UTF-16 units, as JavaScript writes them. */
function escape(unit: string): string {
  return named[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
