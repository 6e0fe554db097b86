// Times of reports: what they leave open is decided for the earlier moment.
import { describe, expect, it } from 'vitest';
import { earliestMoment } from '../../../src/attestation/reports/moment.ts';

describe('a time with a zone', () => {
  it.each([
    ['2026-11-20T10:11:12Z', '2026-11-20T10:11:12.000Z'],
    ['2026-11-20T10:11Z', '2026-11-20T10:11:00.000Z'],
    ['2026-11-20t10:11:12.5z', '2026-11-20T10:11:12.500Z'],
    ['2026-11-20T10:11:12.236211400Z', '2026-11-20T10:11:12.236Z'],
    ['2026-11-20 10:11:12+01:00', '2026-11-20T09:11:12.000Z'],
    ['2026-11-20 10:11:12 -0530', '2026-11-20T15:41:12.000Z'],
    ['2026-11-20 10:11:12 UTC', '2026-11-20T10:11:12.000Z'],
    ['2026-11-20T10:11:12+14:00', '2026-11-19T20:11:12.000Z'],
    ['Fri, 20 Nov 2026 10:11:12 GMT', '2026-11-20T10:11:12.000Z'],
    ['Fri Nov 20 10:11:12 UTC 2026', '2026-11-20T10:11:12.000Z'],
    ['Fri Nov 20 10:11:12 GMT 2026', '2026-11-20T10:11:12.000Z'],
    ['Fri Nov 20 10:11:12 GMT+02:00 2026', '2026-11-20T08:11:12.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(earliestMoment(text)?.toISOString()).toBe(moment);
  });
});

describe('a time without a zone is read as 14 hours earlier', () => {
  it.each([
    ['Fri, 20 Nov 2026 10:11:12', '2026-11-19T20:11:12.000Z'],
    ['Sun, 1 Nov 2026 00:00:00', '2026-10-31T10:00:00.000Z'],
    ['2026-11-20T10:11:12', '2026-11-19T20:11:12.000Z'],
    ['2026-11-20T10:11:12.123456', '2026-11-19T20:11:12.123Z'],
    ['2026-11-20', '2026-11-19T10:00:00.000Z'],
    ['Fri Nov 20 10:11:12 CET 2026', '2026-11-19T20:11:12.000Z'],
    ['Fri Nov 20 10:11:12 IST 2026', '2026-11-19T20:11:12.000Z'],
  ])('%s is %s at the earliest', (text, moment) => {
    expect(earliestMoment(text)?.toISOString()).toBe(moment);
  });
});

describe('no time', () => {
  it.each([
    ['a day that there is not', '2026-02-30T10:11:12Z'],
    ['a month that there is not', '2026-13-01T10:11:12Z'],
    ['an hour that there is not', '2026-11-20T24:00:00Z'],
    ['a minute that there is not', '2026-11-20T10:60:00Z'],
    ['a second that there is not', '2026-11-20T10:11:60Z'],
    ['a zone that no clock has', '2026-11-20T10:11:12+14:01'],
    ['a zone of 99 minutes', '2026-11-20T10:11:12+01:99'],
    ['a zone that is no name', 'Fri Nov 20 10:11:12 cest! 2026'],
    ['another day of the week', 'Thu, 20 Nov 2026 10:11:12'],
    ['months of another language', 'vr., 20 nov. 2026 10:11:12'],
    ['days of another language', 'Ven, 20 Nov 2026 10:11:12'],
    ['month and day that could be either', '11/10/2026 10:11:12'],
    ['seconds since 1970', '1795082672'],
    ['a number', 1_795_082_672_482],
    ['nothing', null],
    ['an empty text', ''],
    ['a text behind it', '2026-11-20T10:11:12Z and more'],
    ['a line behind it', '2026-11-20T10:11:12Z\n'],
    ['five digits of a year', '12026-11-20T10:11:12Z'],
    ['digits of another script', '٢٠٢٦-11-20T10:11:12Z'],
    ['a long text', `2026-11-20T10:11:12Z${' '.repeat(1e6)}`],
  ])('%s', (_, text) => {
    expect(earliestMoment(text)).toBeNull();
  });
});
