// The scopes as a table: what their rules are patterns of, and which right a role needs.
import type { PatternSource, Right } from './model.ts';
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

interface ScopeFacts {
  readonly kind: PatternSource['kind'];
  readonly right: Right;
}

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

const facts: Readonly<Record<PermissionScope, ScopeFacts>> = {
  'network.api': { kind: 'host', right: 'EXECUTE' },
  'network.llm': { kind: 'host', right: 'READ' },
  'network.external': { kind: 'host', right: 'EXECUTE' },
  'fileSystem.read': { kind: 'path', right: 'READ' },
  'fileSystem.write': { kind: 'path', right: 'WRITE' },
  'fileSystem.temp': { kind: 'path', right: 'EXECUTE' },
  'env.read': { kind: 'env', right: 'READ' },
  'env.write': { kind: 'env', right: 'WRITE' },
  'execution.functions': { kind: 'name', right: 'EXECUTE' },
  'execution.tools': { kind: 'name', right: 'EXECUTE' },
  'execution.plugins': { kind: 'name', right: 'EXECUTE' },
  'execution.commands': { kind: 'argv', right: 'EXECUTE' },
};

/** True for the scopes that decide what runs inside the sandbox: no mode, no role and no ceiling changes them. */
export function isSandboxed(scope: PatternScope): scope is Sandboxed<PermissionScope> {
  return scope.startsWith('sandbox.');
}

/** What the scope's rules are patterns of. */
export function patternKind(scope: PatternScope): PatternSource['kind'] {
  return facts[unsandboxed(scope)].kind;
}

/** The right without which a role is denied; null for the sandbox's scopes. */
export function rightOf(scope: PatternScope): Right | null {
  return isSandboxed(scope) ? null : facts[scope].right;
}

/** `sandbox.env.read` is `env.read`. */
export function unsandboxed(scope: PatternScope): PermissionScope {
  return (isSandboxed(scope) ? scope.slice('sandbox.'.length) : scope) as PermissionScope;
}
