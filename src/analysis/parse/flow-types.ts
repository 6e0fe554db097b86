// Flow's types, taken out of what the parser of JavaScript and TypeScript cannot read: what is left is JavaScript in the same places.
import { parse, type ParserOptions } from '@babel/parser';

/** A node of Babel's tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: unknown;
  readonly optional?: unknown;
  readonly declare?: unknown;
  readonly importKind?: unknown;
  readonly exportKind?: unknown;
}

/** The source with spaces where its types stood, as long as before; null where this is no Flow either. Whether what is left is JavaScript is not said. */
export function withoutFlowTypes(text: string): string | null {
  const root = treeOf(text);
  if (root === null) return null;
  const blanks: Blank[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const blank = blankOf(text, node);
    if (blank !== null) blanks.push(blank);
    if (blank === null || blank.end < node.end) waiting.push(...nodesIn(node));
  }
  return blanked(text, blanks);
}

/** What it recovers from, the other parser refuses. */
const options: ParserOptions = {
  sourceType: 'unambiguous',
  allowReturnOutsideFunction: true,
  errorRecovery: true,
  attachComment: false,
  plugins: [['flow', { all: true }], 'jsx'],
};

function treeOf(text: string): Node | null {
  try {
    return parse(text, options).program as unknown as Node;
  } catch {
    return null;
  }
}

/** What stands between `start` and `end` goes; `mark` begins what stands there instead. */
interface Blank {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

const statement = /^(?:TypeAlias|OpaqueType|InterfaceDeclaration|Declare[A-Z]\w*)$/u;
const annotation = /^(?:TypeAnnotation|TypeParameterDeclaration|TypeParameterInstantiation|Variance|InferredPredicate|DeclaredPredicate)$/u;

function blankOf(text: string, node: Node): Blank | null {
  const { type, start, end } = node;
  const isTyped = isOfTypes(node.importKind) || isOfTypes(node.exportKind);
  // Else what stands in the next line might go on with the one before.
  if (statement.test(type) || (isTyped && type.endsWith('Declaration'))) return { start, end, mark: ';' };
  if (annotation.test(type) || node.declare === true) return { start, end, mark: '' };
  if (isTyped || (type === 'Identifier' && node.name === 'this')) return { start, end: endOfItem(text, end), mark: '' };
  if (type === 'ClassImplements') return { start: startOfClause(text, start), end: endOfItem(text, end), mark: '' };
  const mark = node.optional === true && typeof node.name === 'string' ? text.indexOf('?', start + node.name.length) : -1;
  return mark < 0 || mark >= end ? null : { start: mark, end: mark + 1, mark: '' };
}

function isOfTypes(kind: unknown): boolean {
  return kind === 'type' || kind === 'typeof';
}

/** An item of a list goes with the comma behind it. */
function endOfItem(text: string, end: number): number {
  const comma = /^\s*,/u.exec(text.slice(end, end + 1000));
  return comma === null ? end : end + comma[0].length;
}

/** The first of a class's interfaces goes with the word before it. */
function startOfClause(text: string, start: number): number {
  const word = /\bimplements\s*$/u.exec(text.slice(Math.max(0, start - 1000), start));
  return word === null ? start : start - word[0].length;
}

function* nodesIn(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'extra' || typeof value !== 'object' || value === null) continue;
    for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) if (isNode(child)) yield child;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string' && 'start' in value;
}

/** Lines end where they did, but for types before `=>`, which may not begin one. */
function blanked(text: string, blanks: readonly Blank[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, mark } of blanks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    const type = text.slice(from, end);
    pieces.push(text.slice(done, from), mark, type.slice(mark.length).replaceAll(startsArrow(text, end) ? /[^]/g : /[^\r\n]/g, ' '));
    done = end;
  }
  return [...pieces, text.slice(done)].join('');
}

function startsArrow(text: string, end: number): boolean {
  return /^\s*=>/u.test(text.slice(end, end + 1000));
}
