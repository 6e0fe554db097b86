// Settings: every key of the schema is one, each compares by its order, and each is written back as it was read.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import { compareSetting, documentSetting, formatSetting, isSetting, parseSetting } from '../../../src/policy/language/settings.ts';
import { duration, percent, rate, size } from '../../../src/policy/language/units.ts';
import type { SettingValue } from '../../../src/policy/model.ts';
import { loaderOf } from '../support/documents.ts';

interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(readFileSync('schemas/policy.schema.json', 'utf8')) as Schema;
const defaults = await loadPolicy(loaderOf({}), null);

function follow(node: Schema): Schema {
  return node.$ref === undefined ? node : { ...schema.$defs?.[node.$ref.replace('#/$defs/', '')], ...node };
}

/** Every key of the schema with its dotted name; names that authors choose are `x`. */
function keysOf(given: Schema, key = ''): readonly (readonly [key: string, node: Schema])[] {
  const node = follow(given);
  const inner = [
    ...Object.entries(node.properties ?? {}).flatMap(([name, each]) => keysOf(each, `${key}.${name}`)),
    ...(typeof node.additionalProperties === 'object' ? keysOf(node.additionalProperties, `${key}.x`) : []),
  ];
  return [[key.slice(1), node], ...inner];
}

const keys = keysOf(schema).filter(([key]) => key !== '');
const isRule = /(?:^|\.)(?:allow|ask|deny|allowedHosts)(?:$|\.)/;
const notSettings = /^(?:version|extends|variables|modes(?!\.x\.loggingLevel$)|roles)(?:\.|$)/;

describe('the schema', () => {
  it('has a description for every key, and an example or keys', () => {
    const bare = keys.filter(
      ([, { description = '', examples = [], properties }]) => description.length < 5 || (properties ?? examples[0]) === undefined,
    );
    expect(bare.map(([key]) => key)).toEqual([]);
    expect(keys.length).toBeGreaterThan(300);
  });

  it('has a title where a type is named, and refuses unknown keys everywhere', () => {
    for (const [key, node] of [['', schema] as const, ...keys]) {
      if (node.properties !== undefined) expect([key, node.additionalProperties]).toEqual([key, false]);
    }
  });

  it('has no key that is no section, rule, mode, role or setting', () => {
    const leaves = keys.filter(([key, node]) => node.properties === undefined && !isRule.test(key) && !notSettings.test(key));
    const settings = leaves.map(([key]) => key.replace(/^permissions\./, ''));
    expect(settings.filter((key) => !isSetting(key))).toEqual([]);
    expect(settings.length).toBeGreaterThan(90);
  });

  it('names as default what the secure defaults say', () => {
    for (const [key, node] of keys) {
      if (node.default === undefined) continue;
      const name = key.replace(/^permissions\./, '');
      expect([key, parseSetting(name, node.default as SettingValue)]).toEqual([key, defaults.settings.get(name)]);
    }
  });
});

