// The settings of a policy: how each is read, compared and written. Every key of the schema that is neither rule, mode nor role is here.
import type { SettingValue } from '../model.ts';
import { duration, percent, rate, size, type Unit } from './units.ts';

/** How `after` stands to `before`; `unordered` where neither is looser. */
export type SettingComparison = 'looser' | 'stricter' | 'equal' | 'unordered';

/** Negative where `a` is stricter than `b`, positive where it is looser, null where neither is and they differ. */
type Compare = (a: SettingValue, b: SettingValue) => number | null;

interface SettingKind {
  /** From the document's value; the schema has checked it. */
  readonly parse: (value: SettingValue) => SettingValue;
  /** Back to a value that the schema takes. */
  readonly format: (value: SettingValue) => SettingValue;
  readonly compare: Compare;
}

const plain = { parse: (value: SettingValue): SettingValue => value, format: (value: SettingValue): SettingValue => value };
const text: SettingKind = { ...plain, compare: () => null };

/** A choice, from the strictest to the loosest. */
function ranked(...choices: readonly SettingValue[]): SettingKind {
  return { ...plain, compare: (a, b) => choices.indexOf(a) - choices.indexOf(b) };
}

/** A number, in the document a text where it has a unit. */
function amount(strict: 'less' | 'more', unit: Unit | null = null): SettingKind {
  const sign = strict === 'less' ? 1 : -1;
  return {
    parse: (value) => (unit === null ? value : unit.parse(String(value))),
    format: (value) => (unit === null ? value : unit.format(Number(value))),
    compare: (a, b) => (Number(a) - Number(b)) * sign,
  };
}

/** A list whose order means nothing; it is kept in the order of `known`, the rest sorted behind. */
function items(strict: 'less' | 'more', known: readonly string[] = []): SettingKind {
  return {
    parse: (value) => {
      const given = new Set(itemsOf(value));
      return [...known.filter((item) => given.has(item)), ...[...given].filter((item) => !known.includes(item)).sort()];
    },
    format: (value) => value,
    compare: (a, b) => {
      const [inner, outer] = strict === 'less' ? [-1, 1] : [1, -1];
      if (isSubset(a, b)) return inner;
      return isSubset(b, a) ? outer : null;
    },
  };
}

function isSubset(a: SettingValue, b: SettingValue): boolean {
  const all = new Set(itemsOf(b));
  return itemsOf(a).every((item) => all.has(item));
}

function itemsOf(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}

