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
  return { ...runOf(web.run ?? ''), head: headSha, began: new Date(now.getTime() - durationMs).toISOString() };
}

/** As the address of a run's page names it. */
export function runOf(page: string): Pick<Marker, 'run' | 'attempt'> {
  const [, run = '0', attempt = '1'] = /\/actions\/runs\/(\d{1,20})(?:\/attempts\/(\d{1,6}))?/u.exec(page) ?? [];
  return { run, attempt: Number(attempt) };
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

/** Clocks of two runners may differ by so much, in milliseconds. */
const clockSkew = 600_000;

export interface Now {
  readonly own: Marker;
  readonly now: Date;
  /** True where `own.head` is known to be the pull request's. */
  readonly headIsCurrent: boolean;
}

/**
 * True where `other` is of a newer run than `own`. Numbers of runs do not tell: an old run that is started again keeps its own. A
 * time to come is no time: it would keep every later run away.
 */
export function isNewer(other: Marker, { own, now, headIsCurrent }: Now): boolean {
  if (other.began > new Date(now.getTime() + clockSkew).toISOString()) return false;
  if (other.head !== own.head) return !headIsCurrent && other.began > own.began;
  if (other.run === own.run && other.attempt !== own.attempt) return other.attempt > own.attempt;
  return other.began > own.began;
}