describe('compareSetting', () => {
  it.each([
    ['resources.memory', '512MiB', '1GiB', 'looser'],
    ['resources.memory', '1024MiB', '1GiB', 'equal'],
    ['resources.cpu', '60s', '1m', 'equal'],
    ['resources.cpu', '61s', '1m', 'stricter'],
    ['resources.connections', 10, 11, 'looser'],
    ['execution.sandbox', 'required', 'optional', 'looser'],
    ['dataClassification.secret.examples', ['a, b'], ['a', 'b'], 'unordered'],
    ['sandbox.isolation.level', 'minimal', 'moderate', 'stricter'],
    ['sandbox.isolation.level', 'strict', 'minimal', 'looser'],
    ['sandbox.resources.memory.threshold', '1MiB', '2MiB', 'looser'],
    ['modes.x.loggingLevel', 'detailed', 'basic', 'looser'],
    ['authentication.mfaRequired', true, false, 'looser'],
    ['authentication.passwordMinLength', 12, 8, 'looser'],
    ['authentication.passwordMinLength', 12, 16, 'stricter'],
    ['authentication.maxLoginAttempts', 5, 6, 'looser'],
    ['authentication.tlsVersion', 'TLS 1.3', 'TLS 1.2', 'looser'],
    ['encryption.algorithms', ['AES-256-GCM'], ['AES-128-GCM', 'AES-256-GCM'], 'looser'],
    ['encryption.algorithms', ['AES-256-GCM', 'AES-128-GCM'], ['AES-128-GCM', 'AES-256-GCM'], 'equal'],
    ['encryption.algorithms', ['approved-list'], ['AES-128-GCM'], 'unordered'],
    ['encryption.atRest.scope', ['credentials', 'sensitive-data'], ['credentials'], 'looser'],
    ['rotation.apiKeys', '90d', '3mo', 'equal'],
    ['rotation.apiKeys', '90d', '1y', 'looser'],
    ['rotation.apiKeys', '90d', '12w', 'stricter'],
    ['audit.logging.security.retention', '1y', '12mo', 'looser'],
    ['audit.logging.operation.sampling', 1, 0.5, 'looser'],
    ['monitoring.thresholds.failedLogins.warning', '5/min', '300/h', 'equal'],
    ['monitoring.thresholds.failedLogins.warning', '5/min', '1/s', 'looser'],
    ['monitoring.thresholds.cpuUsage.critical', '90%', '100%', 'looser'],
    ['monitoring.thresholds.cpuUsage.action', 'scale-up', 'none', 'unordered'],
    ['backup.test', 'quarterly', 'yearly', 'looser'],
    ['compliance', ['GDPR', 'ISO 27001'], ['GDPR'], 'looser'],
    ['headers.X-Frame-Options', 'DENY', 'SAMEORIGIN', 'unordered'],
    ['contacts.security_team.email', 'a', 'a', 'equal'],
    ['dataClassification.L3.encryption', 'enhanced', 'basic', 'looser'],
    ['dataClassification.L3.examples', ['a'], ['a', 'b'], 'unordered'],
  ] as const)('%s from %j to %j: %s', (key, before, after, expected) => {
    const a = parseSetting(key, before);
    const b = parseSetting(key, after);
    expect(compareSetting(key, a, b)).toBe(expected);
    const mirror = { looser: 'stricter', stricter: 'looser', equal: 'equal', unordered: 'unordered' } as const;
    expect(compareSetting(key, b, a)).toBe(mirror[expected]);
  });

  it('a setting that comes is stricter, one that goes is looser', () => {
    expect(compareSetting('headers.Permissions-Policy', undefined, 'camera=()')).toBe('stricter');
    expect(compareSetting('headers.Permissions-Policy', 'camera=()', undefined)).toBe('looser');
    expect(compareSetting('headers.Permissions-Policy', undefined, undefined)).toBe('equal');
  });
});

describe('values', () => {
  it('every default is written as a document takes it', () => {
    for (const [key, value] of defaults.settings) expect([key, parseSetting(key, documentSetting(key, value))]).toEqual([key, value]);
  });

  it.each([
    [duration, '30m', 1800, '30m'],
    [duration, '24h', 86_400, '1d'],
    [duration, '1y', 365 * 86_400, '1y'],
    [duration, '6mo', 180 * 86_400, '180d'],
    [duration, '90s', 90, '90s'],
    [duration, '2w', 14 * 86_400, '14d'],
    [size, '512MiB', 2 ** 29, '512MiB'],
    [size, '1024MiB', 2 ** 30, '1GiB'],
    [size, '3B', 3, '3B'],
    [rate, '5/min', 5, '5/min'],
    [rate, '1/s', 60, '60/min'],
    [rate, '7/h', 7 / 60, '7/h'],
    [rate, '0/h', 0, '0/min'],
    [percent, '70%', 70, '70%'],
  ])('%j', (unit, text, amount, written) => {
    expect(unit.parse(text)).toBe(amount);
    expect(unit.format(amount)).toBe(written);
    expect(unit.parse(written)).toBeCloseTo(amount, 9);
  });

  it('lists are kept in their usual order, the rest sorted behind; one item is a list of one', () => {
    expect(parseSetting('incidents.protocol', ['zzz', 'recovery', 'aaa', 'detection'])).toEqual(['detection', 'recovery', 'aaa', 'zzz']);
    expect(parseSetting('compliance', ['b', 'a', 'b'])).toEqual(['a', 'b']);
    expect(parseSetting('compliance', 'GDPR')).toEqual(['GDPR']);
  });

  it('what is no known setting is a text', () => {
    expect(isSetting('no.such.key')).toBe(false);
    expect(compareSetting('no.such.key', 'a', 'b')).toBe('unordered');
    expect(compareSetting('headers.a.b', 'a', 'b')).toBe('unordered');
    expect(parseSetting('no.such.key', '30m')).toBe('30m');
  });

  it('in words', () => {
    expect(formatSetting('rotation.apiKeys', 90 * 86_400)).toBe('90d');
    expect(formatSetting('compliance', ['GDPR', 'ISO 27001'])).toBe('[GDPR, ISO 27001]');
    expect(formatSetting('authentication.mfaRequired', false)).toBe('false');
  });
});
