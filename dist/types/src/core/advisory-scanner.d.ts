import type { ToolRun } from './tool.js';
/** An advisory of the database in use, read by mcgate itself: the scanner must report it, or it did not match. */
export interface KnownAdvisory {
    readonly id: string;
    readonly package: string;
    /** A version that the advisory affects. */
    readonly version: string;
}
/** The advisories of one ecosystem. */
export interface AdvisoryDatabase {
    /** As OSV spells it: `npm`, `PyPI`, `Go`. */
    readonly ecosystem: string;
    /** Records in the archive. */
    readonly records: number;
    /** When it was fetched: the archive's modification time. */
    readonly fetchedAt: Date;
    /** Milliseconds since then, by the clock of the run. */
    readonly ageMs: number;
    /** Spread over the archive, so that a database read in part shows. Empty if it holds none that can be used. */
    readonly known: readonly KnownAdvisory[];
}
/** A lockfile to scan. `fileName` chooses how it is read (`package-lock.json`, `yarn.lock`). */
export interface LockfileInput {
    readonly key: string;
    readonly fileName: string;
    readonly bytes: Uint8Array;
}
export interface AdvisoryScan {
    readonly run: ToolRun;
    /** From the absolute path that the scanner names to the `key` that was handed in. */
    readonly keys: ReadonlyMap<string, string>;
}
/** True where a database that `mcgate setup` keeps was fetched over a week ago: it misses too much to judge by. */
export declare function isStale({ ageMs }: Pick<AdvisoryDatabase, 'ageMs'>): boolean;
export interface AdvisoryScanner {
    readonly version: string;
    /** True if whoever runs mcgate named the database's folder; false for the one `mcgate setup` keeps. */
    readonly databaseNamed: boolean;
    /** Null where there is no database for the ecosystem. Throws McgateError `tool-failed` for one that cannot be read. */
    openDatabase(ecosystem: string): Promise<AdvisoryDatabase | null>;
    /** Scans all in one call: offline, with mcgate's own config, nothing ignored. A failed run is an answer. */
    scan(lockfiles: readonly LockfileInput[], timeoutMs: number): Promise<AdvisoryScan>;
}
