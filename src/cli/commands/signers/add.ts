// `mcgate signers add`: a key that may sign from now on.
import { allowedSignersPath, timeOfLimit } from '../../../attestation/allowed-signers.ts';
import { addSigner } from '../../../attestation/edit-signers.ts';
import { McgateError } from '../../../core/error.ts';
import { defineCommand } from '../../command.ts';
import { checkPrincipal, parseLimit, readKeyArgument } from '../../signers/arguments.ts';
import { refuseTaken, tellChange } from '../../signers/change.ts';
import { loadSignerFiles, writeSigners } from '../../signers/signer-files.ts';

export const command = defineCommand({
  positionals: { principal: { type: 'string', demandOption: true, describe: 'Whose key it is, as an e-mail address' } },
  flags: {
    key: { type: 'string', demandOption: true, describe: 'The public key: its .pub file, or its line' },
    'valid-after': { type: 'string', describe: 'It counts from then on: YYYY-MM-DD (midnight, UTC) or YYYYMMDDHHMMSSZ' },
    'valid-before': { type: 'string', describe: 'It counts until then' },
  },
  examples: [
    ['$0 signers add ann@example.org --key ~/.ssh/id_ed25519_sk.pub', 'A key in hardware'],
    ['$0 signers add bob@example.org --key "ssh-ed25519 AAAA…" --valid-before 2027-06-30', 'For a while'],
  ],
  notes: `Writes a line to ${allowedSignersPath} of the working tree. Ed25519, ECDSA and RSA from 3072 bits on may sign, and keys in hardware.`,
  run: async (values, session) => {
    const principal = checkPrincipal(values.principal);
    const [after, before] = [parseLimit('valid-after', values['valid-after']), parseLimit('valid-before', values['valid-before'])];
    const end = before === null ? Infinity : (timeOfLimit(before) ?? 0);
    if (end <= session.now().getTime() || end <= (after === null ? 0 : (timeOfLimit(after) ?? 0)))
      throw new McgateError('usage', 'A key that ends before it begins, or has ended, would never count.');
    const publicKey = await readKeyArgument(values.key, session);
    const files = await loadSignerFiles(session);
    await refuseTaken(files, principal, publicKey, session);
    await writeSigners(files, addSigner(files.text, principal, publicKey, { after, before }));
    const { type, fingerprint } = publicKey.key;
    await tellChange(files, [`Added ${type} ${fingerprint} for ${principal} to ${allowedSignersPath}.`], principal, session);
    return 0;
  },
});
