// Code that nobody wrote by hand: told from how much stands on a line.

const leastMarks = 300;
const marksPerLine = 8;

/** True for what a minifier or bundler wrote: many statements on each line. Long texts and tables of data are none. */
export function isMinified(text: string): boolean {
  let [lines, marks] = [1, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0a) lines += 1;
    else if (code === 0x3b || code === 0x7b || code === 0x7d) marks += 1;
  }
  return marks >= leastMarks && marks >= marksPerLine * lines;
}
