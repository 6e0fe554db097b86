// What two policies decide differently, for whoever asks it: apart from `mcgate/policy`, for who only decides need not load it.
export { diffPolicies } from './diff-policies.ts';
export type { PolicyChange, PolicyDifference, Undetermined } from './difference.ts';
