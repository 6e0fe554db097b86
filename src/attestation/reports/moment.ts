// Times as tools write them. A report must be fresh to count, so what a time leaves open is decided against it.

const hour = 60 * 60 * 1000;
/** The clocks that are furthest ahead of UTC (Kiribati). */
const furthestAhead = 14 * hour;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const clock = String.raw`(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?`;
const forms = [
  // ISO 8601 and RFC 3339: 2025-01-31T10:11:12.123Z
  new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[Tt ]${clock}(?: ?(?<zone>\S{1,9}))?)?$`, 'u'),
  // ZAP and mail: Fri, 31 Jan 2025 10:11:12
  new RegExp(String.raw`^(?<weekday>\w{3}), (?<day>\d{1,2}) (?<month>\w{3}) (?<year>\d{4}) ${clock}(?: (?<zone>\S{1,9}))?$`, 'u'),
  // Java's Date, as in Burp: Fri Jan 31 10:11:12 CET 2025
  new RegExp(String.raw`^(?<weekday>\w{3}) (?<month>\w{3}) (?<day>\d{2}) ${clock} (?<zone>\S{1,40}) (?<year>\d{4})$`, 'u'),
];
const offset = /^(?:GMT|UTC)?(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})$/u;

/**
 * The earliest moment that `text` can mean; null if it is no time. Without a zone, or with letters that several zones share (CET, IST), that is 14
 * hours before what stands there, read as UTC. Names of months and days are English; a day that the date does not fall on makes it no time.
 */
export function earliestMoment(text: unknown): Date | null {
  if (typeof text !== 'string' || text.length > 60) return null;
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const local = localTime(parts);
  const ahead = zoneOffset(parts['zone']);
  return local === null || ahead === null ? null : new Date(local - ahead);
}

/** As if the clock showed UTC; null for a date or time that does not exist. */
function localTime(parts: Readonly<Record<string, string | undefined>>): number | null {
  const number = (name: string): number => Number(parts[name] ?? '0');
  const month = /^\d/u.test(parts['month'] ?? '') ? number('month') - 1 : months.indexOf(parts['month'] ?? '');
  const [day, hours, minutes, seconds] = [number('day'), number('hour'), number('minute'), number('second')];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const time = Date.UTC(number('year'), month, day, hours, minutes, seconds, Number((parts['fraction'] ?? '').padEnd(3, '0').slice(0, 3)));
  const date = new Date(time);
  // The 31st of February would be a day in March.
  if (date.getUTCFullYear() !== number('year') || date.getUTCMonth() !== month || date.getUTCDate() !== day) return null;
  return parts['weekday'] === undefined || weekdays[date.getUTCDay()] === parts['weekday'] ? time : null;
}

/** How far the clock is ahead of UTC, in milliseconds; null for a distance that no clock has. */
function zoneOffset(zone: string | undefined): number | null {
  if (zone === undefined) return furthestAhead;
  if (/^(?:Z|z|UTC|GMT)$/u.test(zone)) return 0;
  const { sign, hours, minutes } = offset.exec(zone)?.groups ?? {};
  if (sign === undefined) return /^[A-Z]{2,5}$/u.test(zone) ? furthestAhead : null;
  const distance = Number(hours) * hour + Number(minutes) * 60_000;
  if (distance > furthestAhead || Number(minutes) > 59) return null;
  return sign === '+' ? distance : -distance;
}
