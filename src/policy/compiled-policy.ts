// STUB
import type { Policy } from './model.ts';
import type { Effect } from './automaton/sequence.ts';
import type { PolicyEnvironment, Request } from './request/request.ts';
export interface CompiledPolicy {
  readonly decide: (request: Request) => Effect;
}
export function compilePolicy(_p: Policy, _e: PolicyEnvironment): CompiledPolicy {
  throw new Error('stub');
}
