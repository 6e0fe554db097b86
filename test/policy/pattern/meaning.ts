// What a pattern means for a request, by the parts as they are put together in a compiled policy.
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import { normaliseRequest, parsePattern, separatorOf, type PatternResource } from '../../../src/policy/pattern/kinds.ts';
import type { PatternSource } from '../../../src/policy/model.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';

export const posix: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/ws', home: '/home/ann', temp: '/tmp' };
export const caseless: PolicyEnvironment = { ...posix, caseSensitive: false };
export const windows: PolicyEnvironment = {
  platform: 'windows',
  caseSensitive: false,
  workspace: 'C:\\ws',
  home: 'C:\\Users\\Ann',
  temp: 'C:\\Temp',
};

/** Whether the pattern matches the request; false for a request that is denied. */
export function matches(source: PatternSource, resource: PatternResource, environment: PolicyEnvironment = posix): boolean {
  const text = normaliseRequest(resource, environment);
  return text !== null && matchesText(source, text, environment);
}

export function matchesText(source: PatternSource, text: string, environment: PolicyEnvironment = posix): boolean {
  const parsed = parsePattern(source, environment);
  if (!parsed.ok) throw new Error(`${JSON.stringify(source)} ${parsed.problem}`);
  const { decide } = compileRules([{ effect: 'allow', sequences: parsed.sequences }], separatorOf(source.kind));
  return decide(text) === 'allow';
}

export function problemOf(source: PatternSource, environment: PolicyEnvironment = posix): string | null {
  const parsed = parsePattern(source, environment);
  return parsed.ok ? null : parsed.problem;
}

export const path = (text: string): PatternSource => ({ kind: 'path', text });
export const host = (text: string): PatternSource => ({ kind: 'host', text });
export const env = (text: string): PatternSource => ({ kind: 'env', text });
export const name = (text: string, digest: string | null = null, signedBy: string | null = null): PatternSource => ({
  kind: 'name',
  text,
  digest,
  signedBy,
});
export const argv = (words: readonly string[], digest: string | null = null, signedBy: string | null = null): PatternSource => ({
  kind: 'argv',
  words,
  digest,
  signedBy,
});

export const read = (text: string): PatternResource => ({ scope: 'fileSystem.read', path: text });
export const call = (text: string, port = 443): PatternResource => ({ scope: 'network.llm', host: text, port });
export const run = (...words: readonly string[]): PatternResource => ({ scope: 'execution.commands', argv: words });
export const use = (text: string): PatternResource => ({ scope: 'execution.tools', name: text });
export const look = (text: string): PatternResource => ({ scope: 'env.read', name: text });
