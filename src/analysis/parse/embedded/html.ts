// Pages: their own scripts, all in one program, as they share their names.
import type { EmbeddedCode } from './code-view.ts';
import { scriptPart } from './script-part.ts';
import { scanScripts } from './scripts.ts';

/** Types of scripts that are code; the others are data, or are read by something else. */
const codeTypes = new Set([
  '',
  'module',
  'text/javascript',
  'application/javascript',
  'text/ecmascript',
  'application/ecmascript',
  'application/x-javascript',
  'text/babel',
  'text/jsx',
]);

/** A script that is no JavaScript as it stands was left to a server to fill in: nothing is known of it. */
export function readPage(text: string): EmbeddedCode {
  const { scripts } = scanScripts(text);
  const own = scripts.filter(
    ({ attributes }) => !attributes.has('src') && codeTypes.has((attributes.get('type') ?? '').trim().toLowerCase()),
  );
  return { dialect: 'javascript', parts: own.map(({ bodyStart, bodyEnd }) => scriptPart(text, { start: bodyStart, end: bodyEnd }, false)) };
}
