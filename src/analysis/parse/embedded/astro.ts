// Components of Astro: what runs on the server stands between two lines of dashes, and what `set:html` puts in as HTML; scripts run in the page.
import { closingBrace } from './closing.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { outputNames, trimmed, writeMarkup } from './output.ts';
import { scriptPart } from './script-part.ts';
import { scanScripts } from './scripts.ts';

const directive = /\sset:html=\{/gu;

export function readAstro(text: string): EmbeddedCode {
  const front = frontOf(text);
  const parts: CodePart[] = front === null ? [] : [scriptPart(text, front, true)];
  const begun = front?.end ?? 0;
  let markup = begun;
  for (const { 0: all, index } of text.matchAll(directive)) {
    const start = index + all.length;
    if (index < markup) continue;
    const end = closingBrace(text, start);
    if (end < 0) break;
    markup = end;
    const writer = new PartWriter(text).insert(`;{${outputNames}(function(){`);
    writeMarkup(writer, trimmed(text, start, end));
    parts.push(writer.insert('})}').part());
  }
  for (const { start, attributes, bodyStart: from, bodyEnd: end } of scanScripts(text).scripts) {
    if (start >= begun && !attributes.has('src') && !attributes.has('set:html') && !attributes.has('type'))
      parts.push(scriptPart(text, { start: from, end }, false));
  }
  return { dialect: 'typescript', parts };
}

/** What stands between the two lines. */
function frontOf(text: string): { readonly start: number; readonly end: number } | null {
  const before = text.length - text.trimStart().length;
  const start = text.startsWith('---', before) ? text.indexOf('\n', before) + 1 : 0;
  const end = start === 0 ? -1 : `\n${text.slice(start)}`.indexOf('\n---');
  return end < 0 ? null : { start, end: start + end };
}
