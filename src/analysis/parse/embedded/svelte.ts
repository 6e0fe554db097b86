// Components of Svelte: their scripts, and what `{@html …}` puts in as HTML (https://svelte.dev/docs/svelte/@html).
import { parse, type AST } from 'svelte/compiler';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { outputNames, writeMarkup } from './output.ts';
import { dialectOf, scriptPart } from './script-part.ts';

/** What the parser's tree says of a node, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export function readSvelte(text: string): EmbeddedCode {
  const root = parseComponent(text);
  // What is not there is left out, or null.
  const scripts = [root.module, root.instance].flatMap((script) => script ?? []);
  const parts = scripts.map(({ content }) => scriptPart(text, placeOf(content), 'refused'));
  return {
    dialect: dialectOf(scripts.map(languageOf)),
    parts: [...parts, ...new MarkupReader(text).read(root.fragment)],
    unread: 0,
    foreign: 0,
  };
}

/** More in one file would be read again and again. */
const mostStyles = 5;

/** Styles are often written in another language, which is none of ours: one that does not parse is read as if it were empty. */
function parseComponent(text: string, emptied = 0): AST.Root {
  try {
    return parse(text, { modern: true });
  } catch (error) {
    const plain = emptied < mostStyles ? withoutStyle(text, error) : null;
    if (plain === null) throw error;
    return parseComponent(plain, emptied + 1);
  }
}

function withoutStyle(text: string, error: unknown): string | null {
  const { code, position } = error as { readonly code?: unknown; readonly position?: readonly [number, number] };
  if (typeof code !== 'string' || !code.startsWith('css_') || position === undefined) return null;
  const start = text.indexOf('>', text.lastIndexOf('<style', position[0])) + 1;
  const end = text.indexOf('</style', position[0]);
  const style = text.slice(start, end);
  return end < 0 || style.trim() === '' ? null : text.slice(0, start) + style.replaceAll(/[^\n]/gu, ' ') + text.slice(end);
}

function languageOf({ attributes }: AST.Script): string {
  const value = attributes.find(({ name }) => name === 'lang')?.value;
  const [first] = Array.isArray(value) ? value : [];
  return first?.type === 'Text' ? first.data : '';
}

function placeOf(node: unknown): Node {
  return node as Node;
}

type Fragment = AST.Fragment | null | undefined;

/** The markup is a function that runs after the script has run, and knows its names. */
class MarkupReader {
  private readonly text: string;
  private readonly whole: PartWriter;
  private readonly alone: CodePart[] = [];

  constructor(text: string) {
    this.text = text;
    this.whole = this.begin();
  }

  read(fragment: AST.Fragment): readonly CodePart[] {
    this.fragment(fragment);
    return this.alone.length === 0 ? [] : [this.whole.insert('})}').part('unread', this.alone)];
  }

  private begin(): PartWriter {
    return new PartWriter(this.text).insert(`;{${outputNames}(async function(){`);
  }

  private fragment(fragment: Fragment): void {
    for (const node of fragment?.nodes ?? []) this.node(node);
  }

  private node(node: AST.Fragment['nodes'][number]): void {
    switch (node.type) {
      case 'HtmlTag':
        this.output(placeOf(node.expression));
        return;
      case 'ConstTag':
        this.keep(';var ', placeOf(node.declaration.declarations[0]), ';');
        return;
      case 'IfBlock':
        this.fragment(node.consequent);
        this.fragment(node.alternate);
        return;
      case 'EachBlock':
        this.each(node);
        return;
      case 'SnippetBlock':
        this.keep(';function ', placeOf(node.expression), '(');
        for (const parameter of node.parameters) this.keep('', placeOf(parameter), ',');
        this.inBraces('){', node.body, '}');
        return;
      case 'AwaitBlock':
        this.fragment(node.pending);
        this.awaited(node);
        return;
      default:
        this.element(node);
    }
  }

  private output(place: Node): void {
    writeMarkup(this.whole, place);
    const own = this.begin();
    writeMarkup(own, place);
    this.alone.push(own.insert('})}').part());
  }

  private each({ expression, context, index, body, fallback }: AST.EachBlock): void {
    // What is read comes before what it is called.
    this.keep(';for(const $list$ of[', placeOf(expression), '])');
    if (context === null) this.whole.insert('for(const $each$ of $list$){');
    else this.keep('for(const ', placeOf(context), ' of $list$){');
    this.inBraces(index === undefined ? '' : `let ${index};`, body, '}');
    this.fragment(fallback);
  }

  private awaited(node: AST.AwaitBlock): void {
    this.keep(';for(const $value$ of[await(', placeOf(node.expression), ')]){');
    if (node.value !== null) this.keep('for(const ', placeOf(node.value), ' of[$value$])');
    this.inBraces('{', node.then, '}}');
    if (node.error !== null) this.keep(';((', placeOf(node.error), ')=>');
    this.inBraces(node.error === null ? ';(()=>{' : '{', node.catch, '});');
  }

  /** An element, a component, `{#key}` and what else holds markup. */
  private element(node: AST.Fragment['nodes'][number]): void {
    if (!('fragment' in node)) return;
    const slots = 'attributes' in node ? node.attributes.filter((attribute) => attribute.type === 'LetDirective') : [];
    for (const { name, expression } of slots) {
      if (expression === null) this.whole.insert(`;((${name})=>{`);
      else this.keep(';((', placeOf(expression), ')=>{');
    }
    this.inBraces('', node.fragment, '});'.repeat(slots.length));
  }

  private keep(before: string, { start, end }: Node, after: string): void {
    this.whole.insert(before).keep(start, end).insert(after);
  }

  private inBraces(before: string, fragment: Fragment, after: string): void {
    this.whole.insert(before);
    this.fragment(fragment);
    this.whole.insert(after);
  }
}
