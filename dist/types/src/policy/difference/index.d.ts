export { diffPolicies } from './diff-policies.js';
export type { PolicyChange, PolicyDifference, Undetermined } from './difference.js';
