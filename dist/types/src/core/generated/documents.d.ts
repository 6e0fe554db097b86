/**
 * An in-toto Statement v1 as mcgate signs it: a sign-off of a checklist item, an approval of a weakening or widening, or the record of a release.
 */
export type Attestation = (SignOffStatement | ApprovalStatement | ReleaseStatement);
export type ReportFormat = ("sarif" | "zap" | "burp" | "mcgate-report");
export type GateId = ("code" | "dependencies" | "configuration" | "permissions" | "checklist");
export type Outcome = ("pass" | "fail" | "incomplete" | "skipped");
/**
 * A security gate of the development life cycle, in this order: no item can be signed while one of an earlier phase lacks.
 */
export type Phase = ("design-review" | "threat-modelling" | "security-testing" | "code-review" | "deployment-review" | "security-monitoring");
/**
 * `pending`: nobody answered yet, or not enough people; `refused`: somebody who may sign says no; `not-asked`: it does not apply to this change.
 */
export type ItemStatus = ("fulfilled" | "pending" | "refused" | "not-asked");
/**
 * What shows that it was done.
 */
export type EvidenceDemand = ("sign-off" | {
    /**
     * This run's gate passes.
     */
    readonly gate: ("code" | "dependencies" | "configuration" | "permissions");
} | {
    readonly report: ReportDemand;
});
/**
 * Path globs that the gate leaves out.
 *
 * @maxItems 1000
 */
export type Exclude = readonly string[];
/**
 * How much harm the fault can do.
 */
export type Severity = ("critical" | "high" | "medium" | "low" | "note");
/**
 * What an attacker can do where the text arrives.
 */
export type ModelClass = ("command" | "code" | "path" | "sql" | "nosql" | "xss" | "redirect" | "request" | "deserialization" | "prototype" | "header" | "log" | "xml" | "archive" | "template" | "pattern" | "prompt");
/**
 * A line of the program, from 1: of `code` its number, of `files` behind the path: `src/app.ts:3`.
 */
export type ModelTestPlace = (number | string);
/**
 * At least so sure; default `low`.
 */
export type ModelTestConfidence = ("high" | "medium" | "low");
/**
 * An access path or a list of them, from the library's root or a type of this document: steps `Member[a,b]`, `Member[*]`, `Argument[0]`, `Argument[1..]`, `Argument[*]`, `Argument[last]`, `Argument[this]`, `Parameter[0]`, `Parameter[this]`, `ReturnValue`, `Element`, `Written`, joined by dots; the first may be `Type[Name]` or `Type[library.Name]`. `Root` alone is the library itself.
 */
export type ModelPath = (string | readonly string[]);
/**
 * Null stands for undefined and for what is not there.
 *
 * @minItems 1
 * @maxItems 100
 */
export type ModelConstants = readonly (string | number | boolean | null)[];
/**
 * Where text comes from.
 */
export type ModelSourceKind = ("remote" | "parameter" | "arguments" | "environment" | "file" | "queue" | "browser" | "webview" | "model-output" | "tool-result" | "tool-arguments" | "archive");
/**
 * `same`: the very value. `part`: text or data of it. `built`: text put together with it. `key`: the name of a property of it.
 */
export type ModelEffect = ("same" | "part" | "built" | "key");
/**
 * Default: all.
 *
 * @minItems 1
 */
export type ModelClasses = readonly ModelClass[];
/**
 * An access path or a list of them, from the library's root or a type of this document: steps `Member[a,b]`, `Member[*]`, `Argument[0]`, `Argument[1..]`, `Argument[*]`, `Argument[last]`, `Argument[this]`, `Parameter[0]`, `Parameter[this]`, `ReturnValue`, `Element`, `Written`, joined by dots; the first may be `Type[Name]` or `Type[library.Name]`. `Root` alone is the library itself.
 */
export type ModelPath1 = (string | readonly string[]);
/**
 * What the policy must decide.
 */
export type PolicyTestEffect = ("allow" | "ask" | "deny");
/**
 * A name, or a name with digest or signer; `*` is any text.
 */
export type NameRule = (string | {
    /**
     * Its name; `*` is any text.
     */
    readonly name: string;
    /**
     * Only what has exactly this content.
     */
    readonly digest?: string;
    /**
     * Only what carries a verified signature of this signer.
     */
    readonly signedBy?: string;
});
/**
 * The words of a command, or these with digest or signer. A list, for a shell string is no command.
 *
 * @minItems 1
 * @maxItems 256
 */
export type CommandRule = (readonly string[] | {
    readonly argv: Argv;
    /**
     * Only what has exactly this content.
     */
    readonly digest?: string;
    /**
     * Only what carries a verified signature of this signer.
     */
    readonly signedBy?: string;
});
/**
 * The words of a command: `*` alone is one argument, a last `**` the rest.
 *
 * @minItems 1
 * @maxItems 256
 */
export type Argv = readonly string[];
/**
 * Scope, a space, and a pattern of that scope; a command as `{ scope, argv }`.
 */
export type SandboxRule = (string | {
    /**
     * Commands only: the other scopes are written as text.
     */
    readonly scope: "execution.commands";
    readonly argv: Argv;
    /**
     * Only what has exactly this content.
     */
    readonly digest?: string;
    /**
     * Only what carries a verified signature of this signer.
     */
    readonly signedBy?: string;
});
export type Verdict = ("pass" | "fail" | "incomplete");
export type Mode = ("block" | "inform");
export type EventName = ("pull_request" | "pull_request_target" | "pull_request_review" | "merge_group" | "push" | "schedule" | "workflow_dispatch" | "local");
/**
 * `change`: new findings block. `audit`: judged tree and tip are the same. `untrusted`: there is no tip; the judged tree's own config was used.
 */
export type SubjectKind = ("change" | "audit" | "untrusted");
/**
 * How sure the rule is that the finding is real.
 */
export type Confidence = ("high" | "medium" | "low");
export type FindingState = ("new" | "existing" | "fixed" | "suppressed" | "baselined");
export type Evidence = (AdvisoryEvidence | ChangeEvidence | PolicyChangeEvidence | AttackEvidence | FlowEvidence);
/**
 * Who let this change through; it then does not block.
 */
export type GivenApproval = (SignedApproval | ReviewApproval);
/**
 * Logins.
 */
export type Approvers = readonly string[];
export interface SignOffStatement {
    readonly _type: "https://in-toto.io/Statement/v1";
    /**
     * @minItems 1
     * @maxItems 1
     */
    readonly subject: readonly AttestationSubject[];
    readonly predicateType: "https://unpkg.com/mcgate/predicates/sign-off/v1";
    readonly predicate: SignOff;
}
export interface AttestationSubject {
    /**
     * `<repository>@<target>`.
     */
    readonly name: string;
    readonly digest: DigestSet;
}
export interface DigestSet {
    /**
     * SHA-256 in hex.
     */
    readonly sha256: string;
}
/**
 * What a person says of an item of the checklist.
 */
