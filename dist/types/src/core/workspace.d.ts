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
/** A content that a commit of the change put at a path, and that may stand nowhere any more. */
export interface PastEntry {
    /** Full id of the first commit that did. */
    readonly commit: string;
    readonly path: string;
    readonly id: string;
}
/** Why a past is not whole. Only `shallow clone` is nobody's doing; by any other a change could hide what it held. */
export type PastCut = 'shallow clone' | 'too many commits' | 'too many files' | 'took too long' | 'missing objects';
/** What the commits of a change put somewhere and what is in neither of its trees. Serialisable. */
export interface PastListing {
    /** Commits looked at. */
    readonly commits: number;
    /** Oldest commit first; each content once a path. */
    readonly entries: readonly PastEntry[];
    /** Null where these are all. */
    readonly cut: PastCut | null;
}
export interface Past extends PastListing {
    /** As `Tree.read`. */
    read(entry: PastEntry, limit: number): Promise<ReadResult>;
}
/** The whole trees of a run that is narrowed to a part of them: what lies outside may open a way into it, and the other way round. */
export interface Surroundings<T> {
    readonly judged: T;
    readonly base: T | null;
    /** Where what was found by looking at the whole is told; null for everywhere, since a change may open a way anywhere. */
    readonly told: readonly string[] | null;
}
export interface Workspace {
    readonly judged: Tree;
    /** What is new is told against this; null where there is no base. */
    readonly base: Tree | null;
    /** What lies between the two; null where there is no base, or where the gate has no use for it. */
    readonly past: Past | null;
    /** Of a narrowed run. */
    readonly around?: Surroundings<Tree>;
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
