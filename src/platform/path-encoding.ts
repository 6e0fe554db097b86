// Repository paths as text: git and Linux name files by bytes, mcgate by strings, and no two files may share a string.
import { isUtf8 } from 'node:buffer';

const backslash = 0x5c;
const slash = 0x2f;

/**
 * The path as text. Valid UTF-8 stands as it is; every other byte, and every real backslash, as `\xHH` (upper case), so that a
 * backslash always opens an escape and the mapping is one to one.
 */
export function encodePath(bytes: Buffer): string {
  if (isUtf8(bytes) && !bytes.includes(backslash)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text += length === 0 ? escapeByte(bytes[at] ?? 0) : bytes.toString('utf8', at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** The bytes behind `encodePath`'s text. */
export function decodePath(path: string): Buffer {
  if (!path.includes('\\')) return Buffer.from(path, 'utf8');
  const parts = path.split(/\\x([0-9A-F]{2})/u);
  return Buffer.concat(parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'utf8') : Buffer.from(part, 'hex'))));
}

/** Splits NUL-terminated records and decodes each as `encodePath` does. */
export function splitRecords(output: Buffer): string[] {
  if (isUtf8(output) && !output.includes(backslash)) {
    const records = output.toString('utf8').split('\0');
    if (records.at(-1) === '') records.pop();
    return records;
  }
  const records: string[] = [];
  for (let start = 0; start < output.length;) {
    const found = output.indexOf(0, start);
    const end = found === -1 ? output.length : found;
    records.push(encodePath(output.subarray(start, end)));
    start = end + 1;
  }
  return records;
}

/**
 * True if the path names something below the root by its own words: relative, no empty, `.` or `..` component, no NUL, nothing in a
 * `.git` folder. An index or a tree written by hand can hold all of these.
 */
export function isConfinedPath(path: string): boolean {
  if (path === '' || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !isGitFolderName(part) && isPortable(part));
}

/** On Windows a backslash separates folders, a colon names a drive or a stream: such a name cannot stand for itself there. */
function isPortable(part: string): boolean {
  return process.platform !== 'win32' || !/[\\:]/u.test(part);
}

/** `.git` in the spellings that case-insensitive file systems and NTFS take for it. */
function isGitFolderName(part: string): boolean {
  const name = part.toLowerCase();
  return name === '.git' || name === 'git~1';
}

/** Length of the valid UTF-8 sequence that starts at `at`; 0 where there is none, or where a backslash stands. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead === backslash) return 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The absolute path for a system call: a string where one can say it, bytes otherwise. */
export function absolutePath(root: string, path: string): string | Buffer {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  if (!path.includes('\\')) return path === '' ? root : prefix + path;
  const bytes = Buffer.concat([Buffer.from(prefix, 'utf8'), decodePath(path)]);
  return process.platform === 'win32' ? bytes.toString('utf8') : bytes;
}

/** The folder that holds `path`; `''` for the root. */
export function parentPath(path: string): string {
  const at = path.lastIndexOf(String.fromCharCode(slash));
  return at === -1 ? '' : path.slice(0, at);
}
