// What `signers add`, `remove` and `rotate` share: refusing a key that would not count, and saying what their change needs to hold.
import { allowedSignersPath, type AllowedSigner } from '../../attestation/allowed-signers.ts';
import type { PublicKey } from '../../attestation/public-key.ts';
import { revokedKeysPath } from '../../attestation/revoked-keys.ts';
import { personOf } from '../../attestation/signer-state.ts';
import { McgateError } from '../../core/error.ts';
import { documentPaths } from '../../pipeline/trusted-documents.ts';
import { escapeTerminalLines } from '../../report/escape.ts';
import type { Session } from '../session.ts';
import { openRevoked, type SignerFiles } from './signer-files.ts';

/** Throws McgateError `usage` for a key that the file has already, or that is revoked; `tool-missing` where that cannot be told. */
export async function refuseTaken(files: SignerFiles, principal: string, { key, text }: PublicKey, session: Session): Promise<void> {
  const owner = files.allowed.signers.find(({ keyText }) => keyText === text);
  if (owner !== undefined) {
    const who = owner.principals.includes(principal) ? principal : owner.principals.join(', ');
    throw new McgateError('usage', `${key.fingerprint} is ${who}'s already (${allowedSignersPath}:${String(owner.line)}).`, {
      remedy: owner.principals.includes(principal) ? 'Remove it first to change its line.' : 'A key is one person: make another.',
    });
  }
  const revoked = (await openRevoked(files, [`${key.type} ${text}`], session))(text);
  if (revoked === false) return;
  if (revoked === true)
    throw new McgateError('usage', `${key.fingerprint} is revoked in ${revokedKeysPath}.`, { remedy: 'Make another key.' });
  throw new McgateError('tool-missing', `Whether ${revokedKeysPath} revokes ${key.fingerprint} cannot be told.`, {
    remedy: 'See `mcgate signers list`.',
  });
}

/** The principal's lines that count; throws McgateError `usage` where there are none. */
export function linesOf({ allowed }: SignerFiles, wanted: string): readonly AllowedSigner[] {
  const lines = allowed.signers.filter(({ principals, key }) => principals.includes(wanted) || key.fingerprint === wanted);
  if (lines.length > 0) return lines;
  const silent = allowed.problems.length === 0 ? '' : ' Lines that count for nothing are left alone.';
  throw new McgateError('usage', `${allowedSignersPath} has no key of ${JSON.stringify(wanted)}.${silent}`, {
    remedy: '`mcgate signers list` shows principals and fingerprints.',
  });
}

/** Prints what changed and what it takes to hold, and warns of who could not approve anything. */
export async function tellChange(files: SignerFiles, changes: readonly string[], added: string | null, session: Session): Promise<void> {
  const first = files.allowed.signers.length === 0;
  const needs = first
    ? 'Nobody signs here yet, so no signature can let this change through: a review has to, or whoever may merge past the gate.'
    : 'Commit it: it holds once it is merged. Those who sign on the target branch today have to approve the change: `mcgate approve`.';
  await session.stdout.write(lines([...changes, needs], session.stdout.style));
  if (added === null || personOf([added], files.people) !== null) return;
  const why = files.configProblem ?? `people in ${documentPaths.config} names nobody with the principal ${added}`;
  await session.stderr.write(
    lines([`Warning: ${why}: who cannot be told from the author of a change approves nothing.`], session.stderr.style),
  );
}

function lines(texts: readonly string[], style: { readonly unicode: boolean }): string {
  return texts
    .flatMap((text) => escapeTerminalLines(text, style))
    .map((line) => `${line}\n`)
    .join('');
}
