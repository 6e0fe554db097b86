// Whoever made what is judged, as the commits and the event say it. Files of attestations are no part of what anybody judges, so whoever
// only brought them made nothing.
import type { Author } from '../attestation/people.ts';
import { attestationFolder, isAttestationPath } from '../attestation/subject.ts';
import type { CheckRequest } from '../core/check.ts';
import { McgateError } from '../core/error.ts';
import type { Repository } from '../core/repository.ts';
import type { Tree } from '../core/workspace.ts';
import type { OpenActors } from './actors.ts';
import { isSameTree, type ResolvedSubject } from './trusted-tip.ts';
import { isPull } from './unresolved-subject.ts';

export interface AuthorSources {
  readonly request: Pick<CheckRequest, 'event'>;
  readonly repository: Repository;
  readonly subject: ResolvedSubject;
  readonly actors: Pick<OpenActors, 'find'>;
}

/** Whoever made a change since `base`; null for all of the history. Throws McgateError `unreadable` where the history here does not hold all of it. */
export async function changeAuthors(sources: AuthorSources, base: string | null): Promise<readonly Author[]> {
  const { repository } = sources;
  const tip = await tipOf(sources);
  const { emails, whole } =
    tip === null ? { emails: [], whole: false } : await repository.authors({ base, tip, without: attestationFolder });
  if (!whole) throw cutOff();
  const { logins } = await sources.actors.find();
  // Whoever pushed counts even if it was attestations alone: what was in a push GitHub does not tell, and who pushed not always.
  return [...logins.map((name) => ({ kind: 'login' as const, name })), ...emails.map((name) => ({ kind: 'email' as const, name }))];
}

/**
 * Whoever made what a release holds: all since the last tag that `since` matches or, without it, since what is judged last was another tree.
 * Throws McgateError `unreadable` as `changeAuthors` does.
 */
export async function releaseAuthors(
  sources: AuthorSources & { readonly judged: Pick<Tree, 'entries'> },
  since: string | null,
): Promise<readonly Author[]> {
  const { repository, subject, judged } = sources;
  const tip = await tipOf(sources);
  if (tip === null) return changeAuthors(sources, null);
  const trusted = subject.trusted?.commit ?? null;
  const back = (commit: string): Promise<string | null> =>
    since === null ? parentOf(commit, repository) : repository.formerTag(commit, since);
  const from = since === null && trusted !== null && trusted !== tip ? trusted : await back(tip);
  const start = await otherTree(from, judged, repository, back);
  const made = await changeAuthors(sources, start);
  // Gone back beyond the tip, or to a tag, the change is that of the tip too, which need not lie behind what is judged.
  if ((since === null && start === from) || trusted === null) return made;
  const { emails, whole } = await repository.authors({ base: start, tip: trusted, without: attestationFolder });
  if (!whole) throw cutOff();
  const known = new Set(made.map(({ name }) => name));
  return [...made, ...emails.filter((name) => !known.has(name)).map((name) => ({ kind: 'email' as const, name }))];
}

function cutOff(): McgateError {
  return new McgateError('unreadable', 'the history of the change is cut off or too long, so that its authors are not known', {
    remedy: 'Fetch it whole: `fetch-depth: 0`.',
  });
}

/** GitHub's merge commit is nobody's; what it merges is the pull request. */
async function tipOf({ request: { event }, repository, subject }: AuthorSources): Promise<string | null> {
  return isPull(event) ? event.headSha : (subject.judged.commit ?? (await repository.head())?.commit ?? null);
}

/** Steps back that are made to find another tree. */
const mostSteps = 200;

/** `from`, or the nearest step back whose tree is not the judged one: else a commit of attestations alone would hide whose work it is about. */
async function otherTree(
  from: string | null,
  judged: Pick<Tree, 'entries'>,
  repository: Repository,
  back: (commit: string) => Promise<string | null>,
): Promise<string | null> {
  let start = from;
  for (let step = 0; start !== null && (await repository.has(start)); step += 1) {
    if (step === mostSteps) throw new McgateError('unreadable', 'there are too many commits that change nothing');
    if (!isSameButAttestations(await repository.list({ kind: 'commit', commit: start }), judged)) break;
    start = await back(start);
  }
  return start;
}

async function parentOf(commit: string, repository: Repository): Promise<string | null> {
  return (await repository.parents(commit))[0] ?? null;
}

/** True if two trees differ in nothing that an attestation could be about. */
export function isSameButAttestations(a: Entries, b: Entries): boolean {
  return isSameTree(withoutAttestations(a), withoutAttestations(b));
}

type Entries = Pick<Tree, 'entries'>;

function withoutAttestations({ entries }: Entries): Entries {
  return { entries: entries.filter(({ path }) => !isAttestationPath(path)) };
}
