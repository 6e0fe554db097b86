// The oracle's reading of policy documents: layers united, keys taken from the last that has them, variables written out. Only of what decides requests.
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { ModeRules, PatternSource, Policy, PolicyRule, Right, SettingValue } from '../../../src/policy/model.ts';
import type { PatternScope } from '../../../src/policy/request/request.ts';

interface Named {
  readonly name?: string;
  readonly argv?: readonly string[];
  readonly digest?: string;
  readonly signedBy?: string;
}
type Item = string | readonly string[] | Named;
type RuleLists = Readonly<Partial<Record<Effect, readonly Item[]>>>;
type Permissions = Readonly<Record<string, Readonly<Record<string, RuleLists>>>>;

/** A policy document as YAML gives it: no more of it than decides requests. */
export interface Document {
  readonly extends?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly sandbox?: {
    readonly permissions?: { readonly allow?: readonly SandboxItem[]; readonly deny?: readonly SandboxItem[] };
    readonly resources?: { readonly network?: { readonly allowedHosts?: readonly string[] } };
  };
  readonly modes?: Readonly<
    Record<string, Partial<Omit<ModeRules, 'transitions'>> & Extra & { transitions?: Readonly<Record<string, Effect>> }>
  >;
  readonly roles?: Readonly<Record<string, Extra & { grants?: readonly Right[] }>>;
}
type SandboxItem = string | (Named & { readonly scope: string });
interface Extra {
  readonly permissions?: Permissions;
}

const origin = { path: 'oracle', line: 1, column: 1, key: '' };

function layersOf(document: Document, files: ReadonlyMap<string, Document>): readonly Document[] {
  const bases = (document.extends ?? []).filter((name) => !name.startsWith('mcgate:'));
  return [
    ...bases.flatMap((name) => {
      const base = files.get(name);
      if (base === undefined) throw new Error(`no document ${name}`);
      return layersOf(base, files);
    }),
    document,
  ];
}

function kindOf(scope: string): PatternSource['kind'] {
  if (scope.startsWith('fileSystem.')) return 'path';
  if (scope.startsWith('network.')) return 'host';
  if (scope.startsWith('env.')) return 'env';
  return scope === 'execution.commands' ? 'argv' : 'name';
}

type Variables = Map<string, string>;

function written(text: string, variables: Variables): string {
  return text.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) => variables.get(name) ?? whole);
}

function patternOf(scope: string, item: Item, variables: Variables): PatternSource {
  const kind = kindOf(scope);
  const named: Named = typeof item === 'object' && !Array.isArray(item) ? (item as Named) : {};
  const by = { digest: named.digest ?? null, signedBy: named.signedBy ?? null };
  if (kind === 'argv') return { kind, words: Array.isArray(item) ? (item as readonly string[]) : (named.argv ?? []), ...by };
  const text = typeof item === 'string' ? item : (named.name ?? '');
  if (kind === 'name') return { kind, text, ...by };
  return { kind, text: kind === 'path' ? written(text, variables) : text };
}

function rulesOf(
  permissions: Permissions | undefined,
  variables: Variables,
  mode: string | null,
  role: string | null,
): readonly PolicyRule[] {
  return Object.entries(permissions ?? {}).flatMap(([group, sections]) => {
    if (group === 'resources') return [];
    return Object.entries(sections).flatMap(([section, lists]) =>
      Object.entries(lists).flatMap(([effect, items]) =>
        items.map((item) => ({
          scope: `${group}.${section}` as PatternScope,
          effect: effect as Effect,
          pattern: patternOf(`${group}.${section}`, item, variables),
          mode,
          role,
          origin,
        })),
      ),
    );
  });
}

function sandboxRules(sandbox: Document['sandbox'], variables: Variables): readonly PolicyRule[] {
  const ruleOf = (effect: Effect, scope: string, item: Item): PolicyRule => ({
    scope: `sandbox.${scope}` as PatternScope,
    effect,
    pattern: patternOf(scope, item, variables),
    mode: null,
    role: null,
    origin,
  });
  const listed = (effect: 'allow' | 'deny'): readonly PolicyRule[] =>
    (sandbox?.permissions?.[effect] ?? []).map((item) => {
      if (typeof item !== 'string') return ruleOf(effect, item.scope, item);
      const space = item.indexOf(' ');
      return ruleOf(effect, item.slice(0, space), item.slice(space + 1));
    });
  const hosts = (sandbox?.resources?.network?.allowedHosts ?? []).flatMap((host) =>
    ['network.api', 'network.llm', 'network.external'].map((scope) => ruleOf('allow', scope, host)),
  );
  return [...listed('allow'), ...listed('deny'), ...hosts];
}

const units: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

function amountOf(value: unknown): number {
  const parts = typeof value === 'string' ? /^(\d+)(\w+)$/u.exec(value) : null;
  return parts === null ? Number(value) : Number(parts[1]) * (units.get(parts[2] ?? '') ?? Number.NaN);
}

/** What the layers of a document say together. `defaults` are the modes and roles that hold where no layer names them. */
export function readPolicy(document: Document, files: ReadonlyMap<string, Document>, defaults: Policy): Policy {
  const variables: Variables = new Map();
  const rules: PolicyRule[] = defaults.rules.slice();
  const modes = new Map(defaults.modes);
  const roles = new Map(defaults.roles);
  const settings = new Map<string, SettingValue>(defaults.settings);
  for (const layer of layersOf(document, files)) {
    for (const [name, value] of Object.entries(layer.variables ?? {})) variables.set(name, written(value, variables));
    rules.push(...rulesOf(layer.permissions, variables, null, null), ...sandboxRules(layer.sandbox, variables));
    for (const [name, amount] of Object.entries(layer.permissions?.['resources'] ?? {}))
      settings.set(`resources.${name}`, amountOf(amount));
    for (const [name, { permissions, transitions, ...said }] of Object.entries(layer.modes ?? {})) {
      const before = modes.get(name) ?? { allowExecution: false, requireApproval: true, transitions: new Map<string, Effect>() };
      modes.set(name, { ...before, ...said, transitions: new Map([...before.transitions, ...Object.entries(transitions ?? {})]) });
      rules.push(...rulesOf(permissions, variables, name, null));
    }
    for (const [name, { permissions, grants }] of Object.entries(layer.roles ?? {})) {
      roles.set(name, grants === undefined ? (roles.get(name) ?? new Set()) : new Set(grants));
      rules.push(...rulesOf(permissions, variables, null, name));
    }
  }
  return { rules, modes, roles, settings, origins: new Map() };
}
