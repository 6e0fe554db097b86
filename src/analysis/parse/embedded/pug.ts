// Templates of Pug: a function whose names are properties of what it is handed.
import lex from 'pug-lexer';
import parse from 'pug-parser';
import { textLineStarts, type LineStarts } from '../positions.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import {
  beginTemplate,
  endOfTemplate,
  propertyOfAttribute,
  trimmed,
  writeMarkup,
  writeMeantMarkup,
  writeOther,
  writeProperty,
  type Expression,
} from './output.ts';

/** Deeper than anybody nests: such a template is not read. */
const maxDepth = 200;

/** Throws where Pug's own lexer or parser does, and where the template nests too deeply. */
export function readPug(text: string): EmbeddedCode {
  const tree = parse(lex(text), { src: text }) as Block;
  return { dialect: 'javascript', parts: new TemplateReader(text).read(tree), unread: 0, foreign: 0 };
}

// The parser's tree, of which its own types say little. What is not there is left out.
interface Placed {
  readonly line: number;
  readonly column: number;
}

interface Block {
  readonly nodes: readonly Node[];
}

interface Attribute extends Placed {
  readonly name: string;
  readonly val: string | boolean;
  readonly mustEscape: boolean;
}

interface Tag extends Placed {
  readonly attrs: readonly Attribute[];
  readonly attributeBlocks: readonly (Placed & { readonly val: string })[];
  readonly block: Block | null;
}

interface Code extends Placed {
  readonly type: 'Code';
  readonly val: string;
  readonly buffer: boolean;
  readonly mustEscape: boolean;
  readonly block?: Block;
}

interface Loop extends Placed {
  readonly obj: string;
  readonly val: string;
  readonly key?: string | null;
  readonly block: Block;
  readonly alternate?: Block | null;
}

interface Mixin extends Tag {
  readonly type: 'Mixin';
  readonly name: string;
  readonly args: string | null;
  readonly call: boolean;
}

interface Conditional extends Placed {
  readonly type: 'Conditional';
  readonly test: string;
  readonly consequent: Block;
  readonly alternate: Node | Block | null;
}

type Node =
  | Code
  | Conditional
  | Mixin
  | (Tag & { readonly type: 'Tag' })
  | (Tag & { readonly type: 'InterpolatedTag'; readonly expr: string })
  | (Loop & { readonly type: 'Each' | 'EachOf' })
  | (Placed & { readonly type: 'While'; readonly test: string; readonly block: Block })
  | (Placed & { readonly type: 'Case'; readonly expr: string; readonly block: Block })
  | (Placed & { readonly type: 'When'; readonly expr: string; readonly block?: Block | null })
  | (Placed & { readonly type: 'Include' | 'RawInclude' | 'Extends'; readonly file: { readonly path: string }; readonly block?: Block })
  | (Block & Placed & { readonly type: 'Block' | 'NamedBlock' })
  | (Placed & { readonly type: 'Text' | 'Comment' | 'BlockComment' | 'Doctype' | 'Filter' | 'MixinBlock' | 'YieldBlock' });

