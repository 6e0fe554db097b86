// Windows paths: one text for the many spellings of a file, and a refusal of what names a device, a stream or a short name.
import { foldText } from './fold.ts';
import { plainSegments } from './segments.ts';

/** Stands before the server of a share; no drive and no segment can be this. */
export const shareRoot = 'unc:';

/** What the names of files cannot hold (Windows, "Naming files, paths, and namespaces"); `:` would open an alternate data stream. */
const forbiddenCharacter = /[<>:"|?*]/u;
/** A short name: `PROGRA~1` is another spelling of a longer one. */
const shortName = /~[0-9]/u;
/** Devices, whatever their extension. */
const reservedName = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?$/u;
/** Shares that are another door to the machine's own drives and pipes. */
const specialShare = /\$$|^(?:pipe|mailslot)$/u;

/** The text of an absolute path: `/c:/x`, or `/unc:/server/share/x`. Drive, server and share are folded whatever the file system does. */
export function normaliseWindowsPath(path: string, caseSensitive: boolean): string | null {
  const forward = path.replaceAll('\\', '/');
  const verbatim = /^\/\/\?\/(?:([Uu][Nn][Cc])\/)?(.*)$/su.exec(forward);
  const rest = verbatim === null ? forward : verbatim[1] === undefined ? (verbatim[2] ?? '') : `//${verbatim[2] ?? ''}`;
  const drive = /^([A-Za-z]):\/(.*)$/su.exec(rest);
  if (drive !== null) return joined([`${drive[1] ?? ''}:`.toLowerCase()], (drive[2] ?? '').split('/'), caseSensitive);
  if (verbatim !== null && verbatim[1] === undefined) return null;
  const share = /^\/\/([^/]+)\/([^/]+)(?:\/(.*))?$/su.exec(rest);
  if (share === null) return null;
  const root = [foldText(share[1] ?? ''), foldText(share[2] ?? '')];
  if (!root.every(isName) || specialShare.test(root[1] ?? '')) return null;
  return joined([shareRoot, ...root], (share[3] ?? '').split('/'), caseSensitive);
}

function joined(root: readonly string[], below: readonly string[], caseSensitive: boolean): string | null {
  const segments = plainSegments(below);
  if (segments?.every(isName) !== true) return null;
  const text = [...root, ...segments].map((segment) => `/${segment}`).join('');
  return caseSensitive ? text : foldText(text);
}

function isName(segment: string): boolean {
  return (
    !forbiddenCharacter.test(segment) &&
    !shortName.test(segment) &&
    !segment.endsWith('.') &&
    !segment.endsWith(' ') &&
    !reservedName.test(foldText(segment))
  );
}
