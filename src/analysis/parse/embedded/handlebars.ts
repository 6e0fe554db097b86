// Templates of Handlebars: a function of a context. What stands in three braces is put out as it is.
import { parse } from '@handlebars/parser';
import { textLineStarts, type LineStarts } from '../positions.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { outputNames, writeMarkup, writeMeantMarkup, writeOther, type Expression as Output } from './output.ts';

/** Deeper than anybody nests: such a template is not read. */
const maxDepth = 200;

/** Throws where the parser does, and where the template nests too deeply. */
export function readHandlebars(text: string): EmbeddedCode {
  if (!text.includes('{{')) return { dialect: 'javascript', parts: [], unread: 0, foreign: 0 };
  const program: unknown = parse(text);
  return { dialect: 'javascript', parts: [new TemplateReader(text).read(program as Program)], unread: 0, foreign: 0 };
}

// The parser's tree, of which its own types say nothing to a strict compiler. What is not there is left out.
interface Position {
  readonly line: number;
  readonly column: number;
}

interface Program {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

interface Call {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash?: { readonly pairs: readonly { readonly key: string; readonly value: Expression }[] };
}

interface Placed {
  readonly loc: { readonly start: Position; readonly end: Position };
}

interface Partial extends Placed {
  readonly type: 'PartialStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
}

type Statement =
  | (Call & Placed & { readonly type: 'MustacheStatement'; readonly escaped: boolean })
  | (Call & Placed & { readonly type: 'BlockStatement'; readonly program?: Program; readonly inverse?: Program })
  | { readonly type: 'PartialBlockStatement'; readonly program: Program }
  | Partial
  | { readonly type: 'ContentStatement' | 'CommentStatement' | 'Decorator' | 'DecoratorBlock' };

type Expression =
  | (Call & { readonly type: 'SubExpression'; readonly original?: undefined })
  | {
      readonly type: 'PathExpression';
      readonly data: boolean;
      readonly depth: number;
      readonly parts: readonly unknown[];
      readonly original: string;
    }
  | { readonly type: 'StringLiteral'; readonly value: string; readonly original: string }
  | { readonly type: 'NumberLiteral' | 'BooleanLiteral'; readonly value: number | boolean; readonly original: number | boolean }
  | { readonly type: 'UndefinedLiteral' | 'NullLiteral'; readonly original?: undefined };

interface Scope {
  /** Variables that hold the contexts, the innermost last. */
  readonly contexts: readonly string[];
  /** Variables of block parameters. */
  readonly names: ReadonlyMap<string, string>;
  readonly depth: number;
}

class TemplateReader {
  private readonly writer: PartWriter;
  private readonly starts: LineStarts;
  private readonly end: number;
  private variables = 0;

  constructor(text: string) {
    this.starts = textLineStarts(text);
    this.end = text.length;
    this.writer = new PartWriter(text).insert(`const $helpers$=$registered$;${outputNames}module.exports=function($context$0){`);
  }

  read(program: Program): CodePart {
    this.program(program, { contexts: ['$context$0'], names: new Map(), depth: 0 });
    return this.writer.insert('\n};').part();
  }

  private program({ body }: Program, scope: Scope): void {
    for (const statement of body) this.statement(statement, scope);
  }

  private statement(node: Statement, scope: Scope): void {
    if (node.type === 'MustacheStatement') this.mustache(node, scope);
    else if (node.type === 'PartialStatement') this.partial(node, scope);
    else if (node.type === 'BlockStatement') this.block(node, scope);
    else if (node.type === 'PartialBlockStatement') this.program(node.program, deeper(scope));
  }

  private mustache(node: Call & Placed & { readonly escaped: boolean }, scope: Scope): void {
    const value = call(node, scope);
    // The page in its layout.
    const isBody = node.params.length === 0 && node.path.original === 'body';
    const write = node.escaped ? writeOther : isBody ? writeMeantMarkup : writeMarkup;
    write(this.writer, { ...this.extent(node), text: value });
  }

