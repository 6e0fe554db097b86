import type { Origin } from '../model.js';
/** A set of requests, or a setting, that two policies decide differently. */
export interface PolicyChange {
    /** A scope of requests, or a setting's dotted key. */
    readonly scope: string;
    /** The modes and roles for which this holds, sorted; null where it holds for all. */
    readonly modes: readonly string[] | null;
    readonly roles: readonly string[] | null;
    /** In the author's own patterns: `/ws/** minus /ws/*.json, **\/.env*`. */
    readonly region: string;
    /** One request of the region, written as `mcgate policy check` takes it after the scope; null for a setting. */
    readonly witness: string | null;
    /** `allow`, `ask` or `deny`; for a setting its value. */
    readonly before: string;
    readonly after: string;
    /** The lines that brought it about: first those of `head`, then those of `base` that are gone. */
    readonly lines: readonly (Origin & {
        readonly side: 'base' | 'head';
    })[];
}
/** A part that could not be decided within the bound; it counts as a widening until somebody has looked. */
export interface Undetermined {
    readonly scope: string;
    readonly region: string;
    readonly reason: string;
    readonly lines: readonly (Origin & {
        readonly side: 'base' | 'head';
    })[];
}
/** `equal` if and only if no request and no setting is decided differently and nothing is undetermined. Sorted, the same on every machine. */
export interface PolicyDifference {
    readonly equal: boolean;
    readonly widened: readonly PolicyChange[];
    readonly narrowed: readonly PolicyChange[];
    readonly undetermined: readonly Undetermined[];
}
