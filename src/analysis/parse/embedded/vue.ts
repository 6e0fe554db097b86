// Single-file components of Vue: their scripts, and what their elements put in as HTML (https://vuejs.org/api/sfc-spec).
import {
  baseParse,
  type AttributeNode,
  type DirectiveNode,
  type ElementNode,
  type TemplateChildNode,
} from '@vue/compiler-core/dist/compiler-core.esm-bundler.js';
import { decodeReferences } from '../references.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { hiddenNames, outputNames, propertyOfAttribute, writeProperty, type ElementProperty, type Expression } from './output.ts';
import { dialectOf, scriptPart } from './script-part.ts';

// The numbers by which the parser tells nodes apart.
const element = 1;
const attribute = 6;
const directive = 7;

type Write = (writer: PartWriter) => void;

export function readComponent(text: string): EmbeddedCode {
  const { nodes, refusals } = parse(text);
  const blocks = nodes.filter((node) => node.type === element);
  const scripts = blocks.filter((node) => node.tag === 'script' && attributeOf(node, 'src') === null);
  const isSetup = scripts.some((node) => attributeOf(node, 'setup') !== null);
  // Of other scripts a template knows no names: what it reads are properties of the component.
  const bound = isSetup ? scripts.map((node) => node.loc.source).join('\n') : '';
  const foreign = blocks.filter(isForeign);
  const parts = blocks.flatMap((block): readonly CodePart[] => {
    if (foreign.includes(block)) return [];
    if (block.tag === 'template') return new TemplateReader(text, isSetup, bound).read(block);
    const body = scripts.includes(block) ? contentOf(block) : null;
    return body === null ? [] : [scriptPart(text, body, 'refused')];
  });
  return { dialect: dialectOf(scripts.map((node) => attributeOf(node, 'lang') ?? '')), parts, unread: refusals, foreign: foreign.length };
}

/** A template in another language, or from another file. */
function isForeign(node: ElementNode): boolean {
  const language = attributeOf(node, 'lang');
  return node.tag === 'template' && (attributeOf(node, 'src') !== null || (language !== null && language !== 'html'));
}

/** A template is a function that runs after the script has run. */
class TemplateReader {
  private readonly text: string;
  private readonly isSetup: boolean;
  private readonly begin: string;
  private readonly whole: PartWriter;
  private readonly alone: CodePart[] = [];

  constructor(text: string, isSetup: boolean, bound: string) {
    this.text = text;
    this.isSetup = isSetup;
    this.begin = `;{${outputNames}(function(${hiddenNames(bound)}){with(this){`;
    this.whole = new PartWriter(text).insert(this.begin);
  }

  read(template: ElementNode): readonly CodePart[] {
    walk(template.children, (node) => this.element(node));
    return this.alone.length === 0 ? [] : [this.whole.insert('}})}').part('unread', this.alone)];
  }

  /** Gives what closes what the element opened. */
  private element(node: ElementNode): (() => void) | null {
    const directives = node.props.filter((prop): prop is DirectiveNode => prop.type === directive);
    const closing: string[] = [];
    for (const prop of directives) if (prop.name === 'for') closing.unshift(this.loop(prop));
    for (const prop of directives) if (prop.name === 'slot') closing.unshift(this.slot(prop));
    for (const prop of directives) {
      const write = sinkOf(node, prop, this.isSetup);
      if (write === null) continue;
      write(this.whole);
      const own = new PartWriter(this.text).insert(this.begin);
      write(own);
      this.alone.push(own.insert('}})}').part());
    }
    return closing.length === 0 ? null : () => void this.whole.insert(closing.join(''));
  }

  private loop({ forParseResult: loop }: DirectiveNode): string {
    if (loop?.value === undefined) return '';
    this.whole.insert(';for(const ');
    this.keep(loop.value);
    this.whole.insert(' of(');
    this.keep(loop.source);
    this.whole.insert(')){');
    for (const name of [loop.key, loop.index]) {
      if (name === undefined) continue;
      this.whole.insert('let ');
      this.keep(name);
      this.whole.insert(';');
    }
    return '}';
  }

