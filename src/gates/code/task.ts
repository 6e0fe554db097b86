// What crosses between the code gate and its workers. Both sides are ours, but a worker has read hostile source: its answer's shape is checked.
import type { JudgedPattern } from '../../analysis/regex/check.ts';
import type { LibraryModel } from '../../analysis/models/model.ts';
import type { RawFinding } from '../../core/documents.ts';
import type { FileKind } from './file-kind.ts';
import type { LibraryParameters } from './flow/engine.ts';
import type { FormerDependencies } from '../../analysis/link/manifests.ts';
import type { Manifest } from './flow/manifests.ts';

export interface FileContent {
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
}

export interface FileInput extends FileContent {
  /** No rule looks at it, whatever its kind. */
  readonly secretsOnly: boolean;
}

/** To judge files; with flow rules, to make their graphs as well. */
export interface LintTask {
  readonly kind: 'lint';
  readonly files: readonly FileInput[];
}

/** To make the graph of one file whose findings are known. */
export interface GraphTask {
  readonly kind: 'graph';
  readonly file: FileContent;
}

/** To link a tree's graphs and follow its flows. */
export interface SolveTask {
  readonly kind: 'solve';
  /** Graphs are packed. */
  readonly files: readonly { readonly path: string; readonly graph: Uint8Array }[];
  readonly manifests: readonly Manifest[];
  readonly libraryParameters: LibraryParameters;
  readonly knownLibraries: readonly string[];
  readonly formerDependencies: readonly FormerDependencies[];
  readonly models: readonly LibraryModel[];
  /** What other threads found out. */
  readonly judgedPatterns: readonly JudgedPattern[];
}

/** To tell places of one file as a report shows them. */
export interface DescribeTask {
  readonly kind: 'describe';
  readonly file: FileContent;
  /** Offsets; a sink also gets what a finding needs. */
  readonly places: readonly { readonly start: number; readonly end: number; readonly sink: boolean }[];
  /** Texts to take the file's secrets out of. */
  readonly texts: readonly string[];
}

export type CodeTask = LintTask | GraphTask | SolveTask | DescribeTask;

/** Why a file's code was not judged; its secrets were. Lines and columns count from 1. */
export interface FileProblem {
  readonly kind: 'syntax' | 'read-in-part' | 'too-deep' | 'rule-failed' | 'too-many-findings';
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** A credential that no service issued, by the anchor of its finding. Equal values have equal tags, and few of the others have. */
export interface NamedCredential {
  readonly anchor: string;
  readonly tag: string;
}

/** Findings stand at the path `''`: the same content may stand at many. */
export interface FileAnswer {
  readonly looked: 'code' | 'secrets' | 'binary';
  readonly findings: readonly RawFinding[];
  readonly problem: FileProblem | null;
  /** Whether there is a graph of it, for following flows, and whether that was cut short. */
  readonly graph: 'whole' | 'truncated' | null;
  readonly named: readonly NamedCredential[];
  /** It holds what is in another language: a script that a server fills in, a template. */
  readonly foreign: boolean;
}

/** One answer a file, in the task's order; null for a file that was not looked at, because the one before it broke the parser. */
export interface LintAnswer {
  readonly files: readonly (FileAnswer | null)[];
  /** Packed; null where there is none. */
  readonly graphs: readonly (Uint8Array | null)[];
  /** Those that took long. A file's findings go without its text; these do not, so that they are not kept with them. */
  readonly judgedPatterns: readonly JudgedPattern[];
}

/** A place of a file as reports tell it, at the path `''`. */
export interface DescribedPlace {
  readonly location: RawFinding['location'];
  readonly line: string;
  /** For a sink. */
  readonly sink: Pick<RawFinding, 'anchor' | 'snippet' | 'lineHash'> | null;
}

/** In the task's order. */
export interface DescribeAnswer {
  readonly places: readonly DescribedPlace[];
  readonly texts: readonly string[];
}

/** True if `value` is an answer for one file, from a worker or from the cache. */
export function isFileAnswer(value: unknown): value is FileAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { looked, findings, problem, graph, named, foreign } = value as Partial<Record<keyof FileAnswer, unknown>>;
  return (
    (looked === 'code' || looked === 'secrets' || looked === 'binary') &&
    Array.isArray(findings) &&
    findings.every(isFinding) &&
    (problem === null || (typeof problem === 'object' && typeof (problem as FileProblem).message === 'string')) &&
    (graph === null || graph === 'whole' || graph === 'truncated') &&
    Array.isArray(named) &&
    named.every(isNamed) &&
    typeof foreign === 'boolean'
  );
}

function isNamed(value: unknown): value is NamedCredential {
  const { anchor, tag } = (value ?? {}) as Partial<Record<keyof NamedCredential, unknown>>;
  return typeof anchor === 'string' && typeof tag === 'string';
}

/** True if `value` has what every finding has. */
export function isFinding(value: unknown): value is RawFinding {
  if (typeof value !== 'object' || value === null) return false;
  const { ruleId, message, anchor, location } = value as Partial<Record<keyof RawFinding, unknown>>;
  const texts = [ruleId, message, anchor];
  return texts.every((text) => typeof text === 'string') && typeof location === 'object' && location !== null;
}

/** The answer to a task of `count` files, the first of which must be looked at; or null if the value is no such thing. */
export function lintAnswerOf(value: unknown, count: number): LintAnswer | null {
  const { files, graphs, judgedPatterns } = (value ?? {}) as Partial<Record<keyof LintAnswer, unknown>>;
  if (!Array.isArray(files) || files.length !== count || files[0] === null) return null;
  if (!Array.isArray(graphs) || graphs.length !== count || !Array.isArray(judgedPatterns)) return null;
  const sound =
    files.every((file) => file === null || isFileAnswer(file)) &&
    graphs.every((graph) => graph === null || graph instanceof Uint8Array) &&
    judgedPatterns.every(isJudgedPattern);
  return sound ? (value as LintAnswer) : null;
}

function isJudgedPattern(value: unknown): value is JudgedPattern {
  const { question, judged } = (value ?? {}) as Partial<Record<keyof JudgedPattern, unknown>>;
  return typeof question === 'string' && typeof judged === 'object' && judged !== null;
}

/** The answer to a `DescribeTask` of so many places and texts, or null if the value is no such thing. */
export function describeAnswerOf(value: unknown, { places, texts }: Pick<DescribeTask, 'places' | 'texts'>): DescribeAnswer | null {
  const answer = (value ?? {}) as { readonly places?: unknown; readonly texts?: unknown };
  if (!Array.isArray(answer.places) || answer.places.length !== places.length) return null;
  if (!Array.isArray(answer.texts) || answer.texts.length !== texts.length) return null;
  const sound = answer.places.every(isPlace) && answer.texts.every((text) => typeof text === 'string');
  return sound ? (value as DescribeAnswer) : null;
}

function isPlace(value: unknown): value is DescribedPlace {
  if (typeof value !== 'object' || value === null) return false;
  const { location, line, sink } = value as Partial<Record<keyof DescribedPlace, unknown>>;
  return typeof location === 'object' && location !== null && typeof line === 'string' && typeof sink === 'object';
}
