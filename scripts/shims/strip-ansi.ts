// Stands in for `strip-ansi` in yargs' help: Node.js has the same function.
import { stripVTControlCharacters } from 'node:util';

/** The text without escape sequences. */
export default function stripAnsi(text: string): string {
  return stripVTControlCharacters(text);
}
