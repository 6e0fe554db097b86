// Components of Svelte: their scripts, and what `{@html …}` puts in as HTML.
import { closingBrace } from './closing.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { hiddenNames, outputNames, trimmed, writeMarkup } from './output.ts';
import { dialectOf, scriptPart } from './script-part.ts';
import { scanScripts } from './scripts.ts';

const sigil = /\{\s*([@#/:])(\w+)(?:\s+(?:if|then)\b)?\s*/uy;

export function readSvelte(text: string): EmbeddedCode {
  const { scripts, raw } = scanScripts(text);
  const parts = scripts.map(({ bodyStart, bodyEnd }) => scriptPart(text, { start: bodyStart, end: bodyEnd }, true));
  const bound = scripts.map(({ start, end }) => text.slice(start, end)).join('\n');
  return {
    dialect: dialectOf(scripts.map(({ attributes }) => attributes.get('lang') ?? '')),
    parts: [...parts, ...markupParts(text, raw, bound)],
  };
}

/** The markup is a function that runs after the script has run, and knows its names. */
function markupParts(text: string, raw: readonly (readonly [number, number])[], bound: string): readonly CodePart[] {
  const begin = (): PartWriter => new PartWriter(text).insert(`;{${outputNames}(function(${hiddenNames(bound)}){`);
  const whole = begin();
  const alone: CodePart[] = [];
  let next = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    while ((raw[next]?.[1] ?? Infinity) <= at) next += 1;
    const [start, end] = raw[next] ?? [Infinity, Infinity];
    const close = at >= start ? end - 1 : closingBrace(text, at + 1);
    if (close < 0) break;
    sigil.lastIndex = at;
    const [all, mark, word] = (at >= start ? null : sigil.exec(text)) ?? [''];
    if (mark === '@' && word === 'html') {
      const from = at + all.length;
      const value = trimmed(text, from, close);
      writeMarkup(whole, value);
      const own = begin();
      writeMarkup(own, value);
      alone.push(own.insert('})}').part());
    } else writeBlock(whole, text, `${mark ?? ''}${word ?? ''}`, at + all.length, close);
    at = close + 1;
  }
  return alone.length === 0 ? [] : [whole.insert('})}').part({ otherwise: alone })];
}

/** Blocks that name something. */
function writeBlock(writer: PartWriter, text: string, block: string, start: number, end: number): void {
  if (block === '#each') {
    const inner = text.slice(start, end);
    const as = /^([^]*)\sas\s+([^]*)$/u.exec(inner);
    if (as === null) writer.insert(';{');
    else writeEach(writer, text, start, start + (as[1]?.length ?? 0), end - (as[2]?.length ?? 0), end);
  } else if (block === '#snippet') {
    writer.insert(';function ').keep(start, end).insert('{');
  } else if (block === '/each' || block === '/snippet') writer.insert('}');
  else if (block === '@const') writer.insert(';var ').keep(start, end).insert(';');
}

/** `item, index (key)`: the item may be a pattern, with commas and brackets of its own. */
function writeEach(writer: PartWriter, text: string, listStart: number, listEnd: number, start: number, end: number): void {
  let depth = 0;
  let at = start;
  for (; at < end; at += 1) {
    const character = text[at] ?? '';
    if (depth === 0 && (character === ',' || character === '(')) break;
    if ('{[('.includes(character)) depth += 1;
    if ('}])'.includes(character)) depth -= 1;
  }
  const index = /^,\s*([\w$]+)/u.exec(text.slice(at, Math.min(end, at + 100)))?.[1];
  // What is read comes before what it is called.
  writer.insert(';for(const $list$ of[').keep(listStart, listEnd).insert('])for(const ').keep(start, at).insert(' of $list$){');
  if (index !== undefined) writer.insert(`let ${index};`);
}