  /** A partial knows what the template around it knows, or what it is handed. */
  private partial(node: Partial, scope: Scope): void {
    const [given] = node.params;
    const name = node.name.type === 'PathExpression' ? node.name.original : null;
    const value = given === undefined ? (scope.contexts.at(-1) ?? '') : expression(given, scope);
    if (name !== null) writeOther(this.writer, { ...this.extent(node), text: `$includes$.include(${JSON.stringify(name)},${value})` });
  }

  private block(node: Call & { readonly program?: Program; readonly inverse?: Program }, scope: Scope): void {
    const { original: name } = node.path;
    const inner = deeper(scope);
    const [first] = node.params;
    const value = first === undefined ? 'undefined' : expression(first, scope);
    if (name === 'each' || name === 'with') this.named(name, value, node.program, inner);
    else if (name === 'if' || name === 'unless') this.inBraces(`;if(${name === 'if' ? '' : '!'}(${value}))`, node.program, inner);
    // What any other helper does with what it holds nobody knows: it is no test.
    else this.inBraces(';', node.program, inner);
    this.inBraces(';', node.inverse, inner);
  }

  private inBraces(before: string, program: Program | undefined, scope: Scope): void {
    this.writer.insert(`${before}{`);
    if (program !== undefined) this.program(program, scope);
    this.writer.insert('}');
  }

  private named(kind: 'each' | 'with', value: string, program: Program | undefined, scope: Scope): void {
    if (program === undefined) return;
    this.variables += 1;
    const variable = `$context$${String(this.variables)}`;
    const names = new Map(scope.names);
    const [parameter] = program.blockParams ?? [];
    if (parameter !== undefined) names.set(parameter, variable);
    const begin = kind === 'each' ? `;for(const ${variable} of(${value}))` : `;for(const ${variable} of[${value}])`;
    this.inBraces(begin, program, { contexts: [...scope.contexts, variable], names, depth: scope.depth });
  }

  private extent({ loc: { start, end } }: Placed): Pick<Output, 'start' | 'end'> {
    return { start: this.offset(start), end: this.offset(end) };
  }

  private offset({ line, column }: Position): number {
    return Math.min((this.starts[line - 1] ?? this.end) + column, this.end);
  }
}

function deeper(scope: Scope): Scope {
  if (scope.depth >= maxDepth) throw new RangeError('the template nests too deeply');
  return { ...scope, depth: scope.depth + 1 };
}

/** A helper that is called, or a property that is read: by the name alone nobody can tell them apart. */
function call({ path, params, hash }: Call, scope: Scope): string {
  const pairs = hash?.pairs ?? [];
  if (params.length === 0 && pairs.length === 0) return expression(path, scope);
  const values = params.map((param) => expression(param, scope));
  const name = String(path.original);
  if (name === 'lookup' && values.length === 2) return `(${values[0] ?? ''})[${values[1] ?? ''}]`;
  if (pairs.length > 0) values.push(`{${pairs.map(({ key, value }) => `[${JSON.stringify(key)}]:${expression(value, scope)}`).join(',')}}`);
  return `$helpers$[${JSON.stringify(name)}](${values.join(',')})`;
}

function expression(node: Expression, scope: Scope): string {
  switch (node.type) {
    case 'SubExpression':
      return call(node, deeper(scope));
    case 'PathExpression':
      return pathOf(node, scope);
    case 'StringLiteral':
      return JSON.stringify(node.value);
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return String(node.value);
    default:
      return 'undefined';
  }
}

type PathExpression = Extract<Expression, { readonly type: 'PathExpression' }>;

function pathOf({ data, depth, parts, original }: PathExpression, { contexts, names }: Scope): string {
  const [first, ...rest] = parts;
  const keys = (some: readonly unknown[]): string =>
    some.map((part) => (typeof part === 'string' ? `[${JSON.stringify(part)}]` : '')).join('');
  if (data) return first === 'root' ? `${contexts[0] ?? ''}${keys(rest)}` : 'undefined';
  const named = depth === 0 && typeof first === 'string' && !/^(?:this|\.)/u.test(original) ? names.get(first) : undefined;
  if (named !== undefined) return named + keys(rest);
  return `${contexts[Math.max(0, contexts.length - 1 - depth)] ?? ''}${keys(parts)}`;
}
