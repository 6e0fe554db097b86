// Components of Astro (https://docs.astro.build/en/reference/astro-syntax): what runs on the server stands between two lines of dashes, `set:html` puts in
// HTML, and scripts run in the page. No parser of Astro's runs here (its own is a program in Go), so that marks are taken for what they are wherever they
// stand behind the second line, in comments and texts too.
import { closingBrace } from './closing.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { isScript } from './html.ts';
import { outputNames, trimmed, writeMarkup, type Expression } from './output.ts';
import { scriptPart } from './script-part.ts';

const mark = /\bset:html\s*=\s*|<script(?=[\s/>])/giu;
const attributePattern = /[\s/]*(?:(>)|([^\s/>={]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(?=\{)|([^\s>"'{][^\s>]*))?)?|(?=\{))/uy;

export function readAstro(text: string): EmbeddedCode {
  const reader = new Reader(text);
  reader.read();
  return { dialect: 'typescript', parts: reader.parts, unread: reader.unread, foreign: 0 };
}

class Reader {
  readonly parts: CodePart[] = [];
  unread = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): void {
    mark.lastIndex = this.front();
    for (let match = mark.exec(this.text); match !== null; match = mark.exec(this.text)) {
      const from = mark.lastIndex;
      const behind = match[0].startsWith('<') ? this.script(from) : this.markup(from);
      if (behind === null) {
        this.unread += 1;
        return;
      }
      mark.lastIndex = behind;
    }
  }

  /** Gives where the markup begins. */
  private front(): number {
    const before = this.text.length - this.text.trimStart().length;
    if (!this.text.startsWith('---', before)) return 0;
    const start = this.text.indexOf('\n', before) + 1;
    // The line before may be the first.
    const end = start === 0 ? -1 : this.text.indexOf('\n---', start - 1) + 1;
    if (end <= 0) {
      this.unread += 1;
      return this.text.length;
    }
    this.parts.push(scriptPart(this.text, { start, end }, 'refused'));
    return end + 3;
  }

  /** What `set:html` is given: an expression in braces or in backticks, or a text. Gives where it ends. */
  private markup(from: number): number | null {
    const first = this.text[from];
    if (first === '"' || first === "'") return from;
    if (first !== '{' && first !== '`') return null;
    const close = closingBrace(this.text, from + 1, first);
    if (close < 0) return null;
    const value: Expression = first === '{' ? trimmed(this.text, from + 1, close) : { start: from, end: close + 1 };
    const writer = new PartWriter(this.text).insert(`;{${outputNames}(async function(){`);
    writeMarkup(writer, value);
    this.parts.push(writer.insert('})}').part());
    return close;
  }

  private script(from: number): number | null {
    const attributes = new Map<string, string>();
    let at = from;
    for (;;) {
      attributePattern.lastIndex = at;
      const match = attributePattern.exec(this.text);
      if (match === null) return null;
      at = attributePattern.lastIndex;
      const [, end, name, double, single, plain] = match;
      if (end !== undefined) break;
      if (this.text[at] === '{') at = closingBrace(this.text, at + 1, '{') + 1;
      if (at === 0) return null;
      const key = (name ?? '').toLowerCase();
      if (!attributes.has(key)) attributes.set(key, double ?? single ?? plain ?? '');
    }
    // Closed at once, as any element may be here.
    if (this.text[at - 2] === '/') return at;
    const close = /<\/script(?=[\s/>])/giu;
    close.lastIndex = at;
    const end = close.exec(this.text)?.index;
    if (end === undefined) return null;
    if (isScript(attributes)) this.parts.push(scriptPart(this.text, { start: at, end }, 'unread'));
    // Behind `<script`, where `set:html` may stand, as well as behind what it holds.
    return attributes.has('set:html') ? from : end;
  }
}
