import type { PatternScope, PolicyEnvironment, Resource } from './request.js';
/** What is asked in a scope whose rules are patterns. */
export type PatternResource = Extract<Resource, {
    readonly scope: PatternScope;
}>;
/**
 * The request's text: each segment after its kind's separator. Null if it cannot be normalised, which is a deny. Never throws, whatever the
 * fields hold, and takes time linear in their length.
 */
export declare function normaliseRequest(resource: PatternResource, environment: PolicyEnvironment): string | null;
