// The scopes by name, as a person may spell them.
import { closest, distance } from 'fastest-levenshtein';
import { McgateError } from '../../core/error.ts';
import { isSandboxed, patternScopes, permissionScopes } from '../scopes.ts';
import { resourceScopes, type Scope } from './request.ts';

/** Every scope, the sandbox's own last. */
export const allScopes: readonly Scope[] = [
  ...permissionScopes,
  ...resourceScopes,
  'modes.transitions',
  'roles.administration',
  ...patternScopes.filter(isSandboxed),
];

const scopesByName: ReadonlyMap<string, Scope> = new Map([
  ...allScopes.map((scope) => [scope, scope] as const),
  // One thing is asked for, so the singular is what comes to mind.
  ...allScopes.filter((scope) => scope.endsWith('s')).map((scope) => [scope.slice(0, -1), scope] as const),
]);

const longestScope = 60;

/** The scope of that name. @throws {McgateError} `usage`, with the nearest one that exists. */
export function parseScope(name: string): Scope {
  const scope = scopesByName.get(name);
  if (scope !== undefined) return scope;
  const near = name.length > longestScope ? null : closest(name, [...allScopes]);
  const remedy = near !== null && distance(name, near) <= near.length / 2 ? `Did you mean ${near}?` : `Scopes are ${allScopes.join(', ')}.`;
  throw new McgateError('usage', `There is no scope ${JSON.stringify(name.slice(0, longestScope))}.`, { remedy });
}
