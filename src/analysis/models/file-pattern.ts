// Paths of files that a framework loads by where they stand: `**/app/**/route` means `web/app/users/[id]/route.ts`.

const ending = /\.[cm]?[jt]sx?$/u;
const onlyEnding = /^\.[cm]?[jt]sx?$/u;

/**
 * Whether the pattern means the path of a file of code, both below the same folder. The path's ending does not count. `**` stands for any number of
 * folders, `*` for any part of a name. Takes at most as many steps as the path has characters for each of the pattern.
 */
export function matchesFile(pattern: string, path: string): boolean {
  // Most of a path's many ends are none of a pattern's: those are told apart before they are taken apart.
  if (!pattern.includes('*')) return path.startsWith(pattern) && onlyEnding.test(path.slice(pattern.length));
  if (!ending.test(path)) return false;
  return matches(pattern.split('/'), path.replace(ending, '').split('/'), '**', matchesName);
}

function matchesName(pattern: string, name: string): boolean {
  return pattern === name || (pattern.includes('*') && matches(Array.from(pattern), Array.from(name), '*', (one, other) => one === other));
}

/** Goes back to the last `star` only: whatever matched before it matches still. */
function matches(
  pattern: readonly string[],
  text: readonly string[],
  star: string,
  isSame: (one: string, other: string) => boolean,
): boolean {
  let [at, back, from] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    const expected = pattern[at];
    if (expected === star) [back, from, at] = [at, index, at + 1];
    else if (expected !== undefined && isSame(expected, text[index] ?? '')) [at, index] = [at + 1, index + 1];
    else if (back < 0) return false;
    else [at, from, index] = [back + 1, from + 1, from + 1];
  }
  return pattern.slice(at).every((rest) => rest === star);
}
