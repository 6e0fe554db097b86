// STUB
import type { Policy } from '../model.ts';
import type { PolicyDifference } from './difference.ts';
export function diffPolicies(_a: Policy, _b: Policy): PolicyDifference {
  throw new Error('stub');
}
