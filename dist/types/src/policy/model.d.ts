import type { Effect } from './automaton/sequence.js';
import type { PatternScope } from './request/request.js';
/** A line of a policy document. `path` is as the loader was asked for it, or `mcgate:secure-defaults`. Lines and columns count from 1. */
export interface Origin {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    /** Dotted key, with the index of a list's item: `permissions.fileSystem.read.allow.0`. */
    readonly key: string;
}
/** A pattern as its author wrote it, with variables of the policy's own replaced; `${workspace}`, `${home}` and `${temp}` still stand. */
export type PatternSource = {
    readonly kind: 'path' | 'host' | 'env';
    readonly text: string;
} | {
    readonly kind: 'name';
    readonly text: string;
    readonly digest: string | null;
    readonly signedBy: string | null;
} | {
    readonly kind: 'argv';
    readonly words: readonly string[];
    readonly digest: string | null;
    readonly signedBy: string | null;
};
/** One grant or refusal. It holds in `mode` and for `role` only, where they are given. */
export interface PolicyRule {
    readonly scope: PatternScope;
    readonly effect: Effect;
    readonly pattern: PatternSource;
    readonly mode: string | null;
    readonly role: string | null;
    readonly origin: Origin;
}
/** READ, WRITE, EXECUTE and ADMIN of the security model's permission matrix. */
export type Right = 'READ' | 'WRITE' | 'EXECUTE' | 'ADMIN';
export interface ModeRules {
    readonly allowExecution: boolean;
    readonly requireApproval: boolean;
    /** Effect by the mode that is gone to; one that is not named is denied. */
    readonly transitions: ReadonlyMap<string, Effect>;
}
/** A setting's value: what it is compared by is in `language/settings.ts`. Durations are seconds, sizes bytes. */
export type SettingValue = string | number | boolean | readonly string[];
/** Everything a policy says. `origins` has the line of each mode, role and setting by its dotted key, e.g. `modes.code.allowExecution`. */
export interface Policy {
    readonly rules: readonly PolicyRule[];
    readonly modes: ReadonlyMap<string, ModeRules>;
    readonly roles: ReadonlyMap<string, ReadonlySet<Right>>;
    /** By dotted key, `resources.memory` included; every key of the secure defaults is there. */
    readonly settings: ReadonlyMap<string, SettingValue>;
    readonly origins: ReadonlyMap<string, Origin>;
}
