// Where an expression among other text ends.

/** The index of the bracket that closes what is open at `from`, which lies behind `{`; -1 if none does. Texts, templates and comments are skipped. */
export function closingBrace(text: string, from: number): number {
  // What is open: a brace, or a template's text, to which a brace leads back.
  const open: ('{' | '`')[] = ['{'];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (open.at(-1) === '`') {
      if (character === '\\') at += 1;
      else if (character === '`') open.pop();
      else if (character === '$' && text[at + 1] === '{') {
        open.push('{');
        at += 1;
      }
    } else if (character === '{') open.push('{');
    else if (character === '`') open.push('`');
    else if (character === '}') {
      open.pop();
      if (open.length === 0) return at;
    } else if (character === '"' || character === "'") at = endOfText(text, at, character);
    else if (character === '/' && text[at + 1] === '*') at = endOrLast(text, text.indexOf('*/', at + 2), 1);
    else if (character === '/' && text[at + 1] === '/') at = endOrLast(text, text.indexOf('\n', at), 0);
  }
  return -1;
}

/** A text ends with its line at the latest: what looks like one may be an apostrophe. */
function endOfText(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote || text[at] === '\n') return at;
  }
  return text.length;
}

function endOrLast(text: string, index: number, more: number): number {
  return index < 0 ? text.length : index + more;
}
