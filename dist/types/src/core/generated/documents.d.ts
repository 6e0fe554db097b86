export type Verdict = ("pass" | "fail" | "incomplete");
export type Mode = ("block" | "inform");
export type EventName = ("pull_request" | "pull_request_target" | "merge_group" | "push" | "schedule" | "workflow_dispatch" | "local");
/**
 * `change`: new findings block. `audit`: judged tree and tip are the same. `untrusted`: there is no tip; the judged tree's own config was used.
 */
export type SubjectKind = ("change" | "audit" | "untrusted");
export type GateId = ("code" | "dependencies" | "configuration" | "permissions" | "checklist");
export type Outcome = ("pass" | "fail" | "incomplete" | "skipped");
/**
 * How much harm the fault can do.
 */
export type Severity = ("critical" | "high" | "medium" | "low" | "note");
/**
 * How sure the rule is that the finding is real.
 */
export type Confidence = ("high" | "medium" | "low");
export type FindingState = ("new" | "existing" | "fixed" | "suppressed" | "baselined");
export type Evidence = (AdvisoryEvidence | ChangeEvidence);
/**
 * `.mcgate/baseline.json`: findings that stood before mcgate came. One entry a line, sorted; it only shrinks.
 */
export interface Baseline {
    readonly schemaVersion: "1";
    /**
     * @maxItems 200000
     */
    readonly findings: readonly BaselineEntry[];
}
export interface BaselineEntry {
    readonly identity: string;
    readonly rule: string;
    readonly path: string;
}
/**
 * `.mcgate/config.yaml`: gates and thresholds. Read from the trusted tip only; without it the defaults hold.
 */
export interface Config {
    /**
     * `inform`: nothing blocks, and every report says so.
     */
    readonly mode?: ("block" | "inform");
    /**
     * Settings by gate; every gate takes the same keys.
     */
    readonly gates?: {
        readonly code?: GateSettings;
        readonly dependencies?: GateSettings;
        readonly configuration?: GateSettings;
        readonly permissions?: GateSettings;
        readonly checklist?: GateSettings;
    };
    readonly release?: {
        /**
         * Globs over the target branch's name; missing sign-offs block there.
         *
         * @maxItems 100
         */
        readonly branches?: readonly string[];
    };
    /**
     * Who is who: maps logins, commit e-mails and signing principals to one person.
     *
     * @maxItems 10000
     */
    readonly people?: readonly Person[];
    /**
     * `signature`: a GitHub review does not count as an approval.
     */
    readonly approvals?: ("review" | "signature");
    /**
     * Logins whose review approves; default: admin or maintain permission.
     *
     * @maxItems 1000
     */
    readonly approvers?: readonly string[];
}
export interface GateSettings {
    readonly enabled?: boolean;
    /**
     * Lowest severity that blocks.
     */
    readonly failOn?: ("critical" | "high" | "medium" | "low" | "note");
    /**
     * Lowest confidence that blocks.
     */
    readonly confidence?: ("high" | "medium" | "low");
    /**
     * A gate that runs longer is incomplete.
     */
    readonly timeout?: string;
    /**
     * Path globs that the gate leaves out.
     *
     * @maxItems 1000
     */
    readonly exclude?: readonly string[];
}
export interface Person {
    readonly login: string;
    readonly emails?: readonly string[];
    readonly principals?: readonly string[];
}
/**
 * One run of `mcgate check`. Everything a reporter shows is in here.
 */
export interface Report {
    readonly schemaVersion: "1";
    readonly tool: {
        readonly name: "mcgate";
        readonly version: string;
    };
    readonly verdict: Verdict;
    readonly mode: Mode;
    /**
     * What narrowed the run, e.g. `--gate code`; empty for a whole run.
     */
    readonly partial: readonly string[];
    readonly subject: Subject;
    readonly gates: readonly GateReport[];
    /**
     * Blocking first, then by severity, path and line.
     */
    readonly findings: readonly Finding[];
    /**
     * The rules that the findings name.
     */
    readonly rules: readonly RuleDescription[];
    readonly notices: readonly Notice[];
    readonly counts: Counts;
    readonly durationMs: number;
}
export interface Subject {
    readonly event: EventName;
    readonly kind: SubjectKind;
    readonly judged: Revision;
    readonly trusted: (Revision | null);
    /**
     * What is new is told against this.
     */
    readonly base: (Revision | null);
}
export interface Revision {
    /**
     * As a person would say it: `origin/main`, `working tree`.
     */
    readonly name: string;
    /**
     * Commit id, or null where there is none.
     */
    readonly commit: (string | null);
}
export interface GateReport {
    readonly id: GateId;
    readonly outcome: Outcome;
    /**
     * First of `reasons`, as one sentence.
     */
    readonly reason: (string | null);
    readonly reasons: readonly Reason[];
    readonly coverage: (Coverage | null);
    readonly durationMs: number;
}
export interface Reason {
    readonly code: string;
    /**
     * One sentence: what could not be answered.
     */
    readonly message: string;
    /**
     * What to do: a command or a setting.
     */
    readonly remedy?: string;
    readonly path?: string;
}
export interface Coverage {
    /**
     * What is counted: files, lockfiles, packages.
     */
    readonly unit: string;
    readonly examined: number;
    readonly leftOut: readonly LeftOut[];
    /**
     * Versions and sizes worth knowing: scanner, database, advisories.
     */
    readonly facts?: {
        [k: string]: string | number;
    };
}
export interface LeftOut {
    readonly reason: string;
    readonly count: number;
    /**
     * The first of them.
     *
     * @maxItems 20
     */
    readonly paths: readonly string[];
}
export interface Finding {
    readonly identity: string;
    readonly ruleId: string;
    readonly severity: Severity;
    readonly confidence: Confidence;
    readonly message: string;
    readonly location: Location;
    readonly state: FindingState;
    readonly blocks: boolean;
    /**
     * It stood before, but less severe.
     */
    readonly worsened?: boolean;
    readonly snippet?: Snippet;
    readonly evidence?: Evidence;
    readonly fix?: string;
    readonly lineHash?: string;
    readonly suppression?: {
        readonly owner: string;
        readonly reason: string;
        readonly expires: string;
    };
}
/**
 * Repository-relative path with `/`. Lines and columns count from 1, columns in UTF-16 units; the end column is exclusive. No line: the file as a whole.
 */
