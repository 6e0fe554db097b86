// Which names a branch may have, so that none can be taken for an option, a range, a path or several lines.

/** True if git would take `name` for a branch or tag (git-check-ref-format(1), rules 1 to 10). */
export function isBranchName(name: string): boolean {
  if (name === '' || name.length > 1024 || name === '@' || name.startsWith('-')) return false;
  if (/[\p{Cc} ~^:?*[\\]/u.test(name) || name.includes('..') || name.includes('@{') || name.endsWith('.')) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}
