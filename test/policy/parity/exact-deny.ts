// A deny of exactly one request, as a rule of a policy.
import type { PatternSource, Policy, PolicyRule } from '../../../src/policy/model.ts';
import { formatText, kindOf, normaliseRequest } from '../../../src/policy/pattern/kinds.ts';
import type { PatternResource } from '../../../src/policy/pattern/kinds.ts';
import type { PolicyEnvironment, Request } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { patternScopes } from '../../../src/policy/scopes.ts';

function escaped(text: string): string {
  return text.replaceAll(/[\\*?[\]{},!(]/gu, String.raw`\$&`);
}

/** A path's folder stays a variable: where it lies is not known to a comparison. */
function escapedPath(text: string): string {
  const [folder = ''] = /^\$\{(?:workspace|home|temp)\}/u.exec(text) ?? [];
  return folder + escaped(text.slice(folder.length));
}

function isPatternRequest(request: Request): request is Request & PatternResource {
  return patternScopes.some((scope) => scope === request.scope);
}

function patternOf(request: Request & PatternResource, environment: PolicyEnvironment): PatternSource | null {
  const kind = kindOf(request.scope);
  const text = normaliseRequest(request, environment);
  if (text === null) return null;
  const [word = ''] = splitWords(formatText(kind, text, environment)) ?? [];
  const by = {
    digest: 'digest' in request ? request.digest : null,
    signedBy: 'signedBy' in request ? request.signedBy : null,
  } as { readonly digest: string | null; readonly signedBy: string | null };
  switch (kind) {
    case 'path':
      return { kind, text: escapedPath(word) };
    case 'host':
      return { kind, text: word };
    case 'env':
      return { kind, text: escaped(text.slice(1)) };
    case 'name':
      return { kind, text: escaped(text.split('\0')[3] ?? ''), ...by };
    case 'argv':
      return { kind, words: text.split('\0').slice(3).map(escaped), ...by };
  }
}

/** Whether some rule asks for a digest or signer that the request has not: then no pattern is this request and no other. */
function isBlurred(policy: Policy, request: Request): boolean {
  const asks = policy.rules.some(({ pattern }) => 'digest' in pattern && (pattern.digest !== null || pattern.signedBy !== null));
  return asks && !('digest' in request && 'signedBy' in request);
}

/** The policy with a deny of the request alone, in its mode and for its role; null where no pattern can say that. */
export function withExactDeny(policy: Policy, request: Request, environment: PolicyEnvironment): Policy | null {
  if (!isPatternRequest(request) || isBlurred(policy, request)) return null;
  const pattern = patternOf(request, environment);
  // The root is a pattern of its own that no text writes.
  if (pattern === null || ('text' in pattern && pattern.text === '/')) return null;
  const sandboxed = request.scope.startsWith('sandbox.');
  const rule: PolicyRule = {
    scope: request.scope,
    effect: 'deny',
    pattern,
    mode: sandboxed ? null : request.mode,
    role: sandboxed ? null : request.role,
    origin: { path: 'deny.yaml', line: 1, column: 1, key: 'deny' },
  };
  return { ...policy, rules: [...policy.rules, rule] };
}
