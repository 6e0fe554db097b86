// The scripts of a page, found as a browser finds them (HTML Living Standard, 13.2.5), in one pass. Of the markup no tree is made.

export interface Script {
  /** By names in small letters; the first of a name counts. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The element: from `<script` to behind `</script>`. */
  readonly start: number;
  readonly end: number;
  /** What stands in it. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** Elements in which no tag begins; what stands in a `style` is given as well, for those who cut both out. */
const rawElement = /<(?:!--|(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]))/giu;
const attributePattern = /[\s/]*(?:(>)|([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*))?)?)/uy;

export interface RawElements {
  readonly scripts: readonly Script[];
  /** Comments, scripts and other elements that hold no markup: from where to where. */
  readonly raw: readonly (readonly [number, number])[];
}

export function scanScripts(text: string): RawElements {
  const scripts: Script[] = [];
  const raw: (readonly [number, number])[] = [];
  const ends = new Map<string, RegExp>();
  rawElement.lastIndex = 0;
  for (let match = rawElement.exec(text); match !== null; match = rawElement.exec(text)) {
    const name = match[1]?.toLowerCase();
    const start = match.index;
    if (name === undefined) {
      const close = text.indexOf('-->', start + 2);
      const end = close < 0 ? text.length : close + 3;
      raw.push([start, end]);
      rawElement.lastIndex = end;
      continue;
    }
    const tag = readAttributes(text, start + match[0].length);
    if (tag === null) break;
    const closing = ends.get(name) ?? new RegExp(`</${name}(?=[\\s/>])`, 'giu');
    ends.set(name, closing);
    closing.lastIndex = tag.end;
    const close = closing.exec(text);
    // What is never closed is shown, or run, by nobody.
    if (close === null) break;
    const behind = text.indexOf('>', close.index);
    const end = behind < 0 ? text.length : behind + 1;
    raw.push([start, end]);
    if (name === 'script') scripts.push({ attributes: tag.attributes, start, end, bodyStart: tag.end, bodyEnd: close.index });
    rawElement.lastIndex = end;
  }
  return { scripts, raw };
}

function readAttributes(text: string, from: number): { readonly attributes: ReadonlyMap<string, string>; readonly end: number } | null {
  const attributes = new Map<string, string>();
  attributePattern.lastIndex = from;
  for (let match = attributePattern.exec(text); match !== null; match = attributePattern.exec(text)) {
    const [, end, name, double, single, plain] = match;
    if (end !== undefined) return { attributes, end: attributePattern.lastIndex };
    const key = (name ?? '').toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? plain ?? '');
  }
  return null;
}
