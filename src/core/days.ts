// Days as documents write them, YYYY-MM-DD, in UTC.

export const dayMs = 86_400_000;

/** The last millisecond of a day; null for a day that is none: 30 February, or another spelling of one. */
export function endOfDay(day: string): number | null {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day ? null : start + dayMs - 1;
}

/** The day of a moment. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
