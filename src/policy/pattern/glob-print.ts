// Prints a parsed glob, so that parsing it again gives the same: with as few escapes as that takes.
import { charSetFromRanges } from '../automaton/char-set.ts';
import { rangeForm, type GlobItem } from './glob.ts';

/** The glob's one printed form: escapes only where needed, sets merged and sorted, `[!` for what is negated, one `**` for several. */
export function printGlob(items: readonly GlobItem[]): string {
  return printItems(withoutRepeats(items), '', false);
}

/** `**` and a slash after `**` and a slash add nothing. */
function withoutRepeats(items: readonly GlobItem[]): readonly GlobItem[] {
  const kept: GlobItem[] = [];
  for (const item of items) {
    const [before, last] = kept.slice(-2);
    if (item.kind === 'stars' && last?.kind === 'slash' && before?.kind === 'stars') kept.pop();
    else kept.push(item);
  }
  return kept;
}

/** `before` is the character that is printed already, for what it makes of what follows. */
function printItems(items: readonly GlobItem[], before: string, braced: boolean): string {
  const printed: string[] = [];
  for (const item of items) printed.push(printItem(item, printed.at(-1)?.at(-1) ?? before, braced));
  return printed.join('');
}

function printItem(item: GlobItem, before: string, braced: boolean): string {
  switch (item.kind) {
    case 'star':
      return '*';
    case 'stars':
      return '**';
    case 'question':
      return '?';
    case 'slash':
      return '/';
    case 'text':
      return printText(item.text, before, braced);
    case 'set':
      return printSet(item.ranges, item.negated);
    case 'braces':
      return `{${item.parts.map(printPart).join(',')}}`;
  }
}

/** A part of braces; one that would be a range has its dots escaped. */
function printPart(part: readonly GlobItem[]): string {
  const printed = printItems(part, '{', true);
  return rangeForm.test(printed) ? printed.replace('..', '\\..') : printed;
}

function printText(text: string, before: string, braced: boolean): string {
  let last = before;
  const printed = Array.from(text, (character) => {
    const special =
      '\\*?[{}'.includes(character) ||
      (character === ',' && braced) ||
      (character === '(' && last !== '' && '@?*+!'.includes(last)) ||
      (character === '!' && last === '');
    last = character;
    return special ? `\\${character}` : character;
  });
  return printed.join('');
}

function printSet(ranges: readonly (readonly [number, number])[], negated: boolean): string {
  let printed = negated ? '[!' : '[';
  for (const [from, to] of charSetFromRanges(ranges)) {
    printed = withMember(printed, from);
    if (to > from + 1) printed += '-';
    if (to > from) printed = withMember(printed, to);
  }
  return `${printed}]`;
}

/** So many UTF-16 units decide whether a member composes: an escape is before every mark that does. */
const neighbours = 8;

/** An escape also keeps a mark apart from the letter before it, with which it would compose. */
function withMember(printed: string, codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  const joined = printed + character;
  const end = joined.slice(-neighbours);
  return '\\]-[!^'.includes(character) || end.normalize('NFC') !== end ? `${printed}\\${character}` : joined;
}
