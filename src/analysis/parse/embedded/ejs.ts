// Templates of EJS: a function whose names are properties of what it is handed.
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';
import { beginTemplate, endOfTemplate, trimmed, writeMarkup, writeMeantMarkup, writeOther } from './output.ts';

interface Tag {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

export function readEjs(text: string): EmbeddedCode {
  const { tags, isOpen } = tagsOf(text);
  const whole = beginTemplate(new PartWriter(text), ['include', 'includeFile']);
  const alone: CodePart[] = [];
  for (const tag of tags) {
    writeTag(whole, text, tag);
    if (tag.kind !== '-') continue;
    const own = beginTemplate(new PartWriter(text), ['include', 'includeFile']);
    writeTag(own, text, tag);
    alone.push(own.insert(endOfTemplate).part());
  }
  return {
    dialect: 'javascript',
    parts: tags.length === 0 ? [] : [whole.insert(endOfTemplate).part('unread', alone)],
    unread: isOpen ? 1 : 0,
    foreign: 0,
  };
}

/** `isOpen`: the last is never closed, which EJS refuses. */
function tagsOf(text: string): { readonly tags: readonly Tag[]; readonly isOpen: boolean } {
  const tags: Tag[] = [];
  for (let open = text.indexOf('<%'); open >= 0;) {
    const close = text.indexOf('%>', open + 2);
    if (close < 0) return { tags, isOpen: true };
    const mark = text[open + 2] ?? '';
    const kind = '-=_#%'.includes(mark) ? mark : '';
    const last = text[close - 1] ?? '';
    const start = open + 2 + kind.length;
    // `<%%` is the text `<%`.
    if (kind !== '%' && kind !== '#') tags.push({ kind, start, end: Math.max(start, last === '-' || last === '_' ? close - 1 : close) });
    open = text.indexOf('<%', kind === '%' ? open + 3 : close + 2);
  }
  return { tags, isOpen: false };
}

/** A name alone is handed all that the template around it knows. */
const plainInclude = /^(?:await\s+)?include(?:File)?\s*\(\s*(?:'[^'\n]*'|"[^"\n]*")\s*\)$/u;

/** `include` without brackets is how EJS 2 has it. */
function writeTag(writer: PartWriter, text: string, { kind, start: from, end: last }: Tag): void {
  const old = /^\s*include\s+([^\s'"()]+)\s*$/u.exec(text.slice(from, last))?.[1];
  if (old !== undefined && kind === '') {
    writeOther(writer, { start: from, end: last, text: `$includes$.include(${JSON.stringify(old)},$values$)` });
    return;
  }
  if (kind !== '-' && kind !== '=') {
    writer.insert(';').keep(from, last).insert('\n');
    return;
  }
  let behind = last;
  while (behind > from && /[\s;]/u.test(text[behind - 1] ?? '')) behind -= 1;
  const { start, end: until } = trimmed(text, from, behind);
  const code = text.slice(start, until);
  const value = { start, end: until };
  if (code === '') return;
  // What another template made was escaped there, or was not, and is told there.
  if (plainInclude.test(code))
    writer
      .insert(';[')
      .keep(start, until - 1)
      .insert(',$values$')
      .keep(until - 1, until)
      .insert('];');
  else if (kind === '=' || /^(?:await\s+)?include(?:File)?\s*\(/u.test(code)) writeOther(writer, value);
  else if (code === 'body' || code === 'content') writeMeantMarkup(writer, value);
  else writeMarkup(writer, value);
}
