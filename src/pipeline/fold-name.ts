// Which names a file system that folds them takes for one: there one file is read in the other's place.

/** A name as macOS or Windows compares it: without case, compatibility forms, ignored characters, dots and blanks at its end; 8.3 names too. */
export function foldName(name: string): string {
  const folded = name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/:.*/su, '')
    .replace(/[. ]+$/u, '');
  return /^mcgate~\d+$/u.test(folded) ? '.mcgate' : folded;
}

/** Each name of a path, folded. */
export function foldPath(path: string): string {
  return path.split('/').map(foldName).join('/');
}