export interface Location {
    readonly path: string;
    readonly startLine?: number;
    readonly startColumn?: number;
    readonly endLine?: number;
    readonly endColumn?: number;
}
/**
 * Source around the finding, secrets masked, long lines cut.
 */
export interface Snippet {
    readonly startLine: number;
    /**
     * Column at which every one of the lines begins, where they were cut on the left; 1 if absent.
     */
    readonly startColumn?: number;
    /**
     * @maxItems 12
     */
    readonly lines: readonly string[];
}
export interface AdvisoryEvidence {
    readonly kind: "advisory";
    /**
     * The advisory and its aliases, the preferred first.
     */
    readonly ids: readonly string[];
    readonly package: string;
    readonly version: string;
    readonly ecosystem: string;
    /**
     * Nearest first.
     */
    readonly fixedVersions: readonly string[];
    /**
     * CVSS base score, 0 to 10.
     */
    readonly score: (number | null);
}
export interface ChangeEvidence {
    readonly kind: "change";
    /**
     * What changed, e.g. `gates.code.failOn`.
     */
    readonly key: string;
    readonly before: (string | null);
    readonly after: (string | null);
}
/**
 * What a rule says of itself, wherever it is shown: docs, SARIF, `mcgate explain`.
 */
export interface RuleDescription {
    /**
     * `<gate>/<kebab-case>`; `weakening/` for what the pipeline itself judges.
     */
    readonly id: string;
    /**
     * What is wrong, in a few words.
     */
    readonly title: string;
    /**
     * Why it matters: what an attacker does with it. Markdown.
     */
    readonly rationale: string;
    /**
     * How to mend it. Markdown.
     */
    readonly remediation: string;
    readonly severity: Severity;
    readonly confidence: Confidence;
    /**
     * False for a rule known for noise: it informs and never blocks, whatever the thresholds.
     */
    readonly blocks: boolean;
    /**
     * Common Weakness Enumeration numbers.
     */
    readonly cwe: readonly number[];
    readonly references: readonly string[];
}
/**
 * Something the reader should know that is no finding: a suppression about to expire, a stale one, no trusted tip.
 */
export interface Notice {
    readonly code: string;
    readonly message: string;
    readonly remedy?: string;
}
export interface Counts {
    readonly blocking: number;
    readonly new: number;
    readonly existing: number;
    readonly fixed: number;
    readonly suppressed: number;
    readonly baselined: number;
}
/**
 * `.mcgate/suppressions.yaml`: findings set aside, each with an owner, a reason and an expiry.
 */
export interface Suppressions {
    /**
     * @maxItems 10000
     */
    readonly suppressions: readonly Suppression[];
}
export interface Suppression {
    /**
     * The finding's identity, as reports print it.
     */
    readonly identity: string;
    /**
     * For the reader only.
     */
    readonly rule?: string;
    /**
     * For the reader only.
     */
    readonly path?: string;
    /**
     * Who answers for it.
     */
    readonly owner: string;
    /**
     * Why it is no danger, or why it can wait.
     */
    readonly reason: string;
    /**
     * Last day it holds, YYYY-MM-DD; anything else counts as expired.
     */
    readonly expires: string;
}
/**
 * What a gate's child process answers.
 */
export interface GateResult {
    /**
     * In the judged tree.
     */
    readonly findings: readonly RawFinding[];
    /**
     * In the base tree; empty where there is none.
     */
    readonly baseFindings: readonly RawFinding[];
    readonly coverage: Coverage;
    /**
     * Why it is incomplete; empty where it answered.
     */
    readonly reasons: readonly Reason[];
    /**
     * The rules that the findings name.
     */
    readonly rules: readonly RuleDescription[];
}
/**
 * A finding as its gate reports it, before identity and judgement.
 */
export interface RawFinding {
    readonly ruleId: string;
    readonly severity: Severity;
    readonly confidence: Confidence;
    readonly message: string;
    readonly location: Location;
    /**
     * What makes it the same finding when lines move or the file is renamed.
     */
    readonly anchor: string;
    readonly snippet?: Snippet;
    readonly evidence?: Evidence;
    /**
     * What to do about this very finding.
     */
    readonly fix?: string;
    /**
     * GitHub's primaryLocationLineHash.
     */
    readonly lineHash?: string;
}
