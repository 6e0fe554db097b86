// Whom the forge names as having had a hand in a change: of a pull request whoever opened it and whoever pushed to its branch.
import { findPushers, type Pushers } from '../attestation/pushers.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { Notice } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { Repository } from '../core/repository.ts';
import type { ResolvedSubject } from './trusted-tip.ts';
import { isPull } from './unresolved-subject.ts';

export interface Actors {
  /** Each once. */
  readonly logins: readonly string[];
  /** True where the forge says who pushed all of it. */
  readonly isWhole: boolean;
}

export interface OpenActors {
  /** The forge is asked at most once, and only of a pull request. Throws McgateError `cancelled` alone. */
  readonly find: () => Promise<Actors>;
  /** What the forge did not answer; none before it was asked. */
  readonly notices: () => readonly Notice[];
}

export interface ActorSources {
  readonly request: Pick<CheckRequest, 'event' | 'origin' | 'options'>;
  readonly repository: Pick<Repository, 'has' | 'isAncestor'>;
  readonly subject: ResolvedSubject;
  readonly ports: Pick<CheckPorts, 'openReviews'>;
}

/** Whoever set the event off is one of them, unless that is a review and all who pushed are known. */
export function openActors(sources: ActorSources): OpenActors {
  const { event, origin } = sources.request;
  let asked: Promise<Actors> | null = null;
  let told: readonly Notice[] = [];
  const find = async (): Promise<Actors> => {
    const named = origin?.actors ?? [];
    const pushers = await askPushers(sources);
    if (pushers === null) return { logins: named, isWhole: false };
    const { accounts, gap, remedy } = pushers;
    const isReview = event.name === 'pull_request_review';
    if (gap !== null) told = [gapNotice(isReview, gap, remedy)];
    const opener = origin?.opener ?? null;
    const first = isReview && gap === null ? (opener === null ? [] : [opener]) : named;
    return { logins: [...new Set([...first, ...accounts.map(({ login }) => login)])], isWhole: gap === null };
  };
  return { find: () => (asked ??= find()), notices: () => told };
}

interface AskedPushers extends Pushers {
  readonly remedy: string | null;
}

/** Null where the forge is not to be asked. */
async function askPushers({ request, repository, subject, ports }: ActorSources): Promise<AskedPushers | null> {
  const { event, origin, options } = request;
  if (!isPull(event) || origin === null || options.offline || ports.openReviews === null) return null;
  const unknown = { accounts: [], remedy: null };
  if (origin.head === null) return { ...unknown, gap: 'the event does not say which branch it comes from' };
  const base = subject.trusted?.commit ?? null;
  const isMerged = async (commit: string): Promise<boolean> =>
    base !== null && (await repository.has(commit)) && (await repository.isAncestor(commit, base));
  try {
    const forge = await ports.openReviews({ repository: origin.repository, number: event.number });
    const pushers = await findPushers(forge.branchMoves(origin.head), event.headSha, isMerged);
    return { ...pushers, gap: pushers.gap ?? botGap(pushers), remedy: null };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    // What an own token may be given helps with a fork's branch no more than waiting.
    const remedy = origin.head.repository === origin.repository ? (error.remedy ?? null) : null;
    return { ...unknown, gap: messageOf(error), remedy };
  }
}

/** Whoever can start a workflow can have a bot push, also to a pull request that the bot opened. */
function botGap({ accounts }: Pushers): string | null {
  const bot = accounts.find(({ isPerson }) => !isPerson);
  return bot === undefined ? null : `${bot.login} pushed, and who had it do so is not known`;
}

function gapNotice(isReview: boolean, gap: string, remedy: string | null): Notice {
  if (!isReview) {
    const message = `GitHub does not say who pushed, so of earlier pushes the commits alone tell: ${gap}`;
    return { code: 'pushers-unknown', message, ...(remedy === null ? {} : { remedy }) };
  }
  return {
    code: 'pushers-unknown',
    message: `GitHub does not say who pushed, so no review counts in this run, and whoever set it off took part: ${gap}`,
    remedy: 'Start the failed run of the pull request again (`gh run rerun --failed`), or sign: `mcgate approve`.',
  };
}