export interface SignOff {
    /**
     * `owner/name` on its forge, in lower case.
     */
    readonly repository: string;
    /**
     * The branch that the tree is for, in full.
     */
    readonly target: string;
    /**
     * The item's id.
     */
    readonly item: string;
    /**
     * SHA-256 in hex.
     */
    readonly itemDigest: string;
    readonly decision: ("accepted" | "refused");
    readonly note?: string;
    /**
     * The day it was signed, by the signer's own clock: for people, nothing is judged by it.
     */
    readonly made?: string;
    /**
     * The last day it holds.
     */
    readonly expires: string;
    readonly report?: SignedReport;
}
/**
 * Of an item whose evidence is a report: the one that was looked at.
 */
export interface SignedReport {
    readonly format: ReportFormat;
    readonly tool: string;
    /**
     * When, in UTC.
     */
    readonly made: string;
    /**
     * That it names as what it looked at.
     *
     * @maxItems 100
     */
    readonly commits: readonly string[];
    readonly counts: ReportCounts;
    /**
     * SHA-256 in hex.
     */
    readonly sha256: string;
}
export interface ReportCounts {
    readonly critical: number;
    readonly high: number;
    readonly medium: number;
    readonly low: number;
    readonly note: number;
}
export interface ApprovalStatement {
    readonly _type: "https://in-toto.io/Statement/v1";
    /**
     * @minItems 1
     * @maxItems 1
     */
    readonly subject: readonly AttestationSubject[];
    readonly predicateType: "https://unpkg.com/mcgate/predicates/approval/v1";
    readonly predicate: Approval;
}
/**
 * What lets weakenings and widenings of one change through.
 */
export interface Approval {
    /**
     * `owner/name` on its forge, in lower case.
     */
    readonly repository: string;
    /**
     * The branch that the tree is for, in full.
     */
    readonly target: string;
    /**
     * Null where the change is no pull request.
     */
    readonly pullRequest: (number | null);
    /**
     * @minItems 1
     * @maxItems 1000
     */
    readonly changes: readonly ApprovedChange[];
    readonly reason: string;
    /**
     * The day it was signed, by the signer's own clock: for people, nothing is judged by it.
     */
    readonly made?: string;
    /**
     * The last day it holds, within 30 days.
     */
    readonly expires: string;
}
export interface ApprovedChange {
    /**
     * The finding's identity, as reports print it.
     */
    readonly identity: string;
    readonly rule: string;
    /**
     * Digest of the policy before (RFC 8785); null for a weakening, whose identity is made of what stood before and what would stand.
     */
    readonly before: (string | null);
    /**
     * Digest of the policy after; null for a weakening.
     */
    readonly after: (string | null);
}
export interface ReleaseStatement {
    readonly _type: "https://in-toto.io/Statement/v1";
    /**
     * @minItems 1
     * @maxItems 1
     */
    readonly subject: readonly AttestationSubject[];
    readonly predicateType: "https://unpkg.com/mcgate/predicates/release/v1";
    readonly predicate: ReleaseRecord;
}
/**
 * What stood when a release was recorded: every item of the checklist, who signed, and whose signatures counted.
 */
export interface ReleaseRecord {
    /**
     * `owner/name` on its forge, in lower case.
     */
    readonly repository: string;
    /**
     * The branch that the tree is for, in full.
     */
    readonly target: string;
    readonly commit: string;
    /**
     * When, in UTC, by the clock of whoever recorded it.
     */
    readonly made: string;
    /**
     * Of mcgate.
     */
    readonly version: string;
    readonly verdict: ("pass" | "fail" | "incomplete");
    /**
     * @maxItems 10
     */
    readonly gates: readonly RecordedGate[];
    /**
     * @maxItems 200
     */
    readonly items: readonly RecordedItem[];
    /**
     * Every file of the record's folder but the bundle itself.
     *
     * @maxItems 100
     */
    readonly evidence: readonly RecordedFile[];
    /**
     * `.mcgate/allowed_signers` as it stood at the trusted tip.
     */
    readonly signers: string;
    /**
     * `.mcgate/revoked_keys`, in base64.
     */
    readonly revoked: (string | null);
}
export interface RecordedGate {
    readonly id: GateId;
    readonly outcome: Outcome;
    /**
     * SHA-256 in hex.
     */
    readonly digest: string;
}
export interface RecordedItem {
    /**
     * SHA-256 in hex.
     */
    readonly itemDigest: string;
    readonly threshold: number;
    readonly state: ChecklistItemState;
}
export interface ChecklistItemState {
    readonly id: string;
    readonly title: string;
    readonly phase: Phase;
    readonly evidence: ("sign-off" | "gate" | "report");
    readonly status: ItemStatus;
    /**
     * Who signed, or refused, by login where `people` maps it.
     */
    readonly by: readonly string[];
    /**
     * Last day it holds, YYYY-MM-DD.
     */
    readonly until: (string | null);
    /**
     * Why it stands so, in a clause.
     */
    readonly detail: string;
    /**
     * Of the gate's answer (SHA-256 over its RFC 8785 form) or of the report.
     */
    readonly digest?: string;
    /**
     * Files with the sign-offs that count.
     */
    readonly attestations: readonly string[];
}
/**
 * A file of a record, as in-toto's ResourceDescriptor.
 */
export interface RecordedFile {
    /**
     * Its path in the folder.
     */
    readonly name: string;
    readonly digest: DigestSet;
    readonly mediaType: string;
    readonly annotations: {
        /**
         * In bytes.
         */
        readonly size: number;
        /**
         * Ids of the items that it shows.
         *
         * @maxItems 200
         */
        readonly items: readonly string[];
    };
}
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
 * `.mcgate/checklist.yaml`: what has to be done, and by whom, before a release. Read from the trusted tip only; without it the six items of the security model hold.
 */
export interface Checklist {
    /**
     * @minItems 1
     * @maxItems 200
     */
    readonly items: readonly ChecklistEntry[];
}
export interface ChecklistEntry {
    /**
     * Its name in sign-offs, commands and reports; once.
     */
    readonly id: string;
    /**
     * What is true once it is done.
     */
    readonly title: string;
    readonly phase: Phase;
    readonly evidence: EvidenceDemand;
    /**
     * Principals of `.mcgate/allowed_signers` that may sign; default: all.
     *
     * @minItems 1
     * @maxItems 1000
     */
    readonly signers?: readonly string[];
    /**
     * How many people have to sign.
     */
    readonly threshold?: number;
    /**
     * Whoever took part in the change does not count.
     */
    readonly notAuthor?: boolean;
    /**
     * The longest time that a sign-off may hold, in days.
     */
    readonly expires?: string;
    readonly appliesTo?: AppliesTo;
    /**
     * What whoever signs is to look at; shown before signing.
     */
    readonly guidance?: string;
}
export interface ReportDemand {
    /**
     * What is taken: SARIF 2.1.0, ZAP's and Burp's own reports, or mcgate's (`imported-report.schema.json`).
     *
     * @minItems 1
     */
    readonly formats: readonly ReportFormat[];
    /**
     * Names with which the report's tool may begin; default: any.
     *
     * @minItems 1
     * @maxItems 100
     */
    readonly tools?: readonly string[];
    /**
     * The oldest report that counts, in days.
     */
    readonly maxAge?: string;
    /**
     * A report with findings of this severity or a higher one does not count.
     */
    readonly failOn?: ("critical" | "high" | "medium" | "low" | "note");
}
/**
 * The item is asked for only where all of these hold; default: everywhere.
 */
