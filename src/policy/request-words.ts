// A request as a person writes it, in a shell or in a table of tests: a scope, then what is asked.
import { McgateError } from '../core/error.ts';
import { parseRequest } from './request/parse-request.ts';
import {
  commandScopes,
  envScopes,
  fileScopes,
  namedScopes,
  networkScopes,
  resourceScopes,
  type PolicyEnvironment,
  type Resource,
  type Scope,
} from './request/request.ts';

/** Who asks and when, where nothing else is said. */
export const usualMode = 'code';
export const usualRole = 'DEVELOPER';

const patternScopes = [...fileScopes, ...networkScopes, ...envScopes, ...namedScopes, ...commandScopes] as const;

/** Every scope that a request may have, in the order in which help names them. */
export const scopes: readonly Scope[] = [
  ...patternScopes,
  ...resourceScopes,
  'modes.transitions',
  'roles.administration',
  ...patternScopes.map((scope) => `sandbox.${scope}` as const),
];

/** Other ways in which people write a scope. */
const otherNames: ReadonlyMap<string, Scope> = new Map([['execution.command', 'execution.commands']]);

/** The scope of that name. Throws McgateError `usage` where there is none. */
export function scopeOf(name: string): Scope {
  const scope = scopes.find((each) => each === name) ?? otherNames.get(name);
  if (scope !== undefined) return scope;
  throw new McgateError('usage', `There is no scope ${JSON.stringify(name.slice(0, 100))}.`, {
    remedy: `Name one of: ${scopes.join(', ')}.`,
  });
}

/** The words of a text: the words of a command are parted by blanks, everything else is one word, as it stands. */
export function splitRequest(text: string): readonly string[] {
  const [, name = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/su.exec(text) ?? [];
  if (rest === '') return [name];
  return isCommand(name) ? [name, ...rest.split(/\s+/u)] : [name, rest];
}

/**
 * The request that `words` make: a scope, `--` if somebody likes to, and what is asked. A path may begin with `${workspace}`, `${home}`
 * or `${temp}`; `resolvePath` makes a real path of it. Throws McgateError `usage` for words that are no request.
 */
export function requestOf(
  words: readonly string[],
  environment: PolicyEnvironment,
  resolvePath: (path: string) => string = (path) => path,
): Resource {
  const [name = '', ...rest] = words;
  const scope = scopeOf(name);
  const asked = rest[0] === '--' ? rest.slice(1) : rest;
  return parseRequest(scope, isFile(scope) ? asked.map((word) => resolvePath(withoutVariable(word, environment))) : asked);
}

function isFile(scope: string): boolean {
  return fileScopes.some((each) => scope === each || scope === `sandbox.${each}`);
}

function isCommand(name: string): boolean {
  const scope = otherNames.get(name) ?? name;
  return commandScopes.some((each) => scope === each || scope === `sandbox.${each}`);
}

function withoutVariable(path: string, environment: PolicyEnvironment): string {
  const [whole = '', name = ''] = /^\$\{(workspace|home|temp)\}(?=$|[/\\])/u.exec(path) ?? [];
  return name === 'workspace' || name === 'home' || name === 'temp' ? environment[name] + path.slice(whole.length) : path;
}
