// Stands in for `wrap-ansi` in yargs' help, which has no colours: plain word wrap, long words broken.

/** Wraps each line of `text` to at most `columns` columns, between words where it can. */
export default function wrapAnsi(text: string, columns: number): string {
  const width = Math.max(1, columns);
  return text
    .split('\n')
    .map((line) => wrapLine(line, width).join('\n'))
    .join('\n');
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current: string | null = null;
  for (const word of line.split(' ')) {
    let rest = word;
    if (current !== null && current.length + 1 + rest.length <= width) {
      current = `${current} ${rest}`;
      continue;
    }
    if (current !== null) lines.push(current);
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    current = rest;
  }
  return [...lines, current ?? ''];
}
