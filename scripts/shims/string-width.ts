// Stands in for `string-width` in yargs' help, which is English: loading its Unicode tables would cost a third of the start-up.
import { stripVTControlCharacters } from 'node:util';

/** Columns of a text without wide characters. */
export default function stringWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
