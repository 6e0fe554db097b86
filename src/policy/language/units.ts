// Amounts with units as policies write them: durations, sizes, rates and percentages. The schema has checked their form.

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Seconds; a month is 30 days, a year 365. */
const durations: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', minute],
  ['h', hour],
  ['d', day],
  ['w', 7 * day],
  ['mo', 30 * day],
  ['y', 365 * day],
]);

/** Bytes. */
const sizes: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

/** Parts of a minute. */
const rates: ReadonlyMap<string, number> = new Map([
  ['/s', minute],
  ['/min', 1],
  ['/h', 1 / minute],
]);

/** An amount's text, and the number by which it compares. */
export interface Unit {
  readonly parse: (text: string) => number;
  /** `parse` of it is the same number. */
  readonly format: (amount: number) => string;
}

/** `30m` is 1800 seconds. */
export const duration: Unit = unit(durations, ['y', 'd', 'h', 'm', 's']);
/** `512MiB` is 536870912 bytes. */
export const size: Unit = unit(sizes, ['TiB', 'GiB', 'MiB', 'KiB', 'B']);
/** `5/min` is 5: so many a minute. */
export const rate: Unit = {
  parse: (text) => parseAmount(text, rates),
  format: (amount) => (Number.isInteger(amount) ? `${String(amount)}/min` : `${String(Math.round(amount * minute))}/h`),
};
/** `5%` is 5. */
export const percent: Unit = { parse: (text) => Number.parseInt(text, 10), format: (amount) => `${String(amount)}%` };

function unit(units: ReadonlyMap<string, number>, printed: readonly string[]): Unit {
  return {
    parse: (text) => parseAmount(text, units),
    format: (amount) => {
      const name = printed.find((each) => amount % (units.get(each) ?? 1) === 0) ?? '';
      return `${String(amount / (units.get(name) ?? 1))}${name}`;
    },
  };
}

function parseAmount(text: string, units: ReadonlyMap<string, number>): number {
  const count = Number.parseInt(text, 10);
  return count * (units.get(text.replace(/^[0-9]+/, '')) ?? Number.NaN);
}
