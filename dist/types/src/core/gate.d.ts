import type { AdvisoryScanner } from './advisory-scanner.js';
import type { ChecklistItemState, GateId, GateResult, Reason, RuleDescription } from './documents.js';
import type { RunTool } from './tool.js';
import type { Workspace } from './workspace.js';
export type { RunTool, ToolRun } from './tool.js';
/** A gate's settings with every default filled in. */
export interface ResolvedGateSettings {
    readonly enabled: boolean;
    readonly failOn: 'critical' | 'high' | 'medium' | 'low' | 'note';
    readonly confidence: 'high' | 'medium' | 'low';
    readonly timeoutMs: number;
    readonly exclude: readonly string[];
    /** For the code gate: whether parameters of a package's exported API count as text from outside; `auto`: in packages that others can install. */
    readonly libraryParameters: 'auto' | 'on' | 'off';
}
/** Options of one run that gates need to know; from the command line, never from the repository. */
export interface RunOptions {
    readonly offline: boolean;
    /** Folder in osv-scanner's layout, or null for the default place. */
    readonly osvDatabase: string | null;
    readonly cache: boolean;
}
/** A document of the trusted tip, not yet parsed. */
export interface TrustedText {
    readonly path: string;
    readonly text: string;
}
/** How the checklist stands, as the pipeline found it: it alone knows the other gates' answers, and whose signatures count. Serialisable. */
export interface ChecklistStanding {
    readonly items: readonly ChecklistItemState[];
    /** Where each item stands in the trusted document, 1-based, by id; empty where nobody wrote one. */
    readonly lines: Readonly<Record<string, number>>;
    /** What is lacking blocks. */
    readonly release: boolean;
    /** Why it is not known how the items stand; empty where it is. */
    readonly reasons: readonly Reason[];
}
/** A small store for results that can be computed again; a miss is always right. Values are JSON. */
export interface ResultCache {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown): Promise<void>;
}
/** Answers tasks in worker threads that are replaced when a task kills, hangs or corrupts one. */
export interface WorkerPool {
    /** `crashed` covers a thrown error, a trap and memory; `timed-out` a task that ran over `timeoutMs`. */
    run(task: unknown, timeoutMs: number): Promise<{
        readonly ok: true;
        readonly value: unknown;
    } | {
        readonly ok: false;
        readonly failure: 'crashed' | 'timed-out';
        readonly detail: string;
    }>;
    readonly size: number;
    close(): Promise<void>;
}
/** What a gate may use of the world. The trees hold what is in scope: the pipeline has left out what the config excludes. The child process's entry wires it from platform/. */
export interface GateContext {
    readonly workspace: Workspace;
    readonly settings: ResolvedGateSettings;
    readonly options: RunOptions;
    /** The repository's own models of libraries, from the trusted tip. */
    readonly models: readonly TrustedText[];
    /** Null but for the checklist gate. */
    readonly checklist: ChecklistStanding | null;
    readonly cache: ResultCache;
    readonly runTool: RunTool;
    /** A private folder of this run, removed afterwards. */
    readonly scratch: string;
    /** Throws McgateError `tool-missing` (no scanner, or no database at all) or `tool-failed`. */
    readonly openAdvisoryScanner: () => Promise<AdvisoryScanner>;
    readonly openWorkers: (kind: 'code') => WorkerPool;
    /** `total` null while not known. Cheap to call; the receiver throttles. */
    readonly progress: (done: number, total: number | null) => void;
    readonly signal: AbortSignal;
}
/** What a gate answers; the process that runs it adds the rules that its findings name. */
export type GateFindings = Omit<GateResult, 'rules'>;
/** Reads once, then judges purely. Throws only McgateError (the outcome is then `incomplete`). */
export interface Gate {
    readonly id: GateId;
    readonly rules: readonly RuleDescription[];
    run(context: GateContext): Promise<GateFindings>;
}
