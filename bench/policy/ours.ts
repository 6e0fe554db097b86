// mcgate's side, through the public API alone: whole requests in, normalisation included.
import { compilePolicy } from '../../src/policy/index.ts';
import type { CompiledPolicy, Policy, PolicyEnvironment, Request } from '../../src/policy/index.ts';
import type { Ask, Prepared } from './peers.ts';
import { workspace } from './workload.ts';
import type { PathRule } from './workload.ts';

type Rule = Policy['rules'][number];

const environment: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace, home: '/home/dev', temp: '/tmp' };
const who = { mode: 'code', role: 'developer' } as const;

/** A policy of these rules, with one mode and one role that hold nothing back. */
function policyOf(rules: readonly Pick<Rule, 'scope' | 'effect' | 'pattern'>[]): Policy {
  return {
    rules: rules.map((rule, index) => ({
      ...rule,
      mode: null,
      role: null,
      origin: { path: '.mcgate/policy.yaml', line: index + 1, column: 1, key: `rules.${String(index)}` },
    })),
    modes: new Map([['code', { allowExecution: true, requireApproval: false, transitions: new Map() }]]),
    roles: new Map([['developer', new Set(['READ', 'WRITE', 'EXECUTE'] as const)]]),
    settings: new Map(),
    origins: new Map(),
  };
}

/** Paths are written as an author would: below `${workspace}`. */
export function pathPolicy(rules: readonly PathRule[]): Policy {
  return policyOf(
    rules.map(({ effect, glob }) => ({
      scope: 'fileSystem.read',
      effect,
      pattern: { kind: 'path', text: glob.startsWith(workspace) ? `\${workspace}${glob.slice(workspace.length)}` : glob },
    })),
  );
}

export function hostPolicy(rules: readonly { readonly effect: 'allow' | 'ask' | 'deny'; readonly text: string }[]): Policy {
  return policyOf(rules.map(({ effect, text }) => ({ scope: 'network.external', effect, pattern: { kind: 'host', text } })));
}

export function argvPolicy(rules: readonly { readonly effect: 'allow' | 'ask' | 'deny'; readonly words: readonly string[] }[]): Policy {
  return policyOf(
    rules.map(({ effect, words }) => ({
      scope: 'execution.commands',
      effect,
      pattern: { kind: 'argv', words, digest: null, signedBy: null },
    })),
  );
}

/** Compiled for the first rule's scope at least: a policy is compiled scope by scope, when the first request of one comes. */
export function compile(policy: Policy): CompiledPolicy {
  const compiled = compilePolicy(policy, environment);
  const scope = policy.rules[0]?.scope;
  if (scope !== undefined) compiled.rulingFor(scope, who.mode, who.role);
  return compiled;
}

export function askWith(compiled: CompiledPolicy, requests: readonly Request[]): Ask {
  return (index) => {
    const request = requests[index];
    return request !== undefined && compiled.decide(request) === 'allow';
  };
}

export function fileRequest(path: string): Request {
  return { scope: 'fileSystem.read', path, ...who };
}

export function hostRequest({ host, port }: { readonly host: string; readonly port: number }): Request {
  return { scope: 'network.external', host, port, ...who };
}

export function argvRequest(argv: readonly string[]): Request {
  return { scope: 'execution.commands', argv, ...who };
}

/** The policy of `rules`, ready to be asked for paths. Automata are made as texts need them: the first questions pay for that. */
export function compilePaths(rules: readonly PathRule[]): Prepared {
  const compiled = compile(pathPolicy(rules));
  return (paths) => askWith(compiled, paths.map(fileRequest));
}
