// A request's text as a person writes the request: what `mcgate policy check` takes after the scope.
import type { PatternSource } from '../model.ts';
import { formatAddress } from './address.ts';
import { normalisePath } from './path.ts';
import type { PolicyEnvironment } from './request.ts';
import { shareRoot } from './windows-path.ts';
import { quoteWords } from './words.ts';

/**
 * The words after the scope, quoted for a shell where they must be; `parseRequest` of them, normalised, is the text again. The environment's
 * folders are written `${workspace}`, `${home}` and `${temp}`.
 */
export function formatText(kind: PatternSource['kind'], text: string, environment: PolicyEnvironment): string {
  return quoteWords(wordsOf(kind, text, environment));
}

function wordsOf(kind: PatternSource['kind'], text: string, environment: PolicyEnvironment): readonly string[] {
  switch (kind) {
    case 'path':
      return [formatPath(text, environment)];
    case 'host':
      return [formatHost(text)];
    case 'env':
      return text.startsWith('\0-') ? ['--', text.slice(1)] : [text.slice(1)];
    case 'name': {
      const [, digest = '', signedBy = '', name = ''] = text.split('\0');
      return [...provenance(digest, signedBy), ...(name.startsWith('-') ? ['--'] : []), name];
    }
    case 'argv': {
      const [, digest = '', signedBy = '', ...argv] = text.split('\0');
      return [...provenance(digest, signedBy), '--', ...argv];
    }
  }
}

function provenance(digest: string, signedBy: string): readonly string[] {
  return [...(digest === '' ? [] : [`--digest=${digest}`]), ...(signedBy === '' ? [] : [`--signed-by=${signedBy}`])];
}

function formatPath(text: string, environment: PolicyEnvironment): string {
  const folder = folderOf(text, environment);
  if (folder !== null) return `\${${folder.name}}${text.slice(folder.length)}`;
  if (environment.platform === 'posix') return text === '' ? '/' : text;
  if (text.startsWith(`/${shareRoot}/`)) return `/${text.slice(shareRoot.length + 1)}`;
  return text.length === 3 ? `${text.slice(1)}/` : text.slice(1);
}

/** The innermost of the environment's folders that the path is in; of two that are one, the first. A root says nothing. */
function folderOf(text: string, environment: PolicyEnvironment): { readonly name: string; readonly length: number } | null {
  let innermost: { readonly name: string; readonly length: number } | null = null;
  for (const name of ['workspace', 'home', 'temp'] as const) {
    const folder = normalisePath(environment[name], environment);
    if (folder === null || folder.length <= (innermost?.length ?? 0)) continue;
    if (text === folder || text.startsWith(`${folder}/`)) innermost = { name, length: folder.length };
  }
  return innermost;
}

function formatHost(text: string): string {
  const colon = text.lastIndexOf('.');
  const host = text.slice(1, colon);
  const port = text.slice(colon + 1);
  if (!host.startsWith('#')) return `${host}:${port}`;
  return host.startsWith('#4') ? `${formatAddress(host)}:${port}` : `[${formatAddress(host)}]:${port}`;
}
