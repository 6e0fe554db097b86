// Patterns of paths: where they start, what stands for the environment's folders, and their segments.
import { anyDepth, type Sequence } from '../automaton/sequence.ts';
import { normalisePath } from '../request/path.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { shareRoot } from '../request/windows-path.ts';
import { globReading, segmentSequences } from './glob-nodes.ts';
import { bangProblem, longestPattern, parseGlob, textProblem } from './glob.ts';
import { literal, pathCharacters, refused, type ParsedPattern } from './nodes.ts';

const variables = ['workspace', 'home', 'temp'] as const;

/** How a path pattern begins, and the glob below it; null where nothing follows. */
type Start =
  | { readonly kind: 'root' | 'share'; readonly below: string }
  | { readonly kind: 'drive'; readonly drive: string; readonly below: string }
  | { readonly kind: 'variable'; readonly name: (typeof variables)[number]; readonly below: string | null };

const starts = 'must start with "/", a drive ("C:/"), a share ("//server/share"), "${workspace}", "${home}", "${temp}", or "**/"';

/** A pattern of absolute paths. The environment's folders are taken as they are: what they hold is no glob. */
export function parsePathPattern(text: string, environment: PolicyEnvironment): ParsedPattern {
  const problem = textProblem(text) ?? (/\p{Cc}/u.test(text) ? 'must not hold a control character: no path has one' : null);
  if (problem !== null) return refused(problem);
  const start = parseStart(text.normalize('NFC'));
  return start === null ? refused(starts) : parseFrom(start, environment);
}

function parseFrom(start: Start, environment: PolicyEnvironment): ParsedPattern {
  const windows = environment.platform === 'windows';
  const glob = start.below === null ? null : parseGlob(start.below, true);
  if (glob?.ok === false) return glob;
  const parse = (folded: boolean): ParsedPattern =>
    glob === null ? { ok: true, sequences: [[]] } : segmentSequences(glob.items, globReading(pathCharacters, folded));
  const below = parse(!environment.caseSensitive);
  if (!below.ok) return below;
  switch (start.kind) {
    case 'root':
      return below;
    case 'drive':
      return { ok: true, sequences: windows ? below.sequences.map((each) => [literal(start.drive), ...each]) : [] };
    case 'variable': {
      const folder = normalisePath(environment[start.name], environment);
      if (folder === null) return refused(`needs a folder for "\${${start.name}}" that is an absolute path`);
      const root = folder.split('/').slice(1).map(literal);
      return { ok: true, sequences: below.sequences.map((each) => [...root, ...each]) };
    }
    case 'share': {
      const roots = parse(true);
      return roots.ok ? shares(roots.sequences, below.sequences, windows) : roots;
    }
  }
}

/** Server and share are folded whatever the file system does; both must be there. */
function shares(roots: readonly Sequence[], below: readonly Sequence[], windows: boolean): ParsedPattern {
  if (roots.some((each) => each.length < 2 || each[0] === anyDepth || each[1] === anyDepth))
    return refused('must name a server and a share after "//": "//server/share/**"');
  if (!windows) return { ok: true, sequences: [] };
  return { ok: true, sequences: roots.map((root, index) => [literal(shareRoot), ...root.slice(0, 2), ...(below[index] ?? []).slice(2)]) };
}

/** A pattern of paths that stand in a repository: relative, and both cases of a letter apart. */
export function parseRelativePattern(text: string): ParsedPattern {
  const problem = text.startsWith('/') ? 'must be relative to the repository: leave the "/" at the beginning out' : bangProblem(text);
  if (problem !== null) return refused(problem);
  const glob = parseGlob(text, true);
  return glob.ok ? segmentSequences(glob.items, globReading(pathCharacters, false)) : glob;
}

/** A pattern's beginning, which is no glob, in its one form, and the glob below it; null where nothing follows. */
export function splitStart(text: string): readonly [start: string, below: string | null] {
  const start = text.length > longestPattern ? null : parseStart(text.normalize('NFC'));
  if (start === null) return [text, null];
  switch (start.kind) {
    case 'root':
      return [text.startsWith('/') ? '/' : '', start.below];
    case 'share':
      return ['//', start.below];
    case 'drive':
      return [`${start.drive.toUpperCase()}/`, start.below];
    case 'variable':
      return [`\${${start.name}}${start.below === null ? '' : '/'}`, start.below];
  }
}

function parseStart(text: string): Start | null {
  const variable = /^\$\{([a-z]+)\}(?:\/(.*))?$/su.exec(text);
  const name = variables.find((each) => each === variable?.[1]);
  if (name !== undefined) return { kind: 'variable', name, below: variable?.[2] ?? null };
  if (text.startsWith('**/')) return { kind: 'root', below: text };
  if (text.startsWith('//')) return { kind: 'share', below: text.slice(2) };
  if (text.startsWith('/')) return { kind: 'root', below: text.slice(1) };
  const drive = /^([A-Za-z]:)\/(.*)$/su.exec(text);
  return drive === null ? null : { kind: 'drive', drive: (drive[1] ?? '').toLowerCase(), below: drive[2] ?? '' };
}
