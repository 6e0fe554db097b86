// What is left of a text's dangers after `replace`: characters taken out or escaped, and the quoting of shells.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import { absolute, bitOf, climbing, paths, type ClassMask } from './levels.ts';
import { classesWithout, climbingTexts } from './danger.ts';
import type { PatternView, ReadPattern } from './pattern-view.ts';
import { onlyOrigin, pathFunctionOf, type CallView, type ProgramView } from './program-view.ts';
import type { Note } from './verdict.ts';

export interface Replacing {
  readonly kills: ClassMask;
  readonly weak: ClassMask;
  readonly notes: readonly Note[];
}

interface Replacement {
  readonly pattern: PatternView | null;
  /** Constant text that is replaced, where there is no pattern. */
  readonly text: string | null;
  /** Null where it is made by a function or not known. */
  readonly by: string | null;
  readonly isEverywhere: boolean;
}

const none: Replacing = { kills: 0, weak: 0, notes: [] };
/** Calls in a row: `x.replace(…).replace(…)`. */
const longestChain = 24;

/** What the call, with those of which it takes the result, does to its receiver; nothing if it is no `replace`. */
export function judgeReplacing(view: ProgramView, pattern: ReadPattern, file: number, call: CallView): Replacing {
  if (call.method !== 'replace' && call.method !== 'replaceAll') return none;
  const chain: Replacement[] = [];
  for (let at: CallView | null = call; at !== null && chain.length < longestChain;) {
    const found = replacementOf(view, pattern, file, at);
    if (found === null) break;
    chain.unshift(found);
    const receiver: NodeId | null = at.node.receiver === null ? null : nodeOf(at.node.receiver);
    at = receiver === null ? null : view.callOf(file, receiver);
    if (at !== null && at.method !== 'replace' && at.method !== 'replaceAll') break;
  }
  return judgeChain(chain, isNormalised(view, file, call), { file, start: call.node.start, end: call.node.end });
}

/** Whether the first of the chain is called on a normalised path, which climbs at its beginning only. */
function isNormalised(view: ProgramView, file: number, call: CallView): boolean {
  const graph = view.graphOf(file);
  let at: CallView | null = call;
  for (let depth = 0; at !== null && graph !== null && depth < longestChain; depth += 1) {
    const made = pathFunctionOf(at);
    if (made === 'normalize' || made === 'join') return true;
    const origin: NodeId | null = at.node.receiver === null ? null : onlyOrigin(graph, nodeOf(at.node.receiver));
    at = origin === null ? null : view.callOf(file, origin);
  }
  return false;
}

function replacementOf(view: ProgramView, read: ReadPattern, file: number, { node, method }: CallView): Replacement | null {
  const [what, by] = node.arguments;
  if (what === undefined) return null;
  const id = nodeOf(what);
  const found = view.nodeOf(file, id);
  const source = found?.kind === 'pattern' ? found : view.program.patternOf(view.valueOf(file, id));
  const constant = view.constantOf(file, id);
  const replacement = by === undefined ? 'undefined' : view.constantOf(file, nodeOf(by));
  return {
    pattern: source === null ? null : read(source.source, source.flags),
    text: source === null && typeof constant === 'string' ? constant : null,
    by: typeof replacement === 'string' ? replacement : null,
    isEverywhere: method === 'replaceAll' || (source?.flags.includes('g') ?? false),
  };
}

function judgeChain(chain: readonly Replacement[], isPlain: boolean, place: Pick<Note, 'file' | 'start' | 'end'>): Replacing {
  const everywhere = chain.filter(({ isEverywhere }) => isEverywhere);
  const once = chain.filter(({ isEverywhere }) => !isEverywhere);
  const remains = (replaced: readonly Replacement[]) => (character: string) => !replaced.some((each) => neutralises(each, character));
  const { kills, weak } = classesWithout(remains(everywhere));
  const notes: Note[] = [];
  const reached = classesWithout(remains(chain));
  const meant = (reached.kills | reached.weak) & ~kills & ~weak;
  if (once.length > 0 && meant !== 0) notes.push({ ...place, classes: meant, why: 'replaces the first occurrence only' });
  if (weak !== 0) notes.push({ ...place, classes: weak, why: 'takes out most of the characters that do harm here, not all' });
  const quoted = everywhere.some(isShellQuoting) ? bitOf('command') : 0;
  const escaped = everywhere.some(isDoubling) ? bitOf('sql') : 0;
  const path = judgePaths(everywhere, once, isPlain);
  if (path.notes !== null) notes.push({ ...place, classes: climbing, why: path.notes });
  return { kills: kills | quoted | path.kills, weak: (weak | escaped) & ~kills, notes };
}

/** The character is taken out, or stands escaped. */
function neutralises({ pattern, text, by }: Replacement, character: string): boolean {
  const isReplaced = pattern === null ? text === character : pattern.findsCharacter(character);
  if (!isReplaced) return false;
  // Made by a function: a table of what stands for each character.
  if (by === null) return true;
  // What is put back may hold the character only behind a backslash, and then backslashes must be escaped as well.
  if (by.includes(character)) return isEscaping(by) && pattern?.findsCharacter('\\') === true;
  return !by.includes('$&') || isEscaping(by);
}

function isEscaping(by: string): boolean {
  return by.startsWith('\\') || by.startsWith('&') || by.startsWith('%');
}

/** `'` to `'\''` or `'"'"'`: how a text between single quotes is kept together in a shell. */
function isShellQuoting({ pattern, text, by }: Replacement): boolean {
  const isQuote = pattern === null ? text === "'" : pattern.findsCharacter("'");
  return isQuote && (by === "'\\''" || by === "'\"'\"'");
}

/** `'` to `''`, as SQL escapes it within a literal. */
function isDoubling({ pattern, text, by }: Replacement): boolean {
  const isQuote = pattern === null ? text === "'" : pattern.findsCharacter("'");
  return isQuote && by === "''";
}

function judgePaths(
  everywhere: readonly Replacement[],
  once: readonly Replacement[],
  isPlain: boolean,
): { readonly kills: ClassMask; readonly notes: string | null } {
  const takes = (replacement: Replacement, text: string): boolean =>
    replacement.by !== null && !replacement.by.includes('.') && !replacement.by.includes('/') && finds(replacement, text);
  if (everywhere.some((each) => takes(each, '/') && findsEach(each, ['a/b', 'x/', '../a']))) return { kills: paths, notes: null };
  let kills = 0;
  // `..` taken out leaves no two dots; `../` taken out of `....//` leaves `../`.
  if (everywhere.some((each) => takes(each, '..') && (takes(each, '.') || findsEach(each, ['..', 'a..b', '../..', 'x..']))))
    kills |= climbing;
  const all = [...everywhere, ...once];
  if (isPlain && all.some((each) => each.pattern?.startsWhole === true && takes(each, '../a') && each.pattern.matchEnd('../../../a') >= 9))
    kills |= climbing;
  if (all.some((each) => takes(each, '/a') && each.pattern?.startsWhole === true)) kills |= absolute;
  if (kills & climbing) return { kills, notes: null };
  const isMeant = all.some((each) => climbingTexts.some((text) => takes(each, text)));
  return { kills, notes: isMeant ? 'takes `..` out in a way that leaves or makes another' : null };
}

function finds({ pattern, text }: Replacement, where: string): boolean {
  if (pattern !== null) return pattern.finds(where) === true;
  return text !== null && text !== '' && where.includes(text);
}

function findsEach(replacement: Replacement, texts: readonly string[]): boolean {
  return texts.every((text) => finds(replacement, text));
}
