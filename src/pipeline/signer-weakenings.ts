// A change of who signs is for those who sign: what it takes to approve one, and when it takes less.
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners } from '../attestation/allowed-signers.ts';
import { createPeople } from '../attestation/people.ts';
import { readRevokedKeys, revokedKeysPath } from '../attestation/revoked-keys.ts';
import { countPeople, signersThreshold } from '../attestation/threshold.ts';
import { McgateError } from '../core/error.ts';
import { readText } from '../core/tree-text.ts';
import type { Tree } from '../core/workspace.ts';
import { signerKeys } from './config-weakenings.ts';
import type { ResolvedConfig } from './settings.ts';
import type { Weakening } from './weakening.ts';

/** The weakenings, each with the number of signers that have to approve it. */
export async function demandSigners(
  weakenings: readonly Weakening[],
  trees: { readonly trusted: Tree; readonly judged: Tree },
  config: Pick<ResolvedConfig, 'people' | 'signersThreshold'>,
): Promise<readonly Weakening[]> {
  if (!weakenings.some(({ rule }) => rule === 'signers-changed' || rule === 'approval-loosened')) return weakenings;
  const { list, mapping } = await loadDemand(trees.trusted, config);
  return Promise.all(
    weakenings.map(async (weakening): Promise<Weakening> => {
      const { rule, key } = weakening;
      const isMapping = rule === 'approval-loosened' && mappingKeys.has(key);
      if (rule === 'signers-changed' && key === revokedKeysPath && (await onlyRevokes(trees.trusted, trees.judged))) return weakening;
      const signers = rule === 'signers-changed' ? list : isMapping ? mapping : null;
      return signers === null ? weakening : { ...weakening, signers };
    }),
  );
}

const mappingKeys: ReadonlySet<string> = new Set(Object.values(signerKeys).map((keys) => keys.join('.')));

interface Demand {
  /** For a change of the list; null where nobody signs yet. */
  readonly list: number | null;
  /** For a change of who the signers are; null where nobody is told to be anybody yet. */
  readonly mapping: number | null;
}

async function loadDemand(
  trusted: Tree,
  { people, signersThreshold: configured }: Pick<ResolvedConfig, 'people' | 'signersThreshold'>,
): Promise<Demand> {
  try {
    const { signers } = parseAllowedSigners((await readText(trusted, allowedSignersPath, maxSignersBytes)) ?? '');
    const known = countPeople(signers, createPeople(people));
    const threshold = signersThreshold(configured, known);
    return { list: signers.length === 0 ? null : threshold, mapping: known === 0 ? null : threshold };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    // Who signs cannot be told: then nobody's signature counts, and nothing else may stand in for it.
    return { list: configured ?? 2, mapping: configured ?? 2 };
  }
}

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
