// Whose word counts while a history is walked: who signs, and who they are, as it was last approved, and not as somebody went past the gate to make it.
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners, type AllowedSigners } from '../attestation/allowed-signers.ts';
import { revokedKeysPath } from '../attestation/revoked-keys.ts';
import type { Finding } from '../core/documents.ts';
import { readText } from '../core/tree-text.ts';
import { readRevoked } from './approvals.ts';
import { resolveConfig, type ResolvedConfig } from './settings.ts';
import { demandOf, type SignersDemand } from './signer-weakenings.ts';
import type { Snapshot } from './snapshot.ts';
import { documentPaths } from './trusted-documents.ts';

export interface SignerList {
  readonly allowed: AllowedSigners;
  /** For `ssh-keygen -r`. */
  readonly revoked: Uint8Array | null;
}

export interface Authority extends SignerList {
  readonly config: Pick<ResolvedConfig, 'people' | 'signersThreshold'>;
  /** Content id of each of the files that this comes from; `''` for one that is not there. */
  readonly ids: Readonly<Record<AuthorityPath, string>>;
}

const paths = { allowed: allowedSignersPath, revoked: revokedKeysPath, config: documentPaths.config } as const;

type AuthorityPath = keyof typeof paths;

/** As they stand in a commit. Throws McgateError where one of the files is broken. */
export async function readAuthority(snapshot: Snapshot): Promise<Authority> {
  const { people, signersThreshold } = resolveConfig((await snapshot.documents()).config.parsed.value);
  const idOf = (path: string): string => snapshot.tree.entries.find((entry) => entry.path === path)?.id ?? '';
  return {
    ...(await readSigners(snapshot)),
    config: { people, signersThreshold },
    ids: { allowed: idOf(paths.allowed), revoked: idOf(paths.revoked), config: idOf(paths.config) },
  };
}

/** Throws McgateError `unreadable` or `invalid-document`. */
export async function readSigners({ tree }: Snapshot): Promise<SignerList> {
  const allowed = parseAllowedSigners((await readText(tree, allowedSignersPath, maxSignersBytes)) ?? '');
  return { allowed, revoked: await readRevoked(tree) };
}

/** As they stand now, but for what `open`, which nobody approved, is about: that stays as it was. */
export function advanceAuthority(authority: Authority, now: Authority, open: readonly Finding[]): Authority {
  const taken = { allowed: now, revoked: now, config: now };
  for (const finding of open) for (const path of concerned(finding)) taken[path] = authority;
  return {
    allowed: taken.allowed.allowed,
    revoked: taken.revoked.revoked,
    config: taken.config.config,
    ids: { allowed: taken.allowed.ids.allowed, revoked: taken.revoked.ids.revoked, config: taken.config.ids.config },
  };
}

/** True for what would change whose word counts. */
export function concernsAuthority(finding: Finding): boolean {
  return concerned(finding).length > 0;
}

/** True where all that it concerns is again as it was last approved. */
export function isSettled(finding: Finding, authority: Authority, now: Authority): boolean {
  return concerned(finding).every((path) => authority.ids[path] === now.ids[path]);
}

const rules: ReadonlySet<string> = new Set(
  ['signers-changed', 'approval-loosened', 'document-invalid', 'trusted-file-changed'].map((name) => `weakening/${name}`),
);

function concerned({ ruleId, location }: Finding): readonly AuthorityPath[] {
  if (!rules.has(ruleId)) return [];
  // Of a folder on the way, all that it holds.
  return (Object.keys(paths) as AuthorityPath[]).filter((key) => `${paths[key]}/`.startsWith(`${location.path}/`));
}

/** How many of those who sign, as it was last approved, have to approve a change of who signs. */
export function authorityDemand({ allowed, config }: Authority): SignersDemand {
  return demandOf(allowed, config);
}
