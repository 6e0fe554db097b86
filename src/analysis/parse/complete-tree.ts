// Turns oxc's tree into the whole TS-ESTree form: `loc`, `parent`, regular expressions and big integers; and notes where tokens need the tree to be told.
import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import { createPositions, positionAt, type LineStarts } from './positions.ts';

/** A stretch of source that is one token whatever stands in it, as the tree knows it. */
export interface Island {
  readonly start: number;
  readonly end: number;
  readonly type: 'String' | 'Numeric' | 'Template' | 'RegularExpression' | 'JSXText' | 'JSXIdentifier' | 'PrivateIdentifier' | 'Identifier';
}

/** What the tokenizer cannot know from characters alone. Unsorted. */
export interface TokenHints {
  readonly islands: readonly Island[];
  /** Offsets of a `>` that closes type arguments, and so is a token of its own even in `>>`. */
  readonly closingAngles: ReadonlySet<number>;
}

export interface CompleteTree {
  readonly program: TSESTree.Program;
  readonly hints: TokenHints;
}

/** Words that are tokens of type `Keyword` wherever they do not stand for a name. ECMA-262, clause 12.7.2. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends finally for function if import in instanceof new return ' +
    'super switch this throw try typeof var void while with implements interface let package private protected public static yield'
  ).split(' '),
);

const wordsOfTheLanguage = new Set([...reservedWords, 'null', 'true', 'false']);

const namedReferences: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

interface RawNode {
  type: string;
  start: number;
  end: number;
  range: [number, number];
  loc?: TSESTree.SourceLocation;
  parent?: RawNode;
  [key: string]: unknown;
}

/** V8 needs quadratic time to read a decimal number: a longer literal's value stays null, as for a regular expression that Node does not know. */
const longestBigInt = 1000;

/**
 * Completes the tree in place. `json` is oxc's answer, `length` the source's length.
 * Works without recursion: how deep hostile source nests does not matter here.
 */
export function completeTree(json: string, starts: LineStarts, length: number): CompleteTree {
  const program = (JSON.parse(json) as { node: RawNode }).node;
  const islands: Island[] = [];
  const closingAngles = new Set<number>();
  const positionOf = createPositions(starts);
  const waiting: RawNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    noteToken(node, islands, closingAngles);
    if (node.type === 'Literal') completeLiteral(node);
    else if (node.type === 'JSXText') node['value'] = decodeReferences(String(node['value']));
    pushChildren(node, waiting);
    node.loc = { start: positionOf(node.start), end: positionOf(node.end) };
  }
  // ESLint wants the program to span the whole text, comments and white space included.
  program.start = 0;
  program.end = length;
  program.range = [0, length];
  program.loc = { start: { line: 1, column: 0 }, end: positionAt(starts, length) };
  delete program['hashbang'];
  return { program: program as unknown as TSESTree.Program, hints: { islands, closingAngles } };
}

function pushChildren(node: RawNode, waiting: RawNode[]): void {
  // By the known keys where the type is known: to look at every property of every node is most of the work.
  for (const key of visitorKeys[node.type] ?? Object.keys(node)) {
    const value = key === 'parent' ? null : node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) pushChild(item, node, waiting);
    } else {
      pushChild(value, node, waiting);
    }
  }
}

function pushChild(value: unknown, parent: RawNode, waiting: RawNode[]): void {
  if (typeof value !== 'object' || value === null || typeof (value as RawNode).type !== 'string') return;
  const child = value as RawNode;
  child.parent = parent;
  waiting.push(child);
}

function completeLiteral(node: RawNode): void {
  const { regex, bigint } = node;
  if (typeof bigint === 'string') {
    node['value'] = bigint.length <= longestBigInt ? BigInt(bigint) : null;
  } else if (typeof regex === 'object' && regex !== null) {
    const { pattern } = regex as { pattern: string };
    const raw = String(node['raw']);
    // oxc sorts the flags; TS-ESTree has them as they are written.
    const flags = raw.slice(raw.lastIndexOf('/') + 1);
    node['regex'] = { pattern, flags };
    node['value'] = compiled(pattern, flags);
  } else if (typeof node['value'] === 'string' && node.parent?.type === 'JSXAttribute') {
    node['value'] = decodeReferences(node['value']);
  }
}

function compiled(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null; // newer syntax than this Node's
  }
}

function noteToken(node: RawNode, islands: Island[], closingAngles: Set<number>): void {
  const type = islandType(node);
  if (type !== null) islands.push({ start: node.start, end: node.end, type });
  // A word of the language in a name's place (`a.default`) is a name; the node itself may reach further, over a type annotation.
  else if (node.type === 'Identifier' && wordsOfTheLanguage.has(String(node['name'])) && node.parent?.type !== 'MetaProperty')
    islands.push({ start: node.start, end: node.start + String(node['name']).length, type: 'Identifier' });
  else if (node.type === 'TSTypeParameterInstantiation' || node.type === 'TSTypeParameterDeclaration') closingAngles.add(node.end - 1);
}

function islandType(node: RawNode): Island['type'] | null {
  switch (node.type) {
    case 'Literal':
      return literalToken(node);
    case 'TemplateElement':
      return 'Template';
    case 'JSXText':
    case 'JSXIdentifier':
    case 'PrivateIdentifier':
      return node.type;
    default:
      return null;
  }
}

/** References as JSX knows them; the named ones are those of ASCII characters, which is where an address or a script can hide. */
function decodeReferences(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gu,
    (whole, decimal?: string, hex?: string, named?: string) => {
      if (named !== undefined) return namedReferences[named] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function literalToken(node: RawNode): Island['type'] | null {
  if (node['regex'] !== undefined) return 'RegularExpression';
  if (typeof node['bigint'] === 'string' || typeof node['value'] === 'number') return 'Numeric';
  if (typeof node['value'] !== 'string') return null;
  return node.parent?.type === 'JSXAttribute' ? 'JSXText' : 'String';
}
