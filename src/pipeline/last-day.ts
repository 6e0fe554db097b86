// Until when somebody signs for something: the day that was asked for, within what may be asked.
import { dayMs, dayOf, endOfDay } from '../core/days.ts';
import { McgateError } from '../core/error.ts';

export interface LastDay {
  readonly now: Date;
  /** Days from now, where nothing was asked for. */
  readonly usual: number;
  /** Days from now. */
  readonly most: number;
}

/** YYYY-MM-DD. Throws McgateError `usage` for what is no day, has passed, or is too far away. */
export function lastDayOf(expires: string | null, { now, usual, most }: LastDay): string {
  if (expires === null) return dayOf(new Date(now.getTime() + usual * dayMs));
  const end = endOfDay(expires);
  if (end !== null && end >= now.getTime() && end <= now.getTime() + (most + 1) * dayMs) return expires;
  throw new McgateError('usage', `--expires ${JSON.stringify(expires)} is no day within ${String(most)} days.`, {
    remedy: 'Write it as YYYY-MM-DD.',
  });
}
