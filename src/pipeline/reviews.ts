// Where something is left that needs an approval, asks for the reviews of the pull request.
import { createPeople } from '../attestation/people.ts';
import { grantByReview, type GrantedReview, type ReviewGrant } from '../attestation/review.ts';
import { isForReview, needsApproval } from '../core/approval.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { Notice, SubjectKind } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { Tree } from '../core/workspace.ts';
import type { ApprovedChangeSources } from './approvals.ts';
import { changeAuthors, type AuthorSources } from './change-authors.ts';
import type { Judgement, JudgeInput } from './judge.ts';
import type { ResolvedConfig } from './settings.ts';
import { isPull } from './unresolved-subject.ts';

export interface ReviewSources extends Omit<ApprovedChangeSources, 'request' | 'judged'>, Pick<AuthorSources, 'actors'> {
  readonly request: Pick<CheckRequest, 'event' | 'origin' | 'options'>;
  readonly config: Pick<ResolvedConfig, 'people' | 'approvals' | 'approvers'>;
  readonly ports: Pick<CheckPorts, 'openReviews'>;
  readonly trusted: Tree | null;
}

export interface AskedReview {
  readonly review: JudgeInput['review'];
  readonly notices: readonly Notice[];
}

/**
 * Attestations are for what they name; one review that counts is for all of the change, so it is asked for last, and only if it could
 * help: for what `judged` leaves open. Throws McgateError `cancelled` alone.
 */
export async function askForReview(kind: SubjectKind, judged: Judgement, sources: ReviewSources): Promise<AskedReview> {
  const open = judged.findings.filter((finding) => needsApproval(finding) && finding.approval === undefined);
  const { trusted } = sources;
  if (kind !== 'change' || trusted === null || open.length === 0) return { review: null, notices: [] };
  const reviewable = open.filter(isForReview);
  if (reviewable.length === 0) return { review: null, notices: [] };
  const { granted, notices } = await askReviews(sources);
  if (granted === null) return { review: null, notices };
  return { review: granted, notices: reviewable.length < open.length ? [signersNotice, ...notices] : notices };
}

const signersNotice: Notice = {
  code: 'review-refused',
  message: 'A review does not change who signs: that is for those who sign already',
  remedy: 'Sign for it: `mcgate approve`.',
};

interface Asked {
  readonly granted: GrantedReview | null;
  readonly notices: readonly Notice[];
}

/** Throws McgateError `cancelled` alone: what a forge does not answer approves nothing. */
async function askReviews(sources: ReviewSources): Promise<Asked> {
  const { request, config, ports } = sources;
  const { event, origin } = request;
  if (config.approvals === 'signature') return { granted: null, notices: [] };
  if (!isPull(event)) return unasked(eventNotices[event.name] ?? null);
  if (request.options.offline) return unasked(['the run uses no network', 'Leave --offline out.']);
  if (origin === null)
    return unasked(['the event does not name the repository', 'Pass the payload as GitHub wrote it (GITHUB_EVENT_PATH).']);
  if (ports.openReviews === null) return unasked(['there is no token', tokenRemedy]);
  try {
    // Anybody who reviewed may have pushed, and only their own events would name them; the notice is told with the actors.
    if (event.name === 'pull_request_review' && !(await sources.actors.find()).isWhole) return { granted: null, notices: [] };
    const forge = await ports.openReviews({ repository: origin.repository, number: event.number });
    const authors = await changeAuthors(sources, sources.subject.trusted?.commit ?? null);
    const { approvers, people } = config;
    const grant = await grantByReview(forge, { head: event.headSha, authors, people: createPeople(people), approvers });
    return { granted: grant.granted, notices: noticesOf(grant) };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return unasked([messageOf(error), error.remedy ?? null]);
  }
}

const tokenRemedy = 'Give the step `env: GITHUB_TOKEN: ${{ github.token }}`, and the job `permissions: pull-requests: read`.';

type Why = readonly [reason: string, remedy: string | null];

/** On a person's machine nobody expects a review to be asked for. */
const eventNotices: Readonly<Record<string, Why>> = {
  merge_group: ['a merge group does not say which pull requests it is made of', 'Sign for it: `mcgate approve`.'],
  push: ['a push does not say which pull request it comes from', 'Sign for it: `mcgate approve`.'],
};

function unasked(why: Why | null): Asked {
  if (why === null) return { granted: null, notices: [] };
  const [reason, remedy] = why;
  const message = `No review was asked for: ${reason}`;
  return { granted: null, notices: [{ code: 'review-unasked', message, ...(remedy === null ? {} : { remedy }) }] };
}

/** Strangers may review what is public. */
const mostNotices = 10;

function noticesOf({ refused, objectors, unknown }: ReviewGrant): readonly Notice[] {
  const told = refused.slice(0, mostNotices).map((why): Notice => ({ code: 'review-refused', message: `A review does not count: ${why}` }));
  const more = refused.length - told.length;
  return [
    ...(unknown.length === 0 ? [] : [unknownNotice(unknown)]),
    ...told,
    ...(more === 0 ? [] : [{ code: 'review-refused', message: `${String(more)} more reviews do not count` }]),
    ...objectors.slice(0, mostNotices).map((login): Notice => ({ code: 'changes-requested', message: `${login} asked for changes` })),
  ];
}

function unknownNotice(emails: readonly string[]): Notice {
  const shown = emails.slice(0, 5).map((email) => (email === '' ? 'one that cannot be read' : email));
  const message = `Nobody is known by these e-mails of the commits, so no reviewer can be told from their authors: ${shown.join(', ')}${emails.length > 5 ? ', …' : ''}`;
  return { code: 'author-unknown', message, remedy: 'Name them under `people` in .mcgate/config.yaml of the target branch.' };
}
