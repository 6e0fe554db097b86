import type { GateId, GateResult, Reason, Report, Severity, SignedReport } from './documents.js';
import type { ChangeEvent, EventOrigin } from './event.js';
import type { ChecklistStanding, ResolvedGateSettings, RunOptions, TrustedText } from './gate.js';
import type { Repository, WorkspaceSpec } from './repository.js';
import type { OpenReviews } from './review.js';
import type { OpenSignatures } from './signature.js';
export interface CheckRequest {
    /** Absolute path of a folder in the repository, or of a plain folder. */
    readonly root: string;
    /** False: judge the folder as it is, whatever repository it lies in. */
    readonly git: boolean;
    /** Repository-relative files and folders to keep to; empty for all. Marks the report partial. */
    readonly paths: readonly string[];
    readonly event: ChangeEvent;
    /** What the forge says of where it happened and who did it; null outside of one. */
    readonly origin: EventOrigin | null;
    /** Null for all. Marks the report partial. */
    readonly gates: readonly GateId[] | null;
    /** May only be stricter than the trusted config. */
    readonly failOn: Severity | null;
    /** Only files that differ from the base. Marks the report partial. */
    readonly changedOnly: boolean;
    /** 1-based part of a whole. Marks the report partial. */
    readonly shard: {
        readonly index: number;
        readonly count: number;
    } | null;
    /** A tag, or the full id of a commit: what was weakened or widened since, and nothing else. Marks the report partial. */
    readonly since: string | null;
    readonly options: RunOptions;
    /** True: missing sign-offs block, whatever the branch. */
    readonly release: boolean;
    /** Other tools' reports, by the checklist item that they are for. */
    readonly reports: readonly ReportEvidence[];
}
/** A report that was handed to a run for an item of the checklist, or why it could not be read. */
export type ReportEvidence = {
    readonly item: string;
    readonly report: SignedReport;
} | {
    readonly item: string;
    readonly problem: string;
};
/** One gate's work, as it crosses to the child process. Serialisable. */
export interface GateJob {
    readonly gate: GateId;
    readonly settings: ResolvedGateSettings;
    readonly options: RunOptions;
    readonly workspace: WorkspaceSpec;
    /** The repository's own models of libraries, from the trusted tip; empty but for the code gate. */
    readonly models: readonly TrustedText[];
    /** For the checklist gate alone. */
    readonly checklist: ChecklistStanding | null;
}
export type GateAnswer = {
    readonly ok: true;
    readonly result: GateResult;
} | {
    readonly ok: false;
    readonly reason: Reason;
};
export type ProgressEvent = {
    readonly kind: 'started' | 'finished';
    readonly gate: GateId;
} | {
    readonly kind: 'advanced';
    readonly gate: GateId;
    readonly done: number;
    readonly total: number | null;
};
export interface CheckPorts {
    /** Throws McgateError `git-failed` or `unreadable`. */
    readonly openRepository: (root: string, options: {
        readonly git: boolean;
    }) => Promise<Repository>;
    /** Lets the processes of gates load while their jobs are made, for `runGate` to take; what it answers ends those that nobody took. Never throws. */
    readonly expectGates: (gates: readonly GateId[], root: string) => () => Promise<void>;
    /** Runs a gate in a token-free child process under `settings.timeoutMs`; never throws. */
    readonly runGate: (job: GateJob, progress: (event: ProgressEvent) => void, signal: AbortSignal) => Promise<GateAnswer>;
    /** Throws McgateError `tool-missing` or `tool-failed`. `revoked`: what `ssh-keygen -r` takes, or null. */
    readonly openSignatures: (root: string, revoked: Uint8Array | null) => OpenSignatures;
    /** Null where nobody gave a token to ask a forge with. */
    readonly openReviews: OpenReviews | null;
    readonly now: () => Date;
    readonly version: string;
    readonly progress: (event: ProgressEvent) => void;
    readonly signal: AbortSignal;
}
/** Throws McgateError only where not even a report can be made: bad usage, no repository to open, cancelled. */
export type Check = (request: CheckRequest, ports: CheckPorts) => Promise<Report>;