const mustBeTrue = ranked(true, false);
const shorter = amount('less', duration);
const longer = amount('more', duration);
const importance = ranked('critical', 'high', 'standard');
const interval = ranked('hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'never');
const switched = ranked('enabled', 'disabled');
const strength = ranked('high', 'medium', 'low');
const tls = ranked('TLS 1.3', 'TLS 1.2');
const threshold = (name: string, unit: Unit): readonly (readonly [string, SettingKind])[] => [
  [`monitoring.thresholds.${name}.warning`, amount('less', unit)],
  [`monitoring.thresholds.${name}.critical`, amount('less', unit)],
  [`monitoring.thresholds.${name}.action`, text],
];

/** By dotted key of the document, without the `permissions.` in front; `*` is any mode, level, header or contact. */
const kinds: ReadonlyMap<string, SettingKind> = new Map<string, SettingKind>([
  ['execution.sandbox', ranked('required', 'optional')],
  ['resources.memory', amount('less', size)],
  ['resources.cpu', shorter],
  ['resources.connections', amount('less')],
  ['sandbox.resources.memory.limit', amount('less', size)],
  ['sandbox.resources.memory.threshold', amount('less', size)],
  ['sandbox.resources.cpu.timeLimit', shorter],
  ['sandbox.resources.cpu.priority', amount('less')],
  ['sandbox.resources.network.maxConnections', amount('less')],
  ['sandbox.isolation.level', ranked('strict', 'moderate', 'minimal')],
  ['sandbox.isolation.context', ranked('isolated', 'shared')],
  ['modes.*.loggingLevel', ranked('detailed', 'standard', 'basic')],
  ['authentication.strength', strength],
  ['authentication.session', ranked('secure-defaults', 'custom')],
  ['authentication.rotation', switched],
  ['authentication.sessionTimeout', shorter],
  ['authentication.maxLoginAttempts', amount('less')],
  ['authentication.passwordMinLength', amount('more')],
  ['authentication.mfaRequired', mustBeTrue],
  ['authentication.tlsVersion', tls],
  ['authentication.httpSecureOnly', mustBeTrue],
  ['encryption.strength', strength],
  ['encryption.algorithms', items('less')],
  ['encryption.keyManagement', ranked('automatic', 'manual')],
  ['encryption.keyStore', ranked('PKCS #11', 'os-keychain', 'file')],
  ['encryption.atRest.algorithm', ranked('AES-256-GCM', 'AES-192-GCM', 'AES-128-GCM')],
  ['encryption.atRest.keyManagement', ranked('secure-key-rotation', 'static')],
  ['encryption.atRest.scope', items('more')],
  ['encryption.inTransit.protocol', tls],
  ['encryption.inTransit.certification', ranked('required', 'optional')],
  ['encryption.inTransit.verification', ranked('strict', 'relaxed')],
  ['sanitization.input.validation', ranked('schema-based', 'none')],
  ['sanitization.input.sanitization', ranked('context-aware', 'none')],
  ['sanitization.input.encoding', ranked('output-specific', 'none')],
  ['sanitization.output.filtering', ranked('content-based', 'none')],
  ['sanitization.output.encoding', ranked('context-specific', 'none')],
  ['sanitization.output.validation', ranked('schema-based', 'none')],
  ['rotation.apiKeys', shorter],
  ['rotation.encryptionKeys', shorter],
  ['rotation.accessTokens', shorter],
  ['rotation.sessionTokens', shorter],
  ['dataClassification.*.label', text],
  ['dataClassification.*.examples', { ...items('more'), compare: () => null }],
  ['dataClassification.*.encryption', ranked('maximum', 'enhanced', 'strong', 'basic')],
  ['dataClassification.*.accessControls', mustBeTrue],
  ['dataClassification.*.auditTrail', mustBeTrue],
  ['components.initialization.validation', ranked('security-configuration-check', 'none')],
  ['components.initialization.prerequisites', ranked('security-dependencies', 'none')],
  ['components.initialization.state', ranked('secure', 'any')],
  ['components.operation.boundaries.input', ranked('validated', 'unchecked')],
  ['components.operation.boundaries.output', ranked('sanitized', 'unchecked')],
  ['components.operation.boundaries.state', ranked('protected', 'open')],
  ['components.operation.monitoring.activity', ranked('logged', 'ignored')],
  ['components.operation.monitoring.resources', ranked('tracked', 'ignored')],
  ['components.operation.monitoring.violations', ranked('reported', 'ignored')],
  ['components.termination.cleanup', ranked('secure-release', 'none')],
  ['components.termination.state', ranked('secure', 'any')],
  ['components.termination.audit', ranked('terminal-logging', 'none')],
  ['audit.logging.security.level', importance],
  ['audit.logging.security.retention', longer],
  ['audit.logging.security.encryption', ranked('required', 'optional')],
  ['audit.logging.access.level', importance],
  ['audit.logging.access.retention', longer],
  ['audit.logging.access.detail', ranked('full-context', 'summary')],
  ['audit.logging.operation.level', importance],
  ['audit.logging.operation.retention', longer],
  ['audit.logging.operation.sampling', amount('more')],
  ['audit.storage.type', ranked('append-only', 'mutable')],
  ['audit.storage.encryption', ranked('at-rest', 'none')],
  ['audit.storage.backup', ranked('regular', 'none')],
  ['monitoring.level', ranked('comprehensive', 'standard', 'minimal')],
  ['monitoring.alerts', switched],
  ['monitoring.audit', switched],
  ...threshold('failedLogins', rate),
  ...threshold('apiRequests', rate),
  ...threshold('errorRate', percent),
  ...threshold('cpuUsage', percent),
  ['incidents.protocol', items('more', ['detection', 'analysis', 'containment', 'eradication', 'recovery', 'lessons-learned'])],
  ['compliance', items('more')],
  ['backup.incremental', interval],
  ['backup.full', interval],
  ['backup.archive', interval],
  ['backup.test', interval],
  ['headers.*', text],
  ['contacts.*.*', text],
]);

/** Sections whose keys are free, and how they stand in `kinds`. */
const open: readonly (readonly [RegExp, string])[] = [
  [/^modes\.[^.]+\.loggingLevel$/, 'modes.*.loggingLevel'],
  [/^dataClassification\.[^.]+\.([^.]+)$/, 'dataClassification.*.$1'],
  [/^headers\.[^.]+$/, 'headers.*'],
  [/^contacts\.[^.]+\.[^.]+$/, 'contacts.*.*'],
];

function kindOf(key: string): SettingKind {
  const found = kinds.get(key);
  if (found !== undefined) return found;
  const [pattern, name] = open.find(([each]) => each.test(key)) ?? [];
  return (pattern === undefined || name === undefined ? undefined : kinds.get(key.replace(pattern, name))) ?? text;
}

/** True for a key whose values compare by an order. */
export function isSetting(key: string): boolean {
  return kinds.has(key) || open.some(([pattern, name]) => pattern.test(key) && kinds.has(key.replace(pattern, name)));
}

/** The value by which a setting compares: durations are seconds, sizes bytes, rates so many a minute, percentages numbers, lists sorted. */
export function parseSetting(key: string, value: SettingValue): SettingValue {
  return kindOf(key).parse(value);
}

/** The value as a document writes it; `parseSetting` of it is the same value. */
export function documentSetting(key: string, value: SettingValue): SettingValue {
  return kindOf(key).format(value);
}

/** The value in words: `30m`, `AES-256-GCM`, `[GDPR, ISO 27001]`. */
export function formatSetting(key: string, value: SettingValue): string {
  const written = documentSetting(key, value);
  return typeof written === 'object' ? `[${written.join(', ')}]` : String(written);
}

/**
 * What becomes of a setting between two policies. Where it has no order, a change and a removal are `unordered`. An absent side
 * (undefined) is looser than any value.
 */
export function compareSetting(key: string, before: SettingValue | undefined, after: SettingValue | undefined): SettingComparison {
  if (before === undefined) return after === undefined ? 'equal' : 'stricter';
  if (after === undefined) return 'looser';
  // Not as it is written in words: an item of a list may hold what stands between two.
  if (JSON.stringify(before) === JSON.stringify(after)) return 'equal';
  const order = kindOf(key).compare(after, before);
  if (order === null) return 'unordered';
  return order > 0 ? 'looser' : 'stricter';
}
