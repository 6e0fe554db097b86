// A policy as one document that says everything: what `mcgate policy print --effective` shows and what a digest is taken of.
import { canonical } from '../../core/canonical.ts';
import { compareText } from '../../core/order.ts';
import type { Effect } from '../automaton/sequence.ts';
import type { PatternSource, Policy, PolicyRule, SettingValue } from '../model.ts';
import { isSandboxed, unsandboxed } from '../scopes.ts';
import { documentSetting } from './settings.ts';

/** A map of a document, in the making. */
interface Section {
  [key: string]: Section | SettingValue | readonly object[] | undefined;
}

/**
 * The document without `extends` and variables that loads as this policy: rules sorted and each once, modes, roles, and every setting. Equal
 * policies give equal documents, whatever their layers, order and lines.
 */
export function effectiveDocument(policy: Policy): object {
  const document: Section = { version: 1 };
  for (const rule of policy.rules) addRule(document, rule);
  sortLists(document);
  for (const [name, { allowExecution, requireApproval, transitions }] of sorted(policy.modes)) {
    const to = Object.fromEntries<Effect>(sorted(transitions));
    Object.assign(sectionAt(document, ['modes', name]), { allowExecution, requireApproval, transitions: to });
  }
  for (const [name, rights] of sorted(policy.roles)) sectionAt(document, ['roles', name])['grants'] = [...rights].sort();
  for (const [key, value] of sorted(policy.settings)) {
    const keys = /^(?:resources|execution)\./.test(key) ? ['permissions', ...key.split('.')] : key.split('.');
    sectionAt(document, keys.slice(0, -1))[keys.at(-1) ?? ''] = documentSetting(key, value);
  }
  return document;
}

function addRule(document: Section, { scope, effect, pattern, mode, role }: PolicyRule): void {
  if (isSandboxed(scope)) {
    addItem(sectionAt(document, ['sandbox', 'permissions']), effect, sandboxItem(unsandboxed(scope), pattern));
    return;
  }
  const where = mode === null ? (role === null ? [] : ['roles', role]) : ['modes', mode];
  addItem(sectionAt(document, [...where, 'permissions', ...scope.split('.')]), effect, documentItem(pattern));
}

function sectionAt(document: Section, keys: readonly string[]): Section {
  let at = document;
  for (const key of keys) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    const inner = (next ?? {}) as Section;
    if (next === undefined) at[key] = inner;
    at = inner;
  }
  return at;
}

function addItem(section: Section, effect: Effect, item: string | object): void {
  const list = section[effect] as (string | object)[] | undefined;
  if (list === undefined) section[effect] = [item] as readonly object[];
  else list.push(item);
}

/** The pattern as an item of a document's list. */
export function documentItem(pattern: PatternSource): string | object {
  switch (pattern.kind) {
    case 'path':
    case 'host':
    case 'env':
      return pattern.text;
    case 'name':
      return hasProvenance(pattern) ? { name: pattern.text, ...provenance(pattern) } : pattern.text;
    case 'argv':
      return hasProvenance(pattern) ? { argv: pattern.words, ...provenance(pattern) } : pattern.words;
  }
}

function sandboxItem(scope: string, pattern: PatternSource): string | object {
  if (pattern.kind === 'argv') return { scope, argv: pattern.words, ...provenance(pattern) };
  return `${scope} ${pattern.text}`;
}

interface Provenance {
  readonly digest: string | null;
  readonly signedBy: string | null;
}

function hasProvenance({ digest, signedBy }: Provenance): boolean {
  return digest !== null || signedBy !== null;
}

function provenance({ digest, signedBy }: Provenance): object {
  return { ...(digest === null ? {} : { digest }), ...(signedBy === null ? {} : { signedBy }) };
}

/** Only rules are there yet: every list is sorted, and each item once. */
function sortLists(section: Section): void {
  for (const [key, value] of Object.entries(section)) {
    if (Array.isArray(value)) section[key] = sortedOnce(value as readonly object[]);
    else if (typeof value === 'object') sortLists(value as Section);
  }
}

function sortedOnce(list: readonly object[]): readonly object[] {
  const items = new Map(list.map((item) => [canonical(item), item]));
  return sorted(items).map(([, item]) => item);
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => compareText(a, b));
}
