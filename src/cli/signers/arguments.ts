// The arguments that the commands of `mcgate signers` share: a public key, moments, spans of days.
import { isPrincipal, timeOfLimit } from '../../attestation/allowed-signers.ts';
import { formatLimit } from '../../attestation/edit-signers.ts';
import { readPublicKey, type PublicKey } from '../../attestation/public-key.ts';
import { dayMs } from '../../core/days.ts';
import { McgateError } from '../../core/error.ts';
import { readFileBounded } from '../../platform/files.ts';
import { locatePath } from '../../platform/local-path.ts';
import { realPathOf } from '../../platform/real-path.ts';
import type { Session } from '../session.ts';

const maxKeyBytes = 64 * 1024;

/** Throws McgateError `usage`. */
export function checkPrincipal(text: string): string {
  if (isPrincipal(text)) return text;
  throw new McgateError('usage', `${JSON.stringify(text)} is no principal: it may hold letters, digits and .@+%/:_- alone.`, {
    remedy: 'Take the e-mail address of whoever signs.',
  });
}

/**
 * The key that `--key` names: a `.pub` file, or its line. Throws McgateError `usage` for anything else; nothing of a private key is shown.
 */
export async function readKeyArgument(given: string, session: Session): Promise<PublicKey> {
  const inline = readPublicKey(given);
  if (inline.ok) return inline.publicKey;
  if (inline.failure === 'private')
    throw new McgateError('usage', '--key is a private key, which nobody but its owner may see.', { remedy });
  // A file is seldom called so.
  if (/[\r\n]|^[a-z0-9@.-]+ +AAAA/u.test(given)) throw new McgateError('usage', `--key is no key that may sign: it ${inline.problem}.`);
  return readKeyFile(given, session);
}

const remedy = 'Hand over the public half alone: the file that ends with .pub.';

async function readKeyFile(given: string, { cwd }: Session): Promise<PublicKey> {
  const shown = given.length > 255 ? '--key' : JSON.stringify(given);
  const file = realPathOf(given, cwd);
  const read = await readFileBounded(file, maxKeyBytes);
  if (!read.ok)
    throw new McgateError(
      'usage',
      `${shown} cannot be read: ${read.failure}, ${read.failure === 'missing' ? 'there is no such file' : read.detail}.`,
    );
  const key = readPublicKey(Buffer.from(read.bytes).toString('latin1'));
  if (key.ok) return key.publicKey;
  if (key.failure === 'unusable') throw new McgateError('usage', `${shown} ${key.problem}.`);
  const isBeside = (await locatePath(`${file}.pub`))?.kind === 'file';
  throw new McgateError('usage', `${shown} is a private key, which nobody but its owner may see.`, {
    remedy: isBeside ? `Name its other half: ${given}.pub.` : remedy,
  });
}

/** A moment as `YYYY-MM-DD`, at midnight in UTC, or in ssh-keygen's form, as the file will hold it. Throws McgateError `usage`. */
export function parseLimit(flag: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const time = timeOfLimit(/^\d{4}-\d{2}-\d{2}$/u.test(text) ? text.replaceAll('-', '') : text);
  if (time !== null) return formatLimit(new Date(time));
  throw new McgateError('usage', `--${flag} ${JSON.stringify(text)} is no moment.`, { remedy: 'Write YYYY-MM-DD, or YYYYMMDDHHMMSSZ.' });
}

/** Milliseconds of `14d`, at most a year. Throws McgateError `usage`. */
export function parseDays(flag: string, text: string): number {
  const days = Number(/^(\d{1,3})d$/u.exec(text)?.[1] ?? Number.NaN);
  if (days <= 366) return days * dayMs;
  throw new McgateError('usage', `--${flag} ${JSON.stringify(text)} is no number of days up to a year.`, {
    remedy: `Write --${flag} 14d.`,
  });
}
