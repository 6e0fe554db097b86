// What a glob over paths means: its parse into a regular expression tree. Matching is glob-automaton.ts's.

/** A regular expression over code points. */
export type GlobNode =
  | { readonly kind: 'one'; readonly matches: (codePoint: number) => boolean }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly GlobNode[] }
  | { readonly kind: 'repeat'; readonly part: GlobNode };

/** A stretch of the pattern, and whether it begins and ends where a segment of the path does. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly opens: boolean;
  readonly closes: boolean;
}

type Parsed = readonly [node: GlobNode, next: number];

const slash = 0x2f;
const anything: GlobNode = { kind: 'one', matches: () => true };
const notSlash: GlobNode = { kind: 'one', matches: (codePoint) => codePoint !== slash };
const empty: GlobNode = { kind: 'sequence', parts: [] };

/**
 * Parses a glob; every text is one. `*` is any text within a segment, `**` alone between slashes any number of segments, `?` one
 * character, `[a-z]` and `[!a-z]` one of a set, `{a,b}` either; `\` takes the meaning of what follows. What nothing closes is itself.
 */
export function parseGlob(pattern: string): GlobNode {
  const text = Array.from(pattern);
  return parseStretch(text, { start: 0, end: text.length, opens: true, closes: true });
}

function parseStretch(text: readonly string[], stretch: Stretch): GlobNode {
  const parts: GlobNode[] = [];
  for (let at = stretch.start; at < stretch.end;) {
    const [part, next] = parseItem(text, at, stretch);
    parts.push(part);
    at = next;
  }
  return { kind: 'sequence', parts };
}

function parseItem(text: readonly string[], at: number, stretch: Stretch): Parsed {
  const character = text[at] ?? '';
  const itself: Parsed = [literal(character), at + 1];
  switch (character) {
    case '\\':
      return at + 1 < stretch.end ? [literal(text[at + 1] ?? ''), at + 2] : itself;
    case '?':
      return [notSlash, at + 1];
    case '*':
      return parseStars(text, at, stretch);
    case '[':
      return parseSet(text, at, stretch.end) ?? itself;
    case '{':
      return parseChoice(text, at, stretch) ?? itself;
    default:
      return itself;
  }
}

function literal(character: string): GlobNode {
  const wanted = character.codePointAt(0);
  return { kind: 'one', matches: (codePoint) => codePoint === wanted };
}

/** Two stars that are a whole segment cross slashes; with a slash behind them they take it along, so that they may stand for nothing. */
function parseStars(text: readonly string[], at: number, { start, end, opens, closes }: Stretch): Parsed {
  let next = at;
  while (next < end && text[next] === '*') next += 1;
  const whole = next - at === 2 && (at === start ? opens : text[at - 1] === '/');
  if (whole && next === end && closes) return [{ kind: 'repeat', part: anything }, next];
  if (!whole || text[next] !== '/' || next === end) return [{ kind: 'repeat', part: notSlash }, next];
  const folders: GlobNode = { kind: 'sequence', parts: [{ kind: 'repeat', part: anything }, literal('/')] };
  return [{ kind: 'choice', parts: [empty, folders] }, next + 1];
}

/** A `]` that comes first stands for itself, and no set holds a slash. */
function parseSet(text: readonly string[], at: number, end: number): Parsed | null {
  const negated = text[at + 1] === '!' || text[at + 1] === '^';
  const first = at + (negated ? 2 : 1);
  const ranges: (readonly [number, number])[] = [];
  for (let next = first; next < end && text[next] !== '/'; next += 1) {
    if (text[next] === ']' && next > first) return [oneOf(ranges, negated), next + 1];
    if (text[next] === '\\' && next + 1 < end) next += 1;
    const from = text[next]?.codePointAt(0) ?? 0;
    const ranged = text[next + 1] === '-' && next + 2 < end && text[next + 2] !== ']';
    ranges.push([from, ranged ? (text[next + 2]?.codePointAt(0) ?? 0) : from]);
    if (ranged) next += 2;
  }
  return null;
}

function oneOf(ranges: readonly (readonly [number, number])[], negated: boolean): GlobNode {
  const inside = (codePoint: number): boolean => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
  return { kind: 'one', matches: (codePoint) => codePoint !== slash && inside(codePoint) !== negated };
}

/** Braces without a comma are themselves. */
function parseChoice(text: readonly string[], at: number, stretch: Stretch): Parsed | null {
  const cuts = [at];
  let depth = 0;
  for (let next = at; next < stretch.end; next += 1) {
    const character = text[next];
    if (character === '\\') next += 1;
    else if (character === '{') depth += 1;
    else if (character === ',' && depth === 1) cuts.push(next);
    else if (character === '}') depth -= 1;
    if (depth > 0) continue;
    if (cuts.length === 1) return null;
    const opens = at === stretch.start ? stretch.opens : text[at - 1] === '/';
    const closes = next + 1 === stretch.end ? stretch.closes : text[next + 1] === '/';
    const parts = cuts.map((cut, index) => parseStretch(text, { start: cut + 1, end: cuts[index + 1] ?? next, opens, closes }));
    return [{ kind: 'choice', parts }, next + 1];
  }
  return null;
}
