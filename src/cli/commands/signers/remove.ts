// `mcgate signers remove`: a key that may sign no longer; revoked, it cannot come back.
import { allowedSignersPath, type AllowedSigner } from '../../../attestation/allowed-signers.ts';
import { removePrincipal, removeSigners } from '../../../attestation/edit-signers.ts';
import { addRevokedKeys, revokedKeysPath } from '../../../attestation/revoked-keys.ts';
import { McgateError } from '../../../core/error.ts';
import { defineCommand } from '../../command.ts';
import { linesOf, tellChange } from '../../signers/change.ts';
import { loadSignerFiles, writeRevoked, writeSigners, type SignerFiles } from '../../signers/signer-files.ts';

export const command = defineCommand({
  positionals: { signer: { type: 'string', demandOption: true, describe: 'A principal, or a fingerprint (SHA256:…)' } },
  flags: { revoke: { type: 'boolean', describe: 'The key is lost or stolen: what it signed counts no more, whoever lists it' } },
  examples: [
    ['$0 signers remove ann@example.org', 'All keys of somebody who left'],
    ['$0 signers remove SHA256:9Zb… --revoke', 'One that was stolen'],
  ],
  notes:
    `Takes lines out of ${allowedSignersPath} of the working tree. --revoke adds the key to ${revokedKeysPath} as well. ` +
    'With --revoke, or by its fingerprint, a key goes for all of its principals.',
  run: async ({ signer, revoke }, session) => {
    const files = await loadSignerFiles(session);
    const lines = linesOf(files, signer);
    // A key that is revoked counts for nobody, and a line that only looks as if it counted misleads.
    const keys = new Set(lines.map(({ keyText }) => keyText));
    const whole = revoke === true ? files.allowed.signers.filter(({ keyText }) => keys.has(keyText)) : lines;
    const byKey = revoke === true || lines.some(({ key }) => key.fingerprint === signer);
    // First what makes it stricter: whatever happens in between, the key is not in force again.
    const revoked = revoke === true ? await revokeKeys(files, whole, session.now()) : [];
    await writeSigners(files, byKey ? removeSigners(files.text, whole) : removePrincipal(files.text, lines, signer));
    const removed = whole.map(
      ({ key, principals, line }) =>
        `Removed ${key.type} ${key.fingerprint} of ${byKey ? principals.join(', ') : signer} (line ${String(line)}) from ${allowedSignersPath}.`,
    );
    const left = whole.length === files.allowed.signers.length && byKey ? ['Nobody is left who could sign.'] : [];
    await tellChange(files, [...removed, ...revoked, ...left], null, session);
    return 0;
  },
});

async function revokeKeys(files: SignerFiles, signers: readonly AllowedSigner[], now: Date): Promise<readonly string[]> {
  const { revoked, revokedBytes } = files;
  if (revoked.kind === 'list') {
    throw new McgateError('usage', `${revokedKeysPath} is a binary list, which ssh-keygen alone can add to. Nothing was changed.`, {
      remedy: `Run \`ssh-keygen -k -u -f ${revokedKeysPath} key.pub\`, then remove the key without --revoke.`,
    });
  }
  const lacking = [...new Map(signers.map((signer) => [signer.keyText, signer])).values()].filter(
    ({ keyText }) => !revoked.keys.has(keyText),
  );
  const comment = ({ principals }: AllowedSigner): string => `${principals.join(',')} ${now.toISOString().slice(0, 10)}`;
  const text = addRevokedKeys(
    Buffer.from(revokedBytes).toString('latin1'),
    lacking.map((signer) => ({ ...signer, comment: comment(signer) })),
  );
  if (lacking.length > 0) await writeRevoked(files, text);
  return lacking.map(({ key }) => `Revoked ${key.fingerprint} in ${revokedKeysPath}.`);
}
