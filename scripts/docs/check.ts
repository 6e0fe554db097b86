// What can be wrong in a document or a workflow, as pure functions of its text. Each returns one line a fault.
import path from 'node:path';

/** Relative Markdown links whose target `exists` denies. */
export function danglingLinks(file: string, text: string, exists: (target: string) => boolean): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target ?? '').split('#', 1)[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target))
    .map((target) => path.posix.join(path.posix.dirname(file), target))
    .filter((target) => !exists(target))
    .map((target) => `${file}: links to ${target}, which is not there`);
}

/** `npm run <name>` in a document for a script that package.json does not have. */
export function unknownScripts(file: string, text: string, scripts: readonly string[]): readonly string[] {
  return [...text.matchAll(/\bnpm run ([\w:-]+)/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => !scripts.includes(name))
    .map((name) => `${file}: names \`npm run ${name}\`, which package.json does not have`);
}

/** Actions that are not pinned by a full commit id with its tag beside it. A local action (`./`) has none. */
export function unpinnedActions(file: string, text: string): readonly string[] {
  return [...text.matchAll(/^\s*(?:-\s*)?uses:\s*(\S.*)$/gm)]
    .map(([, uses]) => (uses ?? '').trim())
    .filter((uses) => !uses.startsWith('./') && !/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d[\w.]*$/.test(uses))
    .map((uses) => `${file}: ${uses} is not pinned by a commit and its tag`);
}
