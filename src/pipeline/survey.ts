// A look at what is to be judged before the check: which files there are, and how much of the history the check will ask for.
import { isAttestationPath } from '../attestation/subject.ts';
import { McgateError } from '../core/error.ts';
import type { ChangeEvent } from '../core/event.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import { holdsReleases, targetBranch } from './release-target.ts';
import { resolveConfig } from './settings.ts';
import { loadTrustedDocuments } from './trusted-documents.ts';
import { resolveSubject, type ResolvedSubject } from './trusted-tip.ts';

export interface Survey {
  /** Of the judged tree and of the one that judges. */
  readonly paths: readonly string[];
  /** The config that judges says that the target holds releases: whose work they are goes back to the last one. */
  readonly isRelease: boolean;
  /** The change brings attestations: each counts once, which all of the history tells. */
  readonly bringsAttestations: boolean;
}

/** Null where there is nothing to look at: the check says why. Throws McgateError `cancelled`. */
export async function survey(event: ChangeEvent, repository: Repository): Promise<Survey | null> {
  try {
    const subject = await resolveSubject(event, repository);
    return subject.ok ? await look(event, subject, repository) : null;
  } catch (error) {
    if (error instanceof McgateError && error.code !== 'cancelled') return null;
    throw error;
  }
}

async function look(event: ChangeEvent, subject: ResolvedSubject, repository: Repository): Promise<Survey> {
  const judged = await repository.list(subject.judged.source);
  const trusted = subject.trusted === null ? judged : await repository.list({ kind: 'commit', commit: subject.trusted.commit });
  const before = new Set(attestations(trusted));
  const paths = [...new Set([...judged.entries, ...trusted.entries].map(({ path }) => path))];
  return {
    paths,
    isRelease: await isRelease(event, subject, trusted, repository),
    bringsAttestations: attestations(judged).some((path) => !before.has(path)),
  };
}

function attestations({ entries }: TreeListing): readonly string[] {
  return entries.map(({ path }) => path).filter((path) => isAttestationPath(path));
}

async function isRelease(event: ChangeEvent, subject: ResolvedSubject, trusted: TreeListing, repository: Repository): Promise<boolean> {
  const branch = targetBranch({ event }, subject);
  if (branch === null) return false;
  const workspace = await repository.open({ judged: trusted, base: null });
  try {
    const { config } = await loadTrustedDocuments(workspace.judged);
    return holdsReleases(branch, resolveConfig(config.parsed.value));
  } finally {
    await workspace.close();
  }
}
