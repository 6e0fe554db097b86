/** What stands at a path. A gate reads `file` and `executable`; the others are named in coverage. */
export type EntryKind = 'file' | 'executable' | 'symlink' | 'submodule' | 'other';
export interface TreeEntry {
    /** Repository-relative, `/`-separated. Bytes that are no UTF-8 stand as `\xHH`. Unique in its tree. */
    readonly path: string;
    readonly kind: EntryKind;
    /** Content id: the git blob id of the content, equal if and only if the content is. `''` where it could not be read. */
    readonly id: string;
    /** Bytes, or null where not known without reading. */
    readonly size: number | null;
}
export type ReadFailure = 'missing' | 'too-large' | 'unreadable' | 'not-a-file' | 'changed';
export type ReadResult = {
    readonly ok: true;
    readonly bytes: Uint8Array;
} | {
    readonly ok: false;
    readonly failure: ReadFailure;
    readonly detail: string;
};
export interface Tree {
    /** Sorted by path (UTF-16 order). */
    readonly entries: readonly TreeEntry[];
    /** Never throws for what the repository holds: a failure is an answer. `limit` in bytes. */
    read(path: string, limit: number): Promise<ReadResult>;
}
export interface Workspace {
    readonly judged: Tree;
    /** What is new is told against this; null where there is no base. */
    readonly base: Tree | null;
    /** Releases processes and descriptors. */
    close(): Promise<void>;
}
/** How two trees differ, by path and content id. All paths are sorted. */
export interface TreeChanges {
    readonly added: readonly string[];
    readonly modified: readonly string[];
    readonly deleted: readonly string[];
}
/** Compares by path, kind and content id; with no base everything counts as added. */
export declare function compareTrees(base: readonly TreeEntry[] | null, judged: readonly TreeEntry[]): TreeChanges;