class TemplateReader {
  private readonly text: string;
  private readonly whole: PartWriter;
  private readonly starts: LineStarts;
  /** What is put out as it is, each by itself. */
  private readonly alone: CodePart[] = [];
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.starts = textLineStarts(text);
    this.whole = beginTemplate(new PartWriter(text), ['include']);
  }

  read(tree: Block): readonly CodePart[] {
    this.block(tree);
    return [this.whole.insert(endOfTemplate).part('unread', this.alone)];
  }

  private block(block: Block | null | undefined): void {
    this.depth += 1;
    if (this.depth > maxDepth) throw new RangeError('the template nests too deeply');
    for (const node of block?.nodes ?? []) this.node(node);
    this.depth -= 1;
  }

  private node(node: Node): void {
    switch (node.type) {
      case 'Code':
        this.code(node);
        break;
      case 'Tag':
        this.tag(node);
        break;
      case 'InterpolatedTag':
        writeOther(this.whole, this.expression(node, node.expr));
        this.tag(node);
        break;
      case 'Mixin':
        this.mixin(node);
        break;
      case 'Each':
      case 'EachOf':
        this.loop(node);
        break;
      case 'While':
        this.held(';while(', node, node.test, node.block);
        break;
      case 'Conditional':
        this.condition(node);
        break;
      case 'Case':
        this.keep(';switch(', node, node.expr, '){');
        this.block(node.block);
        this.whole.insert('}');
        break;
      case 'When':
        this.when(node);
        break;
      case 'Include':
      case 'RawInclude':
      case 'Extends':
        this.include(node, node.file.path);
        this.block(node.block);
        break;
      case 'Block':
      case 'NamedBlock':
        this.block(node);
        break;
      default: // nothing that the template was handed
    }
  }

  private code(node: Code): void {
    const value = this.expression(node, node.val);
    if (!node.buffer) {
      // No end of a statement before it: it may be an `else`.
      this.keep('\n', node, node.val, node.block === undefined ? '' : '{');
      this.block(node.block);
      if (node.block !== undefined) this.whole.insert('}');
      return;
    }
    if (node.mustEscape) writeOther(this.whole, value);
    else if (node.val === 'body' || node.val === 'content') writeMeantMarkup(this.whole, value);
    else this.markup(value);
    this.block(node.block);
  }

  private markup(value: Expression): void {
    writeMarkup(this.whole, value);
    const own = beginTemplate(new PartWriter(this.text), ['include']);
    writeMarkup(own, value);
    this.alone.push(own.insert(endOfTemplate).part());
  }

  private tag({ attrs, attributeBlocks, block }: Tag): void {
    for (const attribute of attrs) this.attribute(attribute);
    for (const all of attributeBlocks) writeOther(this.whole, this.expression(all, all.val));
    this.block(block);
  }

  private attribute(attribute: Attribute): void {
    const { name, val, mustEscape } = attribute;
    // A text, as those of classes and ids are.
    if (typeof val !== 'string' || /^(?:'[^'\\]*'|"[^"\\]*")$/u.test(val)) return;
    const value = this.expression(attribute, val, name.length);
    const property = propertyOfAttribute.get(name.toLowerCase());
    // Pug makes JSON of what a class or a style is handed, and escapes it by itself.
    if (property !== undefined) writeProperty(this.whole, property, value);
    else if (mustEscape || name === 'class' || name === 'style') writeOther(this.whole, value);
    else this.markup(value);
  }

  private mixin(node: Mixin): void {
    const name = `$mixin$${node.name.replaceAll(/[^\w$]/gu, '$')}`;
    const args = node.args ?? '';
    if (node.call) {
      this.keep(`;${name}(`, node, args, ');', node.name.length);
      this.tag(node);
      return;
    }
    this.keep(`;function ${name}(`, node, args, '){', node.name.length);
    this.block(node.block);
    this.whole.insert('}');
  }

  private loop(node: Loop): void {
    const { key } = node;
    this.whole.insert('{');
    if (key !== undefined && key !== null) {
      this.keep('let ', node, key, ';');
      this.keep(`for(${key} in(`, node, node.obj, ')){}');
    }
    this.keep(';for(const ', node, node.val, '');
    this.held(' of ', node, node.obj, node.block);
    this.whole.insert('}');
    this.block(node.alternate);
  }

  private condition({ test, consequent, alternate, ...place }: Conditional): void {
    this.held(';if(', place, test, consequent);
    if (alternate === null) return;
    this.whole.insert('else{');
    this.block('nodes' in alternate ? alternate : { nodes: [alternate] });
    this.whole.insert('}');
  }

  private when({ expr, block, ...place }: Extract<Node, { readonly type: 'When' }>): void {
    if (expr === 'default') this.whole.insert('default:');
    else this.keep('case(', place, expr, '):');
    if (block === undefined || block === null) return;
    this.whole.insert('{');
    this.block(block);
    this.whole.insert(';break;}');
  }

  /** Knows what the template around it knows. */
  private include(place: Placed, name: string): void {
    const start = this.offset(place);
    const [until] = this.text.slice(start).split(/[\r\n]/u, 1);
    const text = `$includes$.include(${JSON.stringify(name)},$values$)`;
    writeOther(this.whole, { start, end: start + (until?.length ?? 0), text });
  }

  private held(before: string, place: Placed, code: string, block: Block): void {
    this.keep(before, place, code, '){');
    this.block(block);
    this.whole.insert('}');
  }

  private keep(before: string, place: Placed, code: string, after: string, skip = 0): void {
    const { start, end: until, text } = this.expression(place, code, skip);
    this.whole.insert(before);
    if (text === undefined) this.whole.keep(start, until);
    else this.whole.say(text, start, until);
    // Behind a comment.
    this.whole.insert(`\n${after}`);
  }

  /** Where code stands that begins behind a place; at the place where it is not written as it is told. */
  private expression(place: Placed, code: string, skip = 0): Expression {
    const from = this.offset(place);
    const index = this.text.slice(from + skip, from + skip + code.length + 1000).indexOf(code);
    if (index < 0) return { start: from, end: Math.min(from + code.length, this.text.length), text: code };
    const start = from + skip + index;
    return trimmed(this.text, start, start + code.length);
  }

  private offset({ line, column }: Placed): number {
    return Math.min((this.starts[line - 1] ?? this.text.length) + column - 1, this.text.length);
  }
}