  private slot({ exp }: DirectiveNode): string {
    if (exp === undefined) return '';
    this.whole.insert(';((');
    this.keep(exp);
    this.whole.insert(')=>{');
    return '});';
  }

  private keep({ loc }: Pick<ElementNode, 'loc'>): void {
    this.whole.keep(loc.start.offset, loc.end.offset);
  }
}

function sinkOf(node: ElementNode, prop: DirectiveNode, isSetup: boolean): Write | null {
  const property = propertyOf(node, prop);
  const value = property === null ? null : expressionOf(prop, isSetup);
  if (property === null || value === null) return null;
  return (writer) => {
    writeProperty(writer, property, value);
  };
}

/** Which property of an element the directive writes, of those that may run scripts. */
function propertyOf({ tag }: ElementNode, { name, arg }: DirectiveNode): ElementProperty | null {
  if (name === 'html') return 'innerHTML';
  if (name !== 'bind' || arg === undefined || !('content' in arg) || typeof arg.content !== 'string') return null;
  const attribute = arg.content.toLowerCase();
  if (attribute === 'innerhtml') return 'innerHTML';
  // A component does with others what it likes.
  return /^[a-z][a-z\d]*$/u.test(tag) ? (propertyOfAttribute.get(attribute) ?? null) : null;
}

function expressionOf({ exp }: DirectiveNode, isSetup: boolean): Expression | null {
  if (exp === undefined || exp.loc.end.offset <= exp.loc.start.offset) return null;
  const { start, end, source } = exp.loc;
  const said = inJavaScript(source, isSetup);
  return { start: start.offset, end: end.offset, ...(said !== source && { text: said }) };
}

function inJavaScript(source: string, isSetup: boolean): string {
  const code = decodeReferences(source);
  // A reference is read without its `value`.
  if (isSetup && /^\s*[\w$]+\s*$/u.test(code)) return `${code.trim()}.value||${code.trim()}`;
  // Filters of Vue 2: a call of something unknown.
  const [first = '', ...filters] = code.split(/(?<!\|)\|(?!\|)/u);
  return filters.reduce((value, filter) => `$filters$(${value},${filter})`, first);
}

/** The parser reads on past what the compiler refuses, such as an element without an end, in which the rest of the file may be lost: counted. */
function parse(text: string): { readonly nodes: readonly TemplateChildNode[]; readonly refusals: number } {
  let refusals = 0;
  const { children } = baseParse(text, {
    parseMode: 'sfc',
    comments: false,
    onError: () => {
      refusals += 1;
    },
    onWarn: () => undefined,
    decodeEntities: decodeReferences,
    isVoidTag: (tag) => voidTags.has(tag),
  });
  return { nodes: children, refusals };
}

const voidTags = new Set('area,base,br,col,embed,hr,img,input,link,meta,param,source,track,wbr'.split(','));

/** Each element before what it holds; what `visit` gives is called behind that. Without recursion: hostile markup nests as deep as it likes. */
function walk(nodes: readonly TemplateChildNode[], visit: (node: ElementNode) => (() => void) | null): void {
  const open: (TemplateChildNode | (() => void))[] = nodes.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'function') next();
    else if (next.type === element) {
      const leave = visit(next);
      if (leave !== null) open.push(leave);
      for (const child of next.children.toReversed()) open.push(child);
    }
  }
}

function attributeOf({ props }: Pick<ElementNode, 'props'>, name: string): string | null {
  const found = props.find((prop): prop is AttributeNode => prop.type === attribute && prop.name.toLowerCase() === name);
  return found === undefined ? null : (found.value?.content ?? '');
}

/** What stands between its tags, as it is written. */
function contentOf({ children }: ElementNode): { readonly start: number; readonly end: number } | null {
  const [first] = children;
  const last = children.at(-1);
  return first === undefined || last === undefined ? null : { start: first.loc.start.offset, end: last.loc.end.offset };
}
