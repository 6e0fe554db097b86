// The text that stands before a value in what is built of it, and what that rules out.
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import { absolute, addressXss, attributeXss, bitOf, climbing, maskOf, type ClassMask } from './levels.ts';
import { prototypeNames } from './danger.ts';
import { isElementText } from './markup.ts';
import type { ProgramView } from './program-view.ts';

/** Stands for text that is not known. */
const unknown = '\0';
const deepest = 4;
const longest = 2000;

/** The text before the operand in the joined text, `\0` for what is not constant; null where the node does not hold the operand. */
export function textBefore(view: ProgramView, file: number, node: FlowNode, operand: NodeId): string | null {
  if (node.kind !== 'concat') return null;
  let text = '';
  for (const use of node.operands) {
    const id = nodeOf(use);
    if (id === operand) return text + leadingText(view, file, id, 0);
    if (text.length < longest) text += spelled(view, file, id);
  }
  return null;
}

function spelled(view: ProgramView, file: number, id: NodeId): string {
  const constants = view.constantsOf(file, id);
  if (constants === null) return unknown;
  const [only, other] = constants;
  return other === undefined ? String(only) : unknown;
}

/** What joined text begins with for certain, up to its first operand that is not constant. */
function leadingText(view: ProgramView, file: number, id: NodeId, depth: number): string {
  const node = view.nodeOf(file, id);
  if (node?.kind !== 'concat' || depth > deepest) return '';
  let text = '';
  for (const use of node.operands) {
    const operand = nodeOf(use);
    const constants = view.constantsOf(file, operand);
    if (constants?.length !== 1) return text + leadingText(view, file, operand, depth + 1);
    text += String(constants[0]);
    if (text.length > longest) break;
  }
  return text;
}

/** What is stopped by text that comes before, and what gets doubtful. */
export interface Before {
  readonly kills: ClassMask;
  readonly guessed: ClassMask;
}

// Scheme and host with what ends the host behind them; any of them may be unknown text.
const withHost = /^(?:[a-z\0][a-z0-9+.\0-]*:)?\/\/[^/?#\\]+[/?#\\]/i;
const unknownHost = /^\0(?!:?\/\/)[^/?#]*[/?#]/;
// A path or query on the same host, from its root or from where the page is.
const onHost = /^(?:\/[^/\\]|[\w.%-]+[/?#]|[?#])/;
const slashesOnly = /^[/\\]+$/;

/** Judges the text before a value: `before` is not about what it does inside quotes, only about where the whole leads. */
export function judgeBefore(before: string): Before {
  if (before === '') return { kills: 0, guessed: 0 };
  let kills = slashesOnly.test(before) ? 0 : absolute;
  if (before.trim() !== '') kills |= addressXss;
  if (isElementText(before)) kills |= attributeXss;
  for (const { name, bit } of prototypeNames) if (!couldBegin(name, before)) kills |= bit;
  if (withHost.test(before) || unknownHost.test(before)) return { kills: kills | maskOf(['request', 'redirect']), guessed: 0 };
  if (onHost.test(before)) kills |= bitOf('redirect');
  // What comes before may name the host, and then what follows does not.
  const guessed = before.startsWith(unknown) ? maskOf(['request', 'redirect']) : 0;
  return { kills, guessed: guessed & ~kills };
}

function couldBegin(name: string, before: string): boolean {
  const known = before.indexOf(unknown);
  return known === -1 ? name.startsWith(before) : name.startsWith(before.slice(0, known));
}

/** `path.join('/', x)`: `..` cannot climb above the root. */
export function judgeRooted(first: unknown): Before {
  return { kills: typeof first === 'string' && slashesOnly.test(first) ? climbing : 0, guessed: 0 };
}
