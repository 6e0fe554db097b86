// Loads a policy: its layers become one, and everything that is wrong is told at its line.
import { record } from '../../core/canonical.ts';
import type { ModeDocument, RoleDocument } from '../../core/documents.ts';
import { didYouMean, invalidDocument, type Problem, problemAt, shorten } from '../document-problems.ts';
import type { ModeRules, Origin, Policy, PolicyRule, Right, SettingValue } from '../model.ts';
import { originOf, readRules } from './document-rules.ts';
import type { Layer } from './layer.ts';
import { type PolicyLoader, readLayers } from './layers.ts';
import { secureDefaultsLayer } from './secure-defaults.ts';
import { isSetting, parseSetting } from './settings.ts';
import { expandVariables, placeVariables } from './variables.ts';

export type { PolicyLoader } from './layers.ts';

/**
 * The policy at `path`, layers merged, every pattern tried. Null, or a path where there is no file, is the secure defaults. Throws
 * McgateError `invalid-document` with up to twenty problems, each with file, line, column and key; and what `loader.read` throws.
 */
export async function loadPolicy(loader: PolicyLoader, path: string | null): Promise<Policy> {
  return mergeLayers(await readLayers(loader, path));
}

/** The key's parts, and the value that stands there. */
type Leaf = readonly [keys: readonly string[], value: SettingValue];

/** What a mode that names nothing may do: nothing, and not without approval. */
const strictestMode = { allowExecution: false, requireApproval: true, loggingLevel: 'detailed' } as const;

interface Merging {
  readonly modes: Map<string, ModeRules>;
  readonly roles: Map<string, ReadonlySet<Right>>;
  readonly settings: Map<string, SettingValue>;
  readonly origins: Map<string, Origin>;
}

/** Rules of `layers` alone; settings, modes and roles of the secure defaults beneath them. Throws McgateError `invalid-document`. */
function mergeLayers(layers: readonly Layer[]): Policy {
  const problems: Problem[] = [];
  const variables = new Map<string, string>();
  const named = new Map<string, Origin>();
  const rules: PolicyRule[] = [];
  const merging: Merging = { modes: new Map(), roles: new Map(), settings: new Map(), origins: new Map() };
  mergeSettings(merging, secureDefaultsLayer());
  for (const layer of layers) {
    readVariables(layer, variables, named, problems);
    for (const rule of readRules(layer, variables, problems)) rules.push(rule);
    mergeSettings(merging, layer);
  }
  for (const layer of layers) checkTransitions(layer, merging.modes, problems);
  if (problems.length > 0) throw invalidDocument(inOrder(problems, layers), layers.at(-1)?.path ?? '');
  return { rules, ...merging };
}

/** As a reader meets them: layer by layer, each from its first line on. */
function inOrder(problems: readonly Problem[], layers: readonly Layer[]): readonly Problem[] {
  const places = new Map(layers.map(({ path }, index) => [path, index]));
  return problems.toSorted(
    ({ position: a }, { position: b }) =>
      (places.get(a.path) ?? 0) - (places.get(b.path) ?? 0) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

/** A name means one thing in the whole policy, so that no layer can change what another's patterns say. */
function readVariables(layer: Layer, variables: Map<string, string>, named: Map<string, Origin>, problems: Problem[]): void {
  for (const [name, text] of Object.entries(layer.value.variables ?? {})) {
    const origin = originOf(layer, ['variables', name]);
    const former = variables.get(name);
    const tell = (what: string): void => {
      problems.push(problemAt(origin, what));
      // Told once, not at every use.
      variables.set(name, former ?? '${workspace}');
    };
    const expanded = expandVariables(text, variables);
    if (placeVariables.includes(name)) tell('is the name of a variable that every policy has');
    else if (!expanded.ok) tell(expanded.problem);
    else if (/(?<!\\)(?:\\\\)*\\$/.test(text)) tell('must not end with "\\": it would take the meaning of what follows');
    else if (former !== undefined && former !== expanded.text) tell(`is something else already, at ${placeOf(named.get(name) ?? origin)}`);
    else {
      variables.set(name, expanded.text);
      named.set(name, origin);
    }
  }
}

function placeOf({ path, line, column }: Origin): string {
  return `${shorten(path)}:${String(line)}:${String(column)}`;
}

function mergeSettings(merging: Merging, layer: Layer): void {
  const { settings, origins } = merging;
  for (const [name, mode] of Object.entries(layer.value.modes ?? {})) mergeMode(merging, layer, name, mode);
  for (const [name, role] of Object.entries(layer.value.roles ?? {})) mergeRole(merging, layer, name, role);
  for (const [keys, value] of settingsOf(layer)) {
    // Rules are listed by scope, not by section; so are the settings beside them.
    const key = (keys[0] === 'permissions' ? keys.slice(1) : keys).join('.');
    settings.set(key, parseSetting(key, value));
    origins.set(key, originOf(layer, keys));
  }
}

function mergeMode({ modes, settings, origins }: Merging, layer: Layer, name: string, mode: ModeDocument): void {
  const place = `modes.${name}`;
  const former = modes.get(name);
  if (former === undefined) {
    settings.set(`${place}.loggingLevel`, strictestMode.loggingLevel);
    for (const key of ['', '.allowExecution', '.requireApproval', '.loggingLevel']) {
      origins.set(`${place}${key}`, originOf(layer, ['modes', name]));
    }
  }
  for (const key of ['allowExecution', 'requireApproval'] as const) {
    if (mode[key] !== undefined) origins.set(`${place}.${key}`, originOf(layer, ['modes', name, key]));
  }
  const transitions = new Map(former?.transitions);
  for (const [to, effect] of Object.entries(mode.transitions ?? {})) {
    transitions.set(to, effect);
    origins.set(`${place}.transitions.${to}`, originOf(layer, ['modes', name, 'transitions', to]));
  }
  modes.set(name, {
    allowExecution: mode.allowExecution ?? former?.allowExecution ?? strictestMode.allowExecution,
    requireApproval: mode.requireApproval ?? former?.requireApproval ?? strictestMode.requireApproval,
    transitions,
  });
}

function mergeRole({ roles, origins }: Merging, layer: Layer, name: string, { grants }: RoleDocument): void {
  if (grants === undefined && roles.has(name)) return;
  roles.set(name, new Set(grants));
  origins.set(`roles.${name}`, originOf(layer, grants === undefined ? ['roles', name] : ['roles', name, 'grants']));
}

/** Every leaf of the document that is a setting. */
function settingsOf(layer: Layer): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: unknown, keys: readonly string[]): void => {
    if (isSetting((keys[0] === 'permissions' ? keys.slice(1) : keys).join('.'))) leaves.push([keys, node as SettingValue]);
    else for (const [key, inner] of Object.entries(record(node))) visit(inner, [...keys, key]);
  };
  visit(layer.value, []);
  return leaves;
}

function checkTransitions(layer: Layer, modes: ReadonlyMap<string, ModeRules>, problems: Problem[]): void {
  for (const [name, mode] of Object.entries(layer.value.modes ?? {})) {
    for (const to of Object.keys(mode.transitions ?? {})) {
      if (modes.has(to)) continue;
      const origin = originOf(layer, ['modes', name, 'transitions', to]);
      problems.push(problemAt(origin, `there is no mode "${to}"${didYouMean(to, [...modes.keys()])}`));
    }
  }
}
