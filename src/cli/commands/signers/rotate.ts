// `mcgate signers rotate`: a new key for somebody, and an end for the old ones.
import { allowedSignersPath, timeOfLimit, type AllowedSigner } from '../../../attestation/allowed-signers.ts';
import { addSigner, endSigners, formatLimit, removeSigners } from '../../../attestation/edit-signers.ts';
import { McgateError } from '../../../core/error.ts';
import { defineCommand } from '../../command.ts';
import { checkPrincipal, parseDays, readKeyArgument } from '../../signers/arguments.ts';
import { linesOf, refuseTaken, tellChange } from '../../signers/change.ts';
import { loadSignerFiles, writeSigners } from '../../signers/signer-files.ts';

export const command = defineCommand({
  positionals: { principal: { type: 'string', demandOption: true, describe: 'Whose keys they are' } },
  flags: {
    key: { type: 'string', demandOption: true, describe: 'The new public key: its .pub file, or its line' },
    // As long as an approval usually holds: what was signed with the old key before the change stays good.
    overlap: { type: 'string', default: '14d', describe: 'How long the old keys count beside it; 0d: not at all' },
  },
  examples: [
    ['$0 signers rotate ann@example.org --key ~/.ssh/id_new.pub', 'Both count for 14 days'],
    ['$0 signers rotate ann@example.org --key new.pub --overlap 0d', 'The old ones go at once'],
  ],
  notes:
    `Edits ${allowedSignersPath} of the working tree. The overlap begins now, not when the change is merged. ` +
    'A key that was stolen needs no overlap: `mcgate signers remove --revoke`, then `add`.',
  run: async (values, session) => {
    const principal = checkPrincipal(values.principal);
    const now = session.now();
    const overlap = parseDays('overlap', values.overlap);
    const publicKey = await readKeyArgument(values.key, session);
    const files = await loadSignerFiles(session);
    const until = now.getTime() + overlap;
    const old = linesOf(files, principal).filter((line) => endOf(line) > now.getTime());
    refuseShared(old, principal);
    await refuseTaken(files, principal, publicKey, session);
    const [gone, ended] = split(old, (line) => overlap === 0 || startOf(line) >= until);
    const shortened = ended.filter((line) => endOf(line) > until);
    const limit = formatLimit(new Date(until));
    const kept = removeSigners(endSigners(files.text, shortened, limit), gone);
    const text = addSigner(kept, principal, publicKey, { after: formatLimit(now), before: null });
    await writeSigners(files, text);
    const name = ({ key }: AllowedSigner): string => `${key.type} ${key.fingerprint}`;
    const changes = [
      `Added ${publicKey.key.type} ${publicKey.key.fingerprint} for ${principal} to ${allowedSignersPath}.`,
      ...gone.map((line) => `Removed ${name(line)}.`),
      ...ended.map(
        (line) => `${name(line)} counts until ${new Date(Math.min(until, endOf(line))).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      ),
    ];
    await tellChange(files, changes, principal, session);
    return 0;
  },
});

/** Throws McgateError `usage` where there is nothing to rotate, or where it would end somebody else's key too. */
function refuseShared(old: readonly AllowedSigner[], principal: string): void {
  if (old.length === 0) {
    throw new McgateError('usage', `All keys of ${principal} have ended: there is none to rotate.`, {
      remedy: 'Use `mcgate signers add`.',
    });
  }
  const shared = old.find(({ principals }) => principals.length > 1);
  if (shared === undefined) return;
  const others = shared.principals.filter((each) => each !== principal).join(', ');
  throw new McgateError('usage', `${allowedSignersPath}:${String(shared.line)} is a line of ${others} too.`, {
    remedy: 'Give each principal a line of its own first.',
  });
}

function startOf({ validAfter }: AllowedSigner): number {
  return validAfter === null ? -Infinity : (timeOfLimit(validAfter) ?? -Infinity);
}

function endOf({ validBefore }: AllowedSigner): number {
  return validBefore === null ? Infinity : (timeOfLimit(validBefore) ?? Infinity);
}

function split<T>(list: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [list.filter((item) => test(item)), list.filter((item) => !test(item))];
}
