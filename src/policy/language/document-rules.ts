// A document's allow, ask and deny lists as rules, each with its line.
import type { CommandRule, NameRule, SandboxRule } from '../../core/documents.ts';
import { record } from '../../core/canonical.ts';
import type { Effect } from '../automaton/sequence.ts';
import { didYouMean, problemAt, type Problem } from '../document-problems.ts';
import type { Origin, PatternSource, PolicyRule } from '../model.ts';
import { kindOf, parsePattern } from '../pattern/kinds.ts';
import type { PatternScope, PermissionScope, PolicyEnvironment } from '../request/request.ts';
import { networkScopes } from '../request/request.ts';
import { permissionScopes } from '../scopes.ts';
import type { Layer } from './layer.ts';
import { expandVariables } from './variables.ts';

type Keys = readonly (string | number)[];

/** Where a pattern is tried while the document is read: whether it is well formed does not depend on the place. */
const anywhere: PolicyEnvironment = {
  platform: 'posix',
  caseSensitive: true,
  workspace: '/workspace',
  home: '/home/user',
  temp: '/tmp',
};

const effects: readonly Effect[] = ['allow', 'ask', 'deny'];

interface Reader {
  readonly layer: Layer;
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: PolicyRule[];
  readonly problems: Problem[];
}

/** One item of a list: a rule's scope, or why it has none, and its pattern. */
type Item = { readonly scope: PatternScope; readonly pattern: PatternSource } | { readonly problem: string };

/** All rules of a layer whose variables are known. What is wrong with a pattern is added to `problems`, at its line. */
export function readRules(layer: Layer, variables: ReadonlyMap<string, string>, problems: Problem[]): readonly PolicyRule[] {
  const reader: Reader = { layer, variables, rules: [], problems };
  const { permissions, modes, roles } = layer.value;
  readSection(reader, permissions, ['permissions'], null, null);
  for (const [name, mode] of Object.entries(modes ?? {})) readSection(reader, mode.permissions, ['modes', name, 'permissions'], name, null);
  for (const [name, role] of Object.entries(roles ?? {})) readSection(reader, role.permissions, ['roles', name, 'permissions'], null, name);
  readSandbox(reader);
  return reader.rules;
}

/** The place of a key or item of a layer. */
export function originOf(layer: Layer, keys: Keys): Origin {
  return { path: layer.path, ...layer.positionOf(keys), key: keys.join('.') };
}

function readSection(reader: Reader, section: unknown, keys: Keys, mode: string | null, role: string | null): void {
  for (const scope of permissionScopes) {
    const [group = '', name = ''] = scope.split('.');
    const lists = record(record(record(section)[group])[name]);
    for (const effect of effects) {
      for (const [index, item] of itemsOf(lists[effect]).entries()) {
        addRule(reader, { scope, pattern: sourceOf(scope, item) }, effect, [...keys, group, name, effect, index], mode, role);
      }
    }
  }
}

function readSandbox(reader: Reader): void {
  const { permissions, resources } = reader.layer.value.sandbox ?? {};
  for (const effect of ['allow', 'deny'] as const) {
    for (const [index, item] of (permissions?.[effect] ?? []).entries()) {
      addRule(reader, sandboxItem(item), effect, ['sandbox', 'permissions', effect, index], null, null);
    }
  }
  for (const [index, host] of (resources?.network?.allowedHosts ?? []).entries()) {
    const keys = ['sandbox', 'resources', 'network', 'allowedHosts', index];
    for (const scope of networkScopes) {
      // One problem is told once.
      const known = reader.problems.length;
      addRule(reader, { scope: `sandbox.${scope}`, pattern: { kind: 'host', text: host } }, 'allow', keys, null, null);
      if (reader.problems.length > known) break;
    }
  }
}

function addRule(reader: Reader, item: Item, effect: Effect, keys: Keys, mode: string | null, role: string | null): void {
  const origin = originOf(reader.layer, keys);
  const checked = 'problem' in item ? item : checkPattern(item, reader.variables);
  if ('problem' in checked) reader.problems.push(problemAt(origin, checked.problem));
  else reader.rules.push({ ...checked, effect, mode, role, origin });
}

function checkPattern(
  item: { readonly scope: PatternScope; readonly pattern: PatternSource },
  variables: ReadonlyMap<string, string>,
): Item {
  let { pattern } = item;
  if (pattern.kind === 'path') {
    const expanded = expandVariables(pattern.text, variables);
    if (!expanded.ok) return expanded;
    pattern = { kind: 'path', text: expanded.text };
  }
  const parsed = parsePattern(pattern, anywhere);
  return parsed.ok ? { scope: item.scope, pattern } : parsed;
}

function sourceOf(scope: PermissionScope, item: string | NameRule | CommandRule): PatternSource {
  const kind = kindOf(scope);
  if (kind === 'argv') {
    const { argv, digest, signedBy } = Array.isArray(item)
      ? { argv: item as readonly string[] }
      : (item as Partial<Extract<CommandRule, { argv: unknown }>>);
    return { kind, words: argv ?? [], digest: digest ?? null, signedBy: signedBy ?? null };
  }
  if (kind === 'name') {
    const { name, digest, signedBy } = typeof item === 'string' ? { name: item } : (item as Partial<Exclude<NameRule, string>>);
    return { kind, text: name ?? '', digest: digest ?? null, signedBy: signedBy ?? null };
  }
  return { kind, text: item as string };
}

/** `<scope> <pattern>`, or a command as a map. */
function sandboxItem(item: SandboxRule): Item {
  if (typeof item !== 'string') return { scope: 'sandbox.execution.commands', pattern: sourceOf('execution.commands', item) };
  const [word = '', pattern = ''] = item.split(/ (.*)/s);
  const scope = permissionScopes.find((each) => each === word);
  if (scope === undefined) return { problem: `must begin with a scope and a space${didYouMean(word, permissionScopes)}` };
  if (scope === 'execution.commands')
    return { problem: 'must be written as { scope: execution.commands, argv: […] }: a shell string is no command' };
  return { scope: `sandbox.${scope}`, pattern: sourceOf(scope, pattern) };
}

function itemsOf(value: unknown): readonly (string | NameRule | CommandRule)[] {
  return Array.isArray(value) ? (value as readonly (string | NameRule | CommandRule)[]) : [];
}
