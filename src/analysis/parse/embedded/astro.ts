// Components of Astro: what runs on the server stands between two lines of dashes, and what `set:html` puts in as HTML; scripts run in the page.
import { closingBrace } from './closing.ts';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { outputNames, trimmed, writeMarkup } from './output.ts';
import { scriptPart } from './script-part.ts';
import { scanScripts } from './scripts.ts';

const fence = /^\s*---[^\S\n]*\n([^]*?)^---/mu;
const directive = /\sset:html=\{/gu;

export function readAstro(text: string): EmbeddedCode {
  const match = fence.exec(text);
  const front = match === null || match.index > 0 ? null : match;
  const bodyStart = front === null ? 0 : front[0].indexOf('\n', front[0].indexOf('---')) + 1;
  const parts: CodePart[] = front === null ? [] : [scriptPart(text, { start: bodyStart, end: bodyStart + (front[1]?.length ?? 0) }, true)];
  const markup = front?.[0].length ?? 0;
  directive.lastIndex = markup;
  for (const { 0: all, index } of text.matchAll(directive)) {
    const start = index + all.length;
    const end = closingBrace(text, start);
    if (index < markup || end < 0) continue;
    const writer = new PartWriter(text).insert(`;{${outputNames}(function(){`);
    writeMarkup(writer, trimmed(text, start, end));
    parts.push(writer.insert('})}').part());
  }
  for (const { start, attributes, bodyStart: from, bodyEnd: end } of scanScripts(text).scripts) {
    if (start >= markup && !attributes.has('src') && !attributes.has('set:html') && !attributes.has('type'))
      parts.push(scriptPart(text, { start: from, end }, false));
  }
  return { dialect: 'typescript', parts };
}