export interface AppliesTo {
    /**
     * Globs; one of the files that the change touches has to match.
     *
     * @minItems 1
     * @maxItems 1000
     */
    readonly paths?: readonly string[];
    /**
     * Globs over the target branch's name.
     *
     * @minItems 1
     * @maxItems 100
     */
    readonly branches?: readonly string[];
    /**
     * Labels of the pull request; one has to be there. Where nobody can tell the labels, the item is asked for.
     *
     * @minItems 1
     * @maxItems 100
     */
    readonly labels?: readonly string[];
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
     * Settings by gate; every gate takes the same keys, the code gate one more.
     */
    readonly gates?: {
        readonly code?: CodeGateSettings;
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
        /**
         * Glob of git over the tags of former releases. Whoever made a commit since the last one counts as an author of the release; without it, whoever made the last change does.
         */
        readonly since?: string;
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
    /**
     * How many of the people who sign have to approve a change of who signs; default: 2 where three or more sign, else 1.
     */
    readonly signersThreshold?: number;
}
export interface CodeGateSettings {
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
    readonly exclude?: Exclude;
    /**
     * Whether parameters of a package's exported API count as text from outside. `auto`: in packages that others can install.
     */
    readonly libraryParameters?: ("auto" | "on" | "off");
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
    readonly exclude?: Exclude;
}
export interface Person {
    readonly login: string;
    readonly emails?: readonly string[];
    readonly principals?: readonly string[];
}
/**
 * What a tool found, for the checklist: for tools whose own report mcgate does not read, and for reports of people.
 */
export interface ImportedReportDocument {
    readonly schemaVersion: "1";
    readonly tool: {
        readonly name: string;
        readonly version: string;
    };
    /**
     * The commit that was looked at, its whole id.
     */
    readonly commit: string;
    /**
     * When the tool ended, with the zone (RFC 3339).
     */
    readonly made: string;
    /**
     * What is to be counted: neither what passed nor what was accepted.
     *
     * @maxItems 100000
     */
    readonly findings: readonly ImportedFinding[];
}
export interface ImportedFinding {
    readonly title: string;
    readonly severity: Severity;
}
/**
 * `.mcgate/models/<library>.tests.yml`: programs, and which flows must be found in them and which must not.
 */
export interface ModelTests {
    /**
     * @minItems 1
     * @maxItems 500
     */
    readonly cases: readonly ModelTest[];
}
/**
 * A program, as `code` or `files`, and what must be told of it: `found`, `notFound` or both.
 */
export interface ModelTest {
    /**
     * What the case is about.
     */
    readonly name: string;
    /**
     * The program, where it is one file: `example.js`.
     */
    readonly code?: string;
    /**
     * The program's files, by path. A `package.json` and a `tsconfig.json` mean what they mean in a repository.
     */
    readonly files?: {
        [k: string]: string;
    };
    /**
     * Whether parameters of the program's exported functions come from outside, as in the code gate's settings. Default: `auto`.
     */
    readonly libraryParameters?: ("auto" | "on" | "off");
    /**
     * Flows that must be found.
     *
     * @minItems 1
     * @maxItems 200
     */
    readonly found?: readonly ModelTestFound[];
    /**
     * Flows that must not be found; `any` if none must be, beside those of `found`.
     */
    readonly notFound?: ("any" | readonly ModelTestNotFound[]);
}
/**
 * A flow from a line to a line.
 */
export interface ModelTestFound {
    readonly class: ModelClass;
    readonly source: ModelTestPlace;
    readonly sink: ModelTestPlace;
    readonly confidence?: ModelTestConfidence;
}
/**
 * Flows of a class, from a line, to a line: what is left out may be any.
 */
export interface ModelTestNotFound {
    readonly class?: ModelClass;
    readonly source?: ModelTestPlace;
    readonly sink?: ModelTestPlace;
    readonly confidence?: ModelTestConfidence;
}
/**
 * `.mcgate/models/<library>.yml`: what a library does with data. Where untrusted text comes out of it, where such text does harm, what goes through.
 */
export interface ModelDocument {
    /**
     * Module name or names, without `node:`; or `global` for what needs no import, `any` for members of values that nothing is known of, `package` for what packages offer that no other model knows, `handler` for functions that by their names and use handle HTTP requests, `jsx` for elements, `string`, `array`, `promise`, `map`, `regexp`, `function`, `object` for what the language gives such values.
     */
    readonly library: (string | readonly string[]);
    /**
     * Where the library's documentation says so.
     */
    readonly citation: string;
    /**
     * @maxItems 1000
     */
    readonly sinks?: readonly ModelSink[];
    /**
     * @maxItems 1000
     */
    readonly sources?: readonly ModelSource[];
    /**
     * @maxItems 1000
     */
    readonly summaries?: readonly ModelSummary[];
    /**
     * @maxItems 1000
     */
    readonly sanitizers?: readonly ModelSanitizer[];
    /**
     * @maxItems 1000
     */
    readonly guards?: readonly ModelGuard[];
    /**
     * @maxItems 1000
     */
    readonly views?: readonly ModelView[];
    readonly known?: ModelPath1;
    /**
     * @maxItems 1000
     */
    readonly types?: readonly ModelType[];
}
/**
 * A place where an attacker's text does harm.
 */
export interface ModelSink {
    readonly at: ModelPath;
    readonly class: ModelClass;
    /**
     * For messages: "shell command", "query of a request".
     */
    readonly what: string;
    /**
     * True if handing a value through as it came is what such functions are for: then a package's own parameter is told at low confidence unless the text was built up. Default: false.
     */
    readonly plain?: boolean;
    /**
     * True if only text from outside does harm here: not what the program's own user, its files or the package's caller hand in. Default: false.
     */
    readonly outside?: boolean;
    /**
     * True if what arrives is a whole address, of which only the beginning does harm (`javascript:`). For the class xss. Default: false.
     */
    readonly address?: boolean;
    /**
     * True if it is one name, taken as a whole: text around it does not make it more dangerous, as it does in a command line. With `plain`. Default: false.
     */
    readonly whole?: boolean;
    /**
     * True if a function may stand here instead of text: where the program takes one out of a table by a computed name, text is told at low confidence. Default: false.
     */
    readonly callable?: boolean;
    /**
     * True if each call writes a piece of one longer text: told once in a function for each source. Default: false.
     */
    readonly piece?: boolean;
    /**
     * All of these must hold.
     *
     * @maxItems 20
     */
    readonly when?: readonly ModelCondition[];
}
/**
 * Holds where an argument of the call, or a property of it, is a constant among `is`, or none of `not`.
 */
export interface ModelCondition {
    readonly argument: (number | "last");
    readonly property?: string;
    readonly is?: ModelConstants;
    readonly not?: ModelConstants;
}
/**
 * A place where text from outside comes in.
 */
export interface ModelSource {
    readonly at: ModelPath;
    readonly kind: ModelSourceKind;
    /**
     * For messages: "shell command", "query of a request".
     */
    readonly what: string;
    /**
     * True if it, or whatever it holds, is always text: never an object, as parsed bodies are. Default: false.
     */
    readonly text?: boolean;
    /**
     * True if it is a guess that this is such a source: flows from it are told one rank less sure. Default: false.
     */
    readonly guessed?: boolean;
    /**
     * True if it is an address whose beginning nobody else chooses: as a whole it runs no script. Default: false.
     */
    readonly address?: boolean;
    /**
     * True if it is a header of a request, or all of them: of those that nobody makes another's browser send, `xss` and `redirect` are told at low confidence. Default: false.
     */
    readonly header?: boolean;
    /**
     * Of the parameter of a function that is handed over: where in the same call the schema stands (Zod's) that the library checks it against. The first that is one counts.
     *
     * @minItems 1
     * @maxItems 10
     */
    readonly schema?: readonly ModelSchemaPlace[];
}
/**
 * An argument of the call, or a property of it.
 */
export interface ModelSchemaPlace {
    readonly argument: number;
    readonly property?: string;
}
/**
 * In a call of `call`, what is at `from` is (part of) what is then at `to`; both begin with `Argument[…]` or `ReturnValue`.
 */
export interface ModelSummary {
    readonly call: ModelPath;
    readonly from: ModelPath;
    readonly to: ModelPath;
    readonly effect: ModelEffect;
    /**
     * Index of the argument that is a function which takes what goes on and says whether it does: what it lets through has passed its tests.
     */
    readonly tested?: number;
    /**
     * True if nothing but text goes through: an object fails, so that nothing of what it holds comes out. Default: false.
     */
    readonly text?: boolean;
}
/**
 * What comes out of a call is harmless, whatever went in.
 */
export interface ModelSanitizer {
    readonly call: ModelPath;
    readonly classes?: ModelClasses;
    /**
     * True if an address that runs scripts (`javascript:`) is none any more either: escaped markup may still be one. For the class xss. Default: false.
     */
    readonly address?: boolean;
    /**
     * All must hold, by what is written in the call itself.
     *
     * @minItems 1
     * @maxItems 10
     */
    readonly when?: readonly ModelWrittenCondition[];
}
/**
 * Holds where an argument of the call is written as a constant among `is`.
 */
export interface ModelWrittenCondition {
    readonly argument: number;
    readonly is: ModelConstants;
}
/**
 * A test that makes its argument harmless.
 */
export interface ModelGuard {
    readonly call: ModelPath;
    readonly argument: (number | "receiver");
    /**
     * False if the argument is harmless where the test fails. Default: true.
     */
    readonly holds?: boolean;
    readonly classes?: ModelClasses;
}
/**
 * A call that fills in a template of the program, which is found by the name that the call is handed as text.
 */
export interface ModelView {
    readonly call: ModelPath;
    /**
     * The argument that is the name of the template.
     */
    readonly name: number;
    /**
     * The argument whose properties the template knows by their names.
     */
    readonly values: number;
}
/**
 * A type of annotations, and where its values are. All places of a type are one: what is said of `Type[Name]` holds at each.
 */
export interface ModelType {
    /**
     * One name, or the names that mean the same.
     */
    readonly name: (string | readonly string[]);
    readonly at?: ModelPath;
    /**
     * Files that the library loads by where they stand: what they export is a value of the type. Patterns of paths below the folder of a package that depends on the library, without the ending: `**` stands for folders, `*` for part of a name.
     *
     * @minItems 1
     * @maxItems 50
     */
    readonly files?: readonly string[];
    /**
     * Functions whose body begins with this directive are values of the type, and so is each export of a file that begins with it.
     */
    readonly directive?: string;
}
/**
 * `.mcgate/policy.tests.yaml`: requests and what the policy must decide on each.
 */
export interface PolicyTests {
    /**
     * @maxItems 2000
     */
    readonly cases: readonly PolicyTest[];
}
export interface PolicyTest {
    /**
     * What the case is about; default: the request.
     */
    readonly name?: string;
    /**
     * As `mcgate policy check` takes it. As a text, a scope and what is asked; the words of a command are parted by spaces. As a list, word by word.
     */
    readonly request: (string | readonly string[]);
    /**
     * Default: `code`.
     */
    readonly mode?: string;
    /**
     * Default: `DEVELOPER`.
     */
    readonly role?: string;
    readonly expect: PolicyTestEffect;
}
/**
 * `.mcgate/policy.yaml`: what the agent may do and how it must be protected. Deny beats ask beats allow, what no rule names is denied, and order means nothing.
 */
export interface PolicyDocument {
    /**
     * Version of this format.
     */
    readonly version: 1;
    /**
     * What this policy builds on, in order: `mcgate:secure-defaults`, or files in its folder or below. Rules are united; settings, modes and roles are taken from the last that has them.
     *
     * @maxItems 16
     */
    readonly extends?: readonly string[];
    /**
     * Names for parts of path patterns. They may use `${workspace}`, `${home}`, `${temp}` and variables named earlier.
     */
    readonly variables?: {
        /**
         * A part of a path pattern.
         */
        [k: string]: string;
    };
    /**
     * What the agent may do, in every mode and for every role.
     */
    readonly permissions?: {
        /**
         * Connections in every mode and for every role: an explicit allow-list; what no rule names is denied.
         */
        readonly network?: {
            readonly api?: HostRules;
            readonly llm?: HostRules1;
            readonly external?: HostRules2;
        };
        /**
         * Files and folders in every mode and for every role, by path; what no rule names is denied.
         */
        readonly fileSystem?: {
            readonly read?: PathRules;
            readonly write?: PathRules1;
            readonly temp?: PathRules2;
        };
        /**
         * Environment variables in every mode and for every role, by name; what no rule names is denied.
         */
        readonly env?: {
            readonly read?: EnvRules;
            readonly write?: EnvRules1;
        };
        /**
         * What may run in every mode and for every role; what no rule names is denied.
         */
        readonly execution?: {
            /**
             * `required`: whatever runs, runs in the sandbox.
             */
            readonly sandbox?: ("required" | "optional");
            readonly functions?: NameRules;
            readonly tools?: NameRules1;
            readonly plugins?: NameRules2;
            readonly commands?: CommandRules;
        };
        /**
         * Quotas of the agent as a whole; more than that is denied.
         */
        readonly resources?: {
            /**
             * Most memory.
             */
            readonly memory?: string;
            /**
             * Most processor time.
             */
            readonly cpu?: string;
            /**
             * Most connections at a time.
             */
            readonly connections?: number;
        };
    };
    /**
     * What runs inside the sandbox, and how it is walled in. Asked in addition to `permissions`.
     */
    readonly sandbox?: {
        /**
         * What may be done inside.
         */
        readonly permissions?: {
            /**
             * May be done inside.
             *
             * @maxItems 20000
             */
            readonly allow?: readonly SandboxRule[];
            /**
             * May never be done inside; stronger than allow.
             *
             * @maxItems 20000
             */
            readonly deny?: readonly SandboxRule[];
        };
        /**
         * Quotas inside the sandbox.
         */
        readonly resources?: {
            /**
             * Memory inside.
             */
            readonly memory?: {
                /**
                 * What needs more is ended.
                 */
                readonly limit?: string;
                /**
                 * What needs more is reported.
                 */
                readonly threshold?: string;
            };
            /**
             * Processor inside.
             */
            readonly cpu?: {
                /**
                 * What needs more processor time is ended.
                 */
                readonly timeLimit?: string;
                /**
                 * Share of the processor when it is scarce: 0 the least, 100 as much as the agent itself.
                 */
                readonly priority?: number;
            };
            /**
             * Connections from inside.
             */
            readonly network?: {
                /**
                 * Most connections at a time.
                 */
                readonly maxConnections?: number;
                /**
                 * Hosts that may be reached, for all three network scopes.
                 *
                 * @maxItems 20000
                 *
                 * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
                 */
                readonly allowedHosts?: readonly string[];
            };
        };
        /**
         * How the sandbox is walled in.
         */
        readonly isolation?: {
            /**
             * How much of the system is hidden.
             */
            readonly level?: ("strict" | "moderate" | "minimal");
            /**
             * `isolated`: each run has a context of its own.
             */
            readonly context?: ("isolated" | "shared");
        };
    };
    /**
     * Modes of the agent. A mode that is not here is denied everything; `code`, `architect` and `ask` always are.
     */
    readonly modes?: {
        [k: string]: ModeDocument;
    };
    /**
     * Roles of users. A role that is not here is denied everything; `ADMIN`, `DEVELOPER` and `USER` always are.
     */
    readonly roles?: {
        [k: string]: RoleDocument;
    };
    /**
     * How users prove who they are.
     */
    readonly authentication?: {
        /**
         * Strength of what is asked for.
         */
        readonly strength?: ("high" | "medium" | "low");
        /**
         * `secure-defaults`: sessions keep to the values below.
         */
        readonly session?: ("secure-defaults" | "custom");
        /**
         * Whether credentials are rotated, as `rotation` says.
         */
        readonly rotation?: ("enabled" | "disabled");
        /**
         * A session ends after this long without activity.
         */
        readonly sessionTimeout?: string;
        /**
         * Failed logins until an account is locked.
         */
        readonly maxLoginAttempts?: number;
        /**
         * Least characters of a password.
         */
        readonly passwordMinLength?: number;
        /**
         * Whether a second factor is needed.
         */
        readonly mfaRequired?: boolean;
        /**
         * Oldest version of TLS.
         */
        readonly tlsVersion?: ("TLS 1.3" | "TLS 1.2");
        /**
         * Cookies carry Secure and HttpOnly.
         */
        readonly httpSecureOnly?: boolean;
    };
    /**
     * How data is encrypted.
     */
    readonly encryption?: {
        /**
         * Strength of algorithms and keys.
         */
        readonly strength?: ("high" | "medium" | "low");
        /**
         * Algorithms that may be used; `approved-list` is what mcgate approves.
         *
         * @minItems 1
         * @maxItems 20
         */
        readonly algorithms?: readonly ("approved-list" | "AES-256-GCM" | "AES-192-GCM" | "AES-128-GCM" | "ChaCha20-Poly1305")[];
        /**
         * Who makes, rotates and destroys keys.
         */
        readonly keyManagement?: ("automatic" | "manual");
        /**
         * Where keys are kept.
         */
        readonly keyStore?: ("PKCS #11" | "os-keychain" | "file");
        /**
         * Stored data.
         */
        readonly atRest?: {
            /**
             * Algorithm for stored data.
             */
            readonly algorithm?: ("AES-256-GCM" | "AES-192-GCM" | "AES-128-GCM");
            /**
             * Whether the keys of stored data are rotated.
             */
            readonly keyManagement?: ("secure-key-rotation" | "static");
            /**
             * What is encrypted where it is stored.
             *
             * @maxItems 20
             */
            readonly scope?: readonly ("credentials" | "sensitive-data" | "configuration" | "logs" | "backups" | "everything")[];
        };
        /**
         * Data on its way.
         */
        readonly inTransit?: {
            /**
             * Oldest protocol.
             */
            readonly protocol?: ("TLS 1.3" | "TLS 1.2");
            /**
             * Whether the other side's certificate is needed.
             */
            readonly certification?: ("required" | "optional");
            /**
             * `strict`: chain, name, validity and revocation.
             */
            readonly verification?: ("strict" | "relaxed");
        };
    };
    /**
     * What happens to data that comes in and goes out.
     */
    readonly sanitization?: {
        /**
         * What comes in.
         */
        readonly input?: {
            /**
             * How it is checked.
             */
            readonly validation?: ("schema-based" | "none");
            /**
             * How it is cleaned.
             */
            readonly sanitization?: ("context-aware" | "none");
            /**
             * How it is encoded where it is used.
             */
            readonly encoding?: ("output-specific" | "none");
        };
        /**
         * What goes out.
         */
        readonly output?: {
            /**
             * How secrets and harmful content are taken out.
             */
            readonly filtering?: ("content-based" | "none");
            /**
             * How it is encoded for whoever reads it.
             */
            readonly encoding?: ("context-specific" | "none");
            /**
             * How it is checked.
             */
            readonly validation?: ("schema-based" | "none");
        };
    };
    /**
     * Longest life of keys and tokens.
     */
    readonly rotation?: {
        /**
         * API keys.
         */
        readonly apiKeys?: string;
        /**
         * Encryption keys.
         */
        readonly encryptionKeys?: string;
        /**
         * Access tokens.
         */
        readonly accessTokens?: string;
        /**
         * Session tokens.
         */
        readonly sessionTokens?: string;
    };
    /**
     * Levels of data and how each is protected.
     */
    readonly dataClassification?: {
        readonly L1?: DataLevel;
        readonly L2?: DataLevel1;
        readonly L3?: DataLevel2;
        readonly L4?: DataLevel3;
    };
    /**
     * What every component does when it starts, works and ends.
     */
    readonly components?: {
        /**
         * At the start.
         */
        readonly initialization?: {
            /**
             * What is checked.
             */
            readonly validation?: ("security-configuration-check" | "none");
            /**
             * What has to be there.
             */
            readonly prerequisites?: ("security-dependencies" | "none");
            /**
             * State before the first request.
             */
            readonly state?: ("secure" | "any");
        };
        /**
         * At work.
         */
        readonly operation?: {
            /**
             * What crosses its boundary.
             */
            readonly boundaries?: {
                /**
                 * What comes in.
                 */
                readonly input?: ("validated" | "unchecked");
                /**
                 * What goes out.
                 */
                readonly output?: ("sanitized" | "unchecked");
                /**
                 * What it keeps.
                 */
                readonly state?: ("protected" | "open");
            };
            /**
             * What is watched.
             */
            readonly monitoring?: {
                /**
                 * What it does.
                 */
                readonly activity?: ("logged" | "ignored");
                /**
                 * What it uses.
                 */
                readonly resources?: ("tracked" | "ignored");
                /**
                 * What it may not do and tries.
                 */
                readonly violations?: ("reported" | "ignored");
            };
        };
        /**
         * At the end.
         */
        readonly termination?: {
            /**
             * How resources are given back.
             */
            readonly cleanup?: ("secure-release" | "none");
            /**
             * State that is left.
             */
            readonly state?: ("secure" | "any");
            /**
             * What is recorded.
             */
            readonly audit?: ("terminal-logging" | "none");
        };
    };
    /**
     * What is recorded, and for how long.
     */
    readonly audit?: {
        /**
         * Kinds of events.
         */
        readonly logging?: {
            /**
             * Security events.
             */
            readonly security?: {
                /**
                 * Importance.
                 */
                readonly level?: ("critical" | "high" | "standard");
                /**
                 * How long they are kept, at least.
                 */
                readonly retention?: string;
                /**
                 * Whether they are encrypted.
                 */
                readonly encryption?: ("required" | "optional");
            };
            /**
             * Access to resources.
             */
            readonly access?: {
                /**
                 * Importance.
                 */
                readonly level?: ("critical" | "high" | "standard");
                /**
                 * How long they are kept, at least.
                 */
                readonly retention?: string;
                /**
                 * How much of each is recorded.
                 */
                readonly detail?: ("full-context" | "summary");
            };
            /**
             * Everything else.
             */
            readonly operation?: {
                /**
                 * Importance.
                 */
                readonly level?: ("critical" | "high" | "standard");
                /**
                 * How long they are kept, at least.
                 */
                readonly retention?: string;
                /**
                 * Share of them that is recorded, from 0 to 1.
                 */
                readonly sampling?: number;
            };
        };
        /**
         * Where the trail is kept.
         */
        readonly storage?: {
            /**
             * `append-only`: nothing is changed or removed before its time.
             */
            readonly type?: ("append-only" | "mutable");
            /**
             * Whether the trail is encrypted.
             */
            readonly encryption?: ("at-rest" | "none");
            /**
             * Whether the trail is backed up.
             */
            readonly backup?: ("regular" | "none");
        };
    };
    /**
     * What is watched while the agent runs.
     */
    readonly monitoring?: {
        /**
         * How much is watched.
         */
        readonly level?: ("comprehensive" | "standard" | "minimal");
        /**
         * Whether somebody is told.
         */
        readonly alerts?: ("enabled" | "disabled");
        /**
         * Whether the audit trail is written.
         */
        readonly audit?: ("enabled" | "disabled");
        /**
         * When to tell somebody, and what to do.
         */
        readonly thresholds?: {
            /**
             * Failed logins.
             */
            readonly failedLogins?: {
                /**
                 * More than this is a warning.
                 */
                readonly warning?: string;
                /**
                 * More than this is critical.
                 */
                readonly critical?: string;
                /**
                 * What is done then.
                 */
                readonly action?: ("block-ip" | "rate-limit" | "investigation" | "scale-up" | "none");
            };
            /**
             * Requests to the interface.
             */
            readonly apiRequests?: {
                /**
                 * More than this is a warning.
                 */
                readonly warning?: string;
                /**
                 * More than this is critical.
                 */
                readonly critical?: string;
                /**
                 * What is done then.
                 */
                readonly action?: ("block-ip" | "rate-limit" | "investigation" | "scale-up" | "none");
            };
            /**
             * Requests that fail.
             */
            readonly errorRate?: {
                /**
                 * More than this is a warning.
                 */
                readonly warning?: string;
                /**
                 * More than this is critical.
                 */
                readonly critical?: string;
                /**
                 * What is done then.
                 */
                readonly action?: ("block-ip" | "rate-limit" | "investigation" | "scale-up" | "none");
            };
            /**
             * Use of the processor.
             */
            readonly cpuUsage?: {
                /**
                 * More than this is a warning.
                 */
                readonly warning?: string;
                /**
                 * More than this is critical.
                 */
                readonly critical?: string;
                /**
                 * What is done then.
                 */
                readonly action?: ("block-ip" | "rate-limit" | "investigation" | "scale-up" | "none");
            };
        };
    };
    /**
     * What happens after a security incident.
     */
    readonly incidents?: {
        /**
         * Steps that the answer to an incident has to pass.
         *
         * @maxItems 6
         */
        readonly protocol?: readonly ("detection" | "analysis" | "containment" | "eradication" | "recovery" | "lessons-learned")[];
    };
    /**
     * What reports have to answer for.
     *
     * @maxItems 20
     */
    readonly compliance?: readonly ("GDPR" | "SOC 2 Type II" | "ISO 27001" | "OWASP Top 10")[];
    /**
     * How often what is backed up.
     */
    readonly backup?: {
        /**
         * What has changed.
         */
        readonly incremental?: ("hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "never");
        /**
         * Everything.
         */
        readonly full?: ("hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "never");
        /**
         * Everything, kept for good.
         */
        readonly archive?: ("hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "never");
        /**
         * Whether it can be restored.
         */
        readonly test?: ("hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "never");
    };
    /**
     * Security headers that every response carries.
     */
    readonly headers?: {
        /**
         * HTTPS only (RFC 6797).
         */
        "Strict-Transport-Security"?: string;
        /**
         * What a page may load (CSP Level 3).
         */
        "Content-Security-Policy"?: string;
        /**
         * Who may frame a page (RFC 7034).
         */
        "X-Frame-Options"?: string;
        /**
         * No guessing of types (Fetch).
         */
        "X-Content-Type-Options"?: string;
        /**
         * What other sites learn of the address (Referrer Policy).
         */
        "Referrer-Policy"?: string;
        /**
         * Browser features that a page may use.
         */
        "Permissions-Policy"?: string;
        /**
         * Who shares a browsing context group (HTML).
         */
        "Cross-Origin-Opener-Policy"?: string;
        /**
         * What a page may embed (HTML).
         */
        "Cross-Origin-Embedder-Policy"?: string;
        /**
         * Who may embed this (Fetch).
         */
        "Cross-Origin-Resource-Policy"?: string;
    };
    /**
     * Whom to tell.
     */
    readonly contacts?: {
        /**
         * The security team.
         */
        readonly security_team?: {
            /**
             * Mail address.
             */
            readonly email?: string;
            /**
             * Telephone, day and night.
             */
            readonly emergency?: string;
            /**
             * Channel; quoted, for a bare # begins a comment.
             */
            readonly slack?: string;
        };
        /**
         * Who answers to incidents.
         */
        readonly incident_response?: {
            /**
             * Mail address.
             */
            readonly primary?: string;
            /**
             * Telephone, day and night.
             */
            readonly emergency?: string;
            /**
             * Address of the roster.
             */
            readonly oncall?: string;
        };
    };
}
/**
 * The product's own and other programming interfaces.
 */
export interface HostRules {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Language models.
 */
export interface HostRules1 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Every other destination.
 */
export interface HostRules2 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Reading and listing.
 */
export interface PathRules {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Creating, changing, renaming and deleting.
 */
export interface PathRules1 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Scratch files, which are removed afterwards.
 */
export interface PathRules2 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Reading a variable, or passing it on to a program.
 */
export interface EnvRules {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly deny?: readonly string[];
}
/**
 * Setting or unsetting a variable.
 */
export interface EnvRules1 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly deny?: readonly string[];
}
/**
 * Functions that the agent offers.
 */
export interface NameRules {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Tools, those of MCP servers included.
 */
export interface NameRules1 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Plugins, before they are loaded.
 */
export interface NameRules2 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Programs, by their list of arguments; never a shell string.
 */
export interface CommandRules {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly CommandRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly CommandRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly CommandRule[];
}
/**
 * A mode. What is left out is denied, and wants approval.
 */
export interface ModeDocument {
    /**
     * Whether anything may run.
     */
    readonly allowExecution?: boolean;
    /**
     * Whether a person has to agree to whatever changes or runs something.
     */
    readonly requireApproval?: boolean;
    /**
     * How much is recorded.
     */
    readonly loggingLevel?: ("detailed" | "standard" | "basic");
    /**
     * Modes that may be gone to from here; one that is not named is denied.
     */
    readonly transitions?: {
        /**
         * Deny beats ask beats allow.
         */
        [k: string]: "allow" | "ask" | "deny";
    };
    readonly permissions?: ExtraRules;
}
/**
 * Rules that are added in this mode.
 */
export interface ExtraRules {
    /**
     * Connections in this mode or for this role: an explicit allow-list; what no rule names is denied.
     */
    readonly network?: {
        readonly api?: HostRules3;
        readonly llm?: HostRules4;
        readonly external?: HostRules5;
    };
    /**
     * Files and folders in this mode or for this role, by path; what no rule names is denied.
     */
    readonly fileSystem?: {
        readonly read?: PathRules3;
        readonly write?: PathRules4;
        readonly temp?: PathRules5;
    };
    /**
     * Environment variables in this mode or for this role, by name; what no rule names is denied.
     */
    readonly env?: {
        readonly read?: EnvRules2;
        readonly write?: EnvRules3;
    };
    /**
     * What may run in this mode or for this role; what no rule names is denied.
     */
    readonly execution?: {
        readonly functions?: NameRules3;
        readonly tools?: NameRules4;
        readonly plugins?: NameRules5;
        readonly commands?: CommandRules1;
    };
}
/**
 * The product's own and other programming interfaces.
 */
export interface HostRules3 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Language models.
 */
export interface HostRules4 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Every other destination.
 */
export interface HostRules5 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A host or network, and ports: `*.example.org:443`, `10.0.0.0/8:8000-8999`.
     */
    readonly deny?: readonly string[];
}
/**
 * Reading and listing.
 */
export interface PathRules3 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Creating, changing, renaming and deleting.
 */
export interface PathRules4 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Scratch files, which are removed afterwards.
 */
export interface PathRules5 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A path: `*` within a segment, `**` any segments, `?`, `[a-z]`, `{a,b}`. Begins with a slash, a drive, a variable or `**`.
     */
    readonly deny?: readonly string[];
}
/**
 * Reading a variable, or passing it on to a program.
 */
export interface EnvRules2 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly deny?: readonly string[];
}
/**
 * Setting or unsetting a variable.
 */
export interface EnvRules3 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly allow?: readonly string[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly ask?: readonly string[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     *
     * Items: A variable's name; `*` is any text.
     */
    readonly deny?: readonly string[];
}
/**
 * Functions that the agent offers.
 */
export interface NameRules3 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Tools, those of MCP servers included.
 */
export interface NameRules4 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Plugins, before they are loaded.
 */
export interface NameRules5 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly NameRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly NameRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly NameRule[];
}
/**
 * Programs, by their list of arguments; never a shell string.
 */
export interface CommandRules1 {
    /**
     * May be done without asking.
     *
     * @maxItems 20000
     */
    readonly allow?: readonly CommandRule[];
    /**
     * May be done if a person agrees; stronger than allow.
     *
     * @maxItems 20000
     */
    readonly ask?: readonly CommandRule[];
    /**
     * May never be done; stronger than everything else.
     *
     * @maxItems 20000
     */
    readonly deny?: readonly CommandRule[];
}
/**
 * A role.
 */
export interface RoleDocument {
    /**
     * Rights. Without the right of its scope no rule allows anything.
     *
     * @maxItems 4
     */
    readonly grants?: readonly ("READ" | "WRITE" | "EXECUTE" | "ADMIN")[];
    readonly permissions?: ExtraRules1;
}
/**
 * Rules that are added for this role.
 */
export interface ExtraRules1 {
    /**
     * Connections in this mode or for this role: an explicit allow-list; what no rule names is denied.
     */
    readonly network?: {
        readonly api?: HostRules3;
        readonly llm?: HostRules4;
        readonly external?: HostRules5;
    };
    /**
     * Files and folders in this mode or for this role, by path; what no rule names is denied.
     */
    readonly fileSystem?: {
        readonly read?: PathRules3;
        readonly write?: PathRules4;
        readonly temp?: PathRules5;
    };
    /**
     * Environment variables in this mode or for this role, by name; what no rule names is denied.
     */
    readonly env?: {
        readonly read?: EnvRules2;
        readonly write?: EnvRules3;
    };
    /**
     * What may run in this mode or for this role; what no rule names is denied.
     */
    readonly execution?: {
        readonly functions?: NameRules3;
        readonly tools?: NameRules4;
        readonly plugins?: NameRules5;
        readonly commands?: CommandRules1;
    };
}
/**
 * Public: documentation, public interfaces.
 */
export interface DataLevel {
    /**
     * What the level is called.
     */
    readonly label?: string;
    /**
     * What belongs to it.
     *
     * @maxItems 100
     */
    readonly examples?: readonly string[];
    /**
     * Least strength of its encryption.
     */
    readonly encryption?: ("maximum" | "enhanced" | "strong" | "basic");
    /**
     * Whether access to it is controlled by role.
     */
    readonly accessControls?: boolean;
    /**
     * Whether every access to it is recorded.
     */
    readonly auditTrail?: boolean;
}
/**
 * Internal: configurations, logs.
 */
export interface DataLevel1 {
    /**
     * What the level is called.
     */
    readonly label?: string;
    /**
     * What belongs to it.
     *
     * @maxItems 100
     */
    readonly examples?: readonly string[];
    /**
     * Least strength of its encryption.
     */
    readonly encryption?: ("maximum" | "enhanced" | "strong" | "basic");
    /**
     * Whether access to it is controlled by role.
     */
    readonly accessControls?: boolean;
    /**
     * Whether every access to it is recorded.
     */
    readonly auditTrail?: boolean;
}
/**
 * Sensitive: user data, credentials.
 */
export interface DataLevel2 {
    /**
     * What the level is called.
     */
    readonly label?: string;
    /**
     * What belongs to it.
     *
     * @maxItems 100
     */
    readonly examples?: readonly string[];
    /**
     * Least strength of its encryption.
     */
    readonly encryption?: ("maximum" | "enhanced" | "strong" | "basic");
    /**
     * Whether access to it is controlled by role.
     */
    readonly accessControls?: boolean;
    /**
     * Whether every access to it is recorded.
     */
    readonly auditTrail?: boolean;
}
/**
 * Critical: security keys, tokens.
 */
export interface DataLevel3 {
    /**
     * What the level is called.
     */
    readonly label?: string;
    /**
     * What belongs to it.
     *
     * @maxItems 100
     */
    readonly examples?: readonly string[];
    /**
     * Least strength of its encryption.
     */
    readonly encryption?: ("maximum" | "enhanced" | "strong" | "basic");
    /**
     * Whether access to it is controlled by role.
     */
    readonly accessControls?: boolean;
    /**
     * Whether every access to it is recorded.
     */
    readonly auditTrail?: boolean;
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
    readonly approvals?: ApprovalTerms;
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
    /**
     * All that was examined, where it is a short list; absent where it is not.
     *
     * @maxItems 64
     */
    readonly paths?: readonly string[];
    /**
     * Of the checklist gate: every item and how it stands.
     *
     * @maxItems 200
     */
    readonly items?: readonly ChecklistItemState[];
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
    readonly step?: HistoryStep;
    readonly approval?: GivenApproval;
}
/**
 * Repository-relative path with `/`. Lines and columns count from 1, columns in UTF-16 units; the end column is exclusive. No line: the file as a whole.
 */
export interface Location {
    /**
     * The commit that holds it there, where that is neither the judged nor the base tree.
     */
    readonly commit?: string;
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
    /**
     * Names from a direct dependency to the package, which is the last; of long ways without the middle. Absent for a direct one, and where the lockfile does not tell.
     *
     * @minItems 2
     * @maxItems 20
     */
    readonly path?: readonly string[];
}
export interface ChangeEvidence {
    readonly kind: "change";
    /**
     * What changed, e.g. `gates.code.failOn`.
     */
    readonly key: string;
    readonly before: (string | null);
    readonly after: (string | null);
    /**
     * Of a change of who signs: how many of those who sign at the trusted tip have to approve it. Absent: one approval of any kind lets it through.
     */
    readonly signers?: number;
}
export interface PolicyChangeEvidence {
    readonly kind: "policy-change";
    /**
     * A scope of requests, e.g. `network.external`, or a setting's dotted key.
     */
    readonly scope: string;
    /**
     * The modes for which this holds; null for all.
     */
    readonly modes: (readonly string[] | null);
    /**
     * The roles for which this holds; null for all.
     */
    readonly roles: (readonly string[] | null);
    /**
     * What is decided differently, in the policy's own patterns.
     */
    readonly region: string;
    /**
     * One request of the region, as `mcgate policy check` takes it after the scope; null for a setting.
     */
    readonly witness: (string | null);
    /**
     * allow, ask or deny; for a setting its value.
     */
    readonly before: string;
    readonly after: string;
    /**
     * The lines that brought it about, those of the judged policy first.
     *
     * @maxItems 20
     */
    readonly lines: readonly PolicyLine[];
    /**
     * sha256 of the effective policy before, as RFC 8785 JSON; null where that policy is invalid.
     */
    readonly baseDigest: (string | null);
    /**
     * The same of the judged policy.
     */
    readonly headDigest: string;
}
export interface PolicyLine {
    /**
     * `head`: the judged policy; `base`: a line that is gone from it.
     */
    readonly side: ("head" | "base");
    readonly path: string;
    readonly line: number;
    readonly column: number;
    /**
     * Dotted key, e.g. `permissions.network.external.allow.0`.
     */
    readonly key: string;
}
export interface AttackEvidence {
    readonly kind: "attack";
    /**
     * A JavaScript expression whose value makes the regular expression slow.
     */
    readonly text: string;
    /**
     * How the steps of a match grow with the text.
     */
    readonly growth: ("exponential" | "polynomial");
    /**
     * Of a polynomial.
     */
    readonly degree?: number;
    /**
     * Of the longest text that was tried, in UTF-16 units.
     */
    readonly length: number;
    /**
     * That matching it took at least, counted in a backtracking matcher of our own.
     */
    readonly steps: number;
}
/**
 * The way of an attacker's data from where it comes in to where it does harm.
 */
export interface FlowEvidence {
    readonly kind: "flow";
    readonly source: FlowSource;
    /**
     * How a package's users reach the source, e.g. `module.exports.run`; null where it is no parameter of the package's API.
     */
    readonly api: (string | null);
    /**
     * The source first, the sink last; of longer ways the middle is left out.
     *
     * @minItems 1
     * @maxItems 100
     */
    readonly steps: readonly FlowStep[];
    readonly attack?: FlowAttack;
    /**
     * Tests on the way that did not stop it.
     *
     * @maxItems 20
     */
    readonly failedGuards: readonly FailedGuard[];
    /**
     * Other places of the same fault, the worst first: they are mended with it, and no finding of their own tells of them.
     *
     * @maxItems 20
     */
    readonly also?: readonly FlowStep[];
    /**
     * How many more such places there are.
     */
    readonly alsoLeft?: number;
}
export interface FlowSource {
    /**
     * Who sends it: `remote`, `parameter`, `file` and so on.
     */
    readonly kind: string;
    readonly what: string;
}
export interface FlowStep {
    readonly location: Location;
    /**
     * What happens to the data here.
     */
    readonly what: string;
    /**
     * The line of code at which it starts, secrets masked, cut where it is long.
     */
    readonly snippetLine?: string;
}
/**
 * Of text that a slow regular expression is matched against: what was tried, as in AttackEvidence.
 */
export interface FlowAttack {
    readonly text: string;
    readonly growth: ("exponential" | "polynomial");
    readonly degree?: number;
    readonly length: number;
    readonly steps: number;
}
export interface FailedGuard {
    readonly location: Location;
    /**
     * Why it does not hold.
     */
    readonly why: string;
    readonly snippetLine?: string;
}
/**
 * Of a run with --since: what brought it to the branch.
 */
export interface HistoryStep {
    readonly commit: string;
    /**
     * As the commit says it.
     */
    readonly author: string;
    /**
     * When it was committed, ISO 8601 in UTC.
     */
    readonly date: string;
}
/**
 * Somebody signed for it.
 */
export interface SignedApproval {
    readonly by: Approvers;
    /**
     * The day it was signed, YYYY-MM-DD, as the signer says.
     */
    readonly made?: string;
    /**
     * SHA-256 of the tree that it is about, in hex.
     */
    readonly tree: string;
    readonly reason: string;
    /**
     * The last day it holds, YYYY-MM-DD.
     */
    readonly expires: string;
    /**
     * The file with the signed statement.
     */
    readonly attestation: string;
    /**
     * Where several people signed each on their own: the others' files.
     */
    readonly otherAttestations?: readonly string[];
}
/**
 * Somebody approved the pull request in a review.
 */
export interface ReviewApproval {
    /**
     * The pull request's newest commit, which was reviewed.
     */
    readonly commit: string;
    readonly by: Approvers;
    /**
     * When the review was given, YYYY-MM-DDTHH:MM:SSZ.
     */
    readonly submittedAt: string;
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
/**
 * What approves a change, by the trusted config; absent where nothing needs it.
 */
export interface ApprovalTerms {
    /**
     * `review`: a review counts as well as a signature.
     */
    readonly by: ("review" | "signature");
    /**
     * Logins whose review counts; null for whoever has the role maintain or admin.
     */
    readonly approvers: (readonly string[] | null);
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
