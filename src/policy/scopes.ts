// The scopes as lists and as a table: which right a role needs for each.
import type { Right } from './model.ts';
import {
  commandScopes,
  envScopes,
  fileScopes,
  namedScopes,
  networkScopes,
  type PatternScope,
  type PermissionScope,
  type Sandboxed,
} from './request/request.ts';

/** Scopes of `permissions`, in the order in which they are listed everywhere. */
export const permissionScopes: readonly PermissionScope[] = [
  ...networkScopes,
  ...fileScopes,
  ...envScopes,
  ...namedScopes,
  ...commandScopes,
];

/** All scopes whose rules are patterns, the sandbox's own last. */
export const patternScopes: readonly PatternScope[] = [
  ...permissionScopes,
  ...permissionScopes.map((scope): Sandboxed<PermissionScope> => `sandbox.${scope}`),
];

const rights: Readonly<Record<PermissionScope, Right>> = {
  'network.api': 'EXECUTE',
  'network.llm': 'READ',
  'network.external': 'EXECUTE',
  'fileSystem.read': 'READ',
  'fileSystem.write': 'WRITE',
  'fileSystem.temp': 'EXECUTE',
  'env.read': 'READ',
  'env.write': 'WRITE',
  'execution.functions': 'EXECUTE',
  'execution.tools': 'EXECUTE',
  'execution.plugins': 'EXECUTE',
  'execution.commands': 'EXECUTE',
};

/** True for the scopes that decide what runs inside the sandbox: no mode, no role and no ceiling changes them. */
export function isSandboxed(scope: PatternScope): scope is Sandboxed<PermissionScope> {
  return scope.startsWith('sandbox.');
}

/** The right without which a role is denied; null for the sandbox's scopes. */
export function rightOf(scope: PatternScope): Right | null {
  return isSandboxed(scope) ? null : rights[scope];
}

/** `sandbox.env.read` is `env.read`. */
export function unsandboxed(scope: PatternScope): PermissionScope {
  return isSandboxed(scope) ? (scope.slice('sandbox.'.length) as PermissionScope) : scope;
}
