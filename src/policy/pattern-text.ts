// A pattern in one line, as its author wrote it.
import { documentItem } from './language/effective.ts';
import type { PatternSource } from './model.ts';

/** A text as it is; a list or a map as YAML writes it in one line: `[git, status, '**']`. */
export function patternText(pattern: PatternSource): string {
  return written(documentItem(pattern));
}

function written(item: unknown): string {
  if (typeof item === 'string') return item;
  if (Array.isArray(item)) return `[${item.map(quoted).join(', ')}]`;
  return `{ ${Object.entries(item as object)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? quoted(value) : written(value)}`)
    .join(', ')} }`;
}

/** Quoted where YAML would read it as something else. */
function quoted(text: unknown): string {
  const plain = String(text);
  return /^[A-Za-z][\w./@+-]*$/.test(plain) && !/^(?:true|false|null|yes|no|on|off)$/i.test(plain)
    ? plain
    : `'${plain.replaceAll("'", "''")}'`;
}
