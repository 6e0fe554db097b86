// The hidden first line of the comment: whose it is, and which run wrote it, so that an older one does not write over a newer one.
import type { Report } from '../../core/documents.ts';
import type { DeliveryPlace } from './delivery.ts';

/** What a comment says about the run that wrote it. */
export interface Marker {
  /** Digits; `0` where the run is not known. */
  readonly run: string;
  readonly attempt: number;
  readonly head: string;
  /** When the check began; times compare as texts. */
  readonly began: string;
}

const start = '<!-- mcgate:comment ';
const whole = /^<!-- mcgate:comment run=(\d{1,20}) attempt=(\d{1,6}) head=([0-9a-f]{40,64}) began=(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z) -->/u;

/** Of the run that delivers now. */
export function markerOf({ durationMs }: Report, { web, headSha }: DeliveryPlace, now: Date): Marker {
  const [, run = '0', attempt = '1'] = /\/actions\/runs\/(\d{1,20})(?:\/attempts\/(\d{1,6}))?/u.exec(web.run ?? '') ?? [];
  return { run, attempt: Number(attempt), head: headSha, began: new Date(now.getTime() - durationMs).toISOString() };
}

export function formatMarker({ run, attempt, head, began }: Marker): string {
  return `${start}run=${run} attempt=${String(attempt)} head=${head} began=${began} -->`;
}

/** True of any comment that mcgate wrote, and of what somebody wrote in its manner: ask for the author too. */
export function hasMarker(body: string): boolean {
  return body.startsWith(start);
}

/** Null where it does not say. */
export function readMarker(body: string): Marker | null {
  const [, run, attempt, head, began] = whole.exec(body) ?? [];
  if (run === undefined || attempt === undefined || head === undefined || began === undefined) return null;
  return { run, attempt: Number(attempt), head, began };
}

/**
 * True where `other` is of a newer run than `own`, whose head is the pull request's if `headIsCurrent`. Numbers of runs do not tell:
 * an old run that is started again keeps its own.
 */
export function isNewer(other: Marker, own: Marker, headIsCurrent: boolean): boolean {
  if (other.head !== own.head) return !headIsCurrent && other.began > own.began;
  if (other.run === own.run && other.attempt !== own.attempt) return other.attempt > own.attempt;
  return other.began > own.began;
}
