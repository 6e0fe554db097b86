import type { Policy } from '../model.js';
import type { PolicyDifference } from './difference.js';
/**
 * What `head` decides differently from `base`, for all requests, in all modes and for all roles that either defines, in all placements of
 * docs/policy.md; and the settings that differ. Both lists are empty, and nothing is undetermined, if and only if the two are equal.
 * Pure, and the same on every machine: the work is bounded by steps, not by time.
 */
export declare function diffPolicies(base: Policy, head: Policy, bound?: number): PolicyDifference;
