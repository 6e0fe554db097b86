// `mcgate signers list`: whose keys count, since when and until when, and which lines count for nothing.
import { allowedSignersPath } from '../../../attestation/allowed-signers.ts';
import { revokedKeysPath } from '../../../attestation/revoked-keys.ts';
import { personOf, signerState } from '../../../attestation/signer-state.ts';
import { countPeople, signersThreshold } from '../../../attestation/threshold.ts';
import { documentPaths } from '../../../pipeline/trusted-documents.ts';
import { formatJson } from '../../../report/escape.ts';
import { defineCommand } from '../../command.ts';
import { loadSignerFiles, openRevoked, type SignerFiles } from '../../signers/signer-files.ts';
import { formatSigners, isoOf, type ListedProblem, type ListedSigner } from '../../signers/table.ts';
import type { Session } from '../../session.ts';

const formats = ['pretty', 'json'] as const;

export const command = defineCommand({
  positionals: {},
  flags: { format: { type: 'string', choices: formats, default: 'pretty', describe: 'What goes to stdout' } },
  examples: [
    ['$0 signers list', 'Whose keys count, and why others do not'],
    ['$0 signers list --format json', 'For a program'],
  ],
  notes: `Shows ${allowedSignersPath} and ${revokedKeysPath} of the working tree. A change is judged by those of the branch that it is for.`,
  run: async ({ format }, session) => {
    const files = await loadSignerFiles(session);
    const signers = await listSigners(files, session);
    const problems = problemsOf(files);
    const text =
      format === 'json'
        ? formatJson({ signers: signers.map(plain), threshold: thresholdOf(files), problems })
        : formatSigners(signers, problems, notesOf(signers, thresholdOf(files)), session.stdout.style);
    await session.stdout.write(text);
    return 0;
  },
});

async function listSigners(files: SignerFiles, session: Session): Promise<readonly ListedSigner[]> {
  const { signers } = files.allowed;
  const isRevoked = await openRevoked(files, [...new Set(signers.map(({ key, keyText }) => `${key.type} ${keyText}`))], session);
  const now = session.now();
  return signers.map((signer) => ({
    signer,
    person: personOf(signer.principals, files.people),
    state: signerState(signer, isRevoked, now),
  }));
}

function problemsOf({ allowed, revoked, configProblem }: SignerFiles): readonly ListedProblem[] {
  const broken = revoked.kind === 'lines' ? revoked.problems : [];
  return [
    ...allowed.problems.map(({ line, message }) => ({ path: allowedSignersPath, line, message: `counts for nothing: ${message}` })),
    ...broken.map(({ line, message }) => ({ path: revokedKeysPath, line, message })),
    ...(configProblem === null ? [] : [{ path: documentPaths.config, line: null, message: `does not say who is who: ${configProblem}` }]),
  ];
}

/** People who have to approve a change of this list; null where nobody signs. */
function thresholdOf({ allowed, config, people }: SignerFiles): number | null {
  return allowed.signers.length === 0 ? null : signersThreshold(config.signersThreshold ?? null, countPeople(allowed.signers, people));
}

function notesOf(signers: readonly ListedSigner[], threshold: number | null): readonly string[] {
  const counting = signers.filter(({ state }) => state === 'counts').length;
  const known = new Set(signers.flatMap(({ person }) => person ?? []));
  const sum = `${String(signers.length)} ${signers.length === 1 ? 'key' : 'keys'} of ${String(known.size)} ${known.size === 1 ? 'person' : 'people'}; ${String(counting)} ${counting === 1 ? 'counts' : 'count'} now.`;
  const unknown = signers.some(({ person }) => person === null);
  const unclear = signers.some(({ state }) => state === 'unknown');
  return [
    signers.length === 0 ? `${allowedSignersPath} lets nobody sign.` : sum,
    ...(threshold === null ? [] : [`A change of who signs takes the approval of ${String(threshold)} of them who took no part in it.`]),
    ...(unknown ? [`-: people in ${documentPaths.config} does not name one person for this key, so it approves nothing.`] : []),
    ...(unclear ? [`not known: ${revokedKeysPath} cannot be read as a whole, or ssh-keygen, which reads it, is missing.`] : []),
  ];
}

function plain({ signer, person, state }: ListedSigner): Readonly<Record<string, unknown>> {
  const { line, principals, key, validAfter, validBefore } = signer;
  return {
    ...{ line, principals, person, type: key.type, fingerprint: key.fingerprint },
    validAfter: validAfter === null ? null : isoOf(validAfter),
    validBefore: validBefore === null ? null : isoOf(validBefore),
    state,
  };
}
