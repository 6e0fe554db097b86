// A change of who signs is for those who sign: what it takes to approve one, and when it takes less.
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners, type AllowedSigners } from '../attestation/allowed-signers.ts';
import { createPeople } from '../attestation/people.ts';
import { readRevokedKeys, revokedKeysPath } from '../attestation/revoked-keys.ts';
import { countPeople, signersThreshold } from '../attestation/threshold.ts';
import { McgateError } from '../core/error.ts';
import { readText } from '../core/tree-text.ts';
import type { Tree } from '../core/workspace.ts';
import { signerKeys } from './config-weakenings.ts';
import type { ResolvedConfig } from './settings.ts';
import type { Weakening } from './weakening.ts';

/** How many signers have to approve. */
export interface SignersDemand {
  /** For a change of the list; null where nobody signs yet. */
  readonly list: number | null;
  /** For a change of who the signers are; null where nobody is told to be anybody yet. */
  readonly mapping: number | null;
}

type SigningConfig = Pick<ResolvedConfig, 'people' | 'signersThreshold'>;

export function demandOf({ signers }: AllowedSigners, { people, signersThreshold: configured }: SigningConfig): SignersDemand {
  const known = countPeople(signers, createPeople(people));
  const threshold = signersThreshold(configured, known);
  return { list: signers.length === 0 ? null : threshold, mapping: known === 0 ? null : threshold };
}

/** By the signers of the trusted tip. Throws McgateError `cancelled` alone. */
export async function loadDemand(trusted: Tree, config: SigningConfig): Promise<SignersDemand> {
  try {
    return demandOf(parseAllowedSigners((await readText(trusted, allowedSignersPath, maxSignersBytes)) ?? ''), config);
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    // Who signs cannot be told: then nobody's signature counts, and nothing else may stand in for it.
    const least = config.signersThreshold ?? 2;
    return { list: least, mapping: least };
  }
}

/** The weakenings, each with the number of signers that have to approve it, which is never lowered. */
export async function demandSigners(
  weakenings: readonly Weakening[],
  { trusted, judged }: { readonly trusted: Tree; readonly judged: Tree },
  demand: SignersDemand,
): Promise<readonly Weakening[]> {
  return Promise.all(
    weakenings.map(async (weakening): Promise<Weakening> => {
      const { rule, key } = weakening;
      const isMapping = rule === 'approval-loosened' && mappingKeys.has(key);
      if (rule === 'signers-changed' && key === revokedKeysPath && (await onlyRevokes(trusted, judged))) return weakening;
      const asked = rule === 'signers-changed' ? demand.list : isMapping ? demand.mapping : null;
      return asked === null ? weakening : { ...weakening, signers: Math.max(asked, weakening.signers ?? 0) };
    }),
  );
}

const mappingKeys: ReadonlySet<string> = new Set(Object.values(signerKeys).map((keys) => keys.join('.')));

/**
 * True for a change that adds keys to the end of the list and does nothing else: it takes away and gives nothing, and may have to be quick.
 * How many people have to agree on the signers does not depend on who of them is revoked.
 */
async function onlyRevokes(trusted: Tree, judged: Tree): Promise<boolean> {
  const [before, after] = await Promise.all([readList(trusted), readList(judged)]);
  if (before === null || after === null) return false;
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  const revoked = readRevokedKeys(Buffer.from(after, 'latin1'));
  return after.startsWith(start) && revoked.kind === 'lines' && revoked.problems.length === 0;
}

/** Each byte a character; empty where there is no file, null for what is no plain file. */
async function readList(tree: Tree): Promise<string | null> {
  const entry = tree.entries.find(({ path }) => path === revokedKeysPath);
  if (entry === undefined) return tree.entries.some(({ path }) => path.startsWith(`${revokedKeysPath}/`)) ? null : '';
  const read = await tree.read(revokedKeysPath, maxSignersBytes);
  return entry.kind === 'file' && read.ok ? Buffer.from(read.bytes).toString('latin1') : null;
}
