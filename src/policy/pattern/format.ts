// Patterns as a policy writes them, in one form for each.
import type { PatternSource } from '../model.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { parseGlob } from './glob.ts';
import { printGlob } from './glob-print.ts';
import { canonicalHostPattern } from './host.ts';
import { parsePattern } from './parse.ts';
import { splitStart } from './path.ts';

/** What is wrong with a pattern is wrong wherever it is in force. */
const anywhere: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/w', home: '/h', temp: '/t' };

/**
 * The same pattern in its one printed form; parsing it gives the same sequences. Path, host and env are canonical texts, names and commands
 * canonical words. A pattern that is refused is returned as it is.
 */
export function canonicalPattern(source: PatternSource): PatternSource {
  if (!parsePattern(source, anywhere).ok) return source;
  switch (source.kind) {
    case 'path': {
      const [start, below] = splitStart(source.text);
      const text = below === null ? start : start + canonicalGlob(below, true);
      // Two stars alone are no start of a path.
      return { ...source, text: text === '**' ? '/**' : text };
    }
    case 'host':
      return { ...source, text: canonicalHostPattern(source.text) };
    case 'env':
      // Composed on Windows alone: in another order its characters might compose there, or no longer.
      return source.text === source.text.normalize('NFC') ? { ...source, text: canonicalGlob(source.text, false) } : source;
    case 'name':
      return { ...source, text: canonicalGlob(source.text, false) };
    case 'argv':
      return { ...source, words: source.words.map((word) => canonicalGlob(word, false)) };
  }
}

/** The canonical pattern as YAML of a policy's list has it; paths, hosts and plain names without quotes, for reading. */
export function formatPattern(source: PatternSource): string {
  const pattern = canonicalPattern(source);
  if (pattern.kind !== 'argv' && pattern.kind !== 'name') return pattern.text;
  const { digest, signedBy } = pattern;
  const main = pattern.kind === 'name' ? pattern.text : `[${pattern.words.map(flowScalar).join(', ')}]`;
  if (digest === null && signedBy === null) return main;
  const entries = [
    pattern.kind === 'name' ? `name: ${flowScalar(main)}` : `argv: ${main}`,
    ...(digest === null ? [] : [`digest: ${flowScalar(digest)}`]),
    ...(signedBy === null ? [] : [`signedBy: ${flowScalar(signedBy)}`]),
  ];
  return `{ ${entries.join(', ')} }`;
}

function canonicalGlob(text: string, divided: boolean): string {
  const glob = parseGlob(text, divided);
  return glob.ok ? printGlob(glob.items) : text;
}

/** A text in YAML's flow style, in quotes where it would be read as something else. */
function flowScalar(text: string): string {
  if (/\p{Cc}/u.test(text)) return JSON.stringify(text);
  const plain = /^[A-Za-z_./][\w./@+*?=-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|\.inf|\.nan|[.\d_]+)$/i.test(text);
  return plain ? text : `'${text.replaceAll("'", "''")}'`;
}
