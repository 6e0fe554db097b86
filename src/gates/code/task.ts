// What crosses between the code gate and its workers. Both sides are ours, but a worker has read hostile source: its answer's shape is checked.
import type { RawFinding } from '../../core/documents.ts';
import type { FileKind } from './file-kind.ts';
import type { FileProblem } from './lint-file.ts';

export interface FileInput {
  readonly kind: FileKind;
  /** No rule looks at it, whatever its kind. */
  readonly secretsOnly: boolean;
  readonly bytes: Uint8Array;
}

export interface LintTask {
  readonly files: readonly FileInput[];
}

/** Findings stand at the path `''`: the same content may stand at many. */
export interface FileAnswer {
  readonly looked: 'code' | 'secrets' | 'binary';
  readonly findings: readonly RawFinding[];
  readonly problem: FileProblem | null;
}

/** One answer a file, in the task's order; null for a file that was not looked at, because the one before it broke the parser. */
export interface LintAnswer {
  readonly files: readonly (FileAnswer | null)[];
}

/** True if `value` is an answer for one file, from a worker or from the cache. */
export function isFileAnswer(value: unknown): value is FileAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { looked, findings, problem } = value as Partial<Record<keyof FileAnswer, unknown>>;
  return (
    (looked === 'code' || looked === 'secrets' || looked === 'binary') &&
    Array.isArray(findings) &&
    findings.every(isFinding) &&
    (problem === null || (typeof problem === 'object' && typeof (problem as FileProblem).message === 'string'))
  );
}

function isFinding(value: unknown): value is RawFinding {
  if (typeof value !== 'object' || value === null) return false;
  const { ruleId, message, anchor, location } = value as Partial<Record<keyof RawFinding, unknown>>;
  const texts = [ruleId, message, anchor];
  return texts.every((text) => typeof text === 'string') && typeof location === 'object' && location !== null;
}

/** The answers to a task of `count` files, the first of which must be looked at; or null if the value is no such thing. */
export function answersOf(value: unknown, count: number): readonly (FileAnswer | null)[] | null {
  const files = typeof value === 'object' && value !== null ? (value as { readonly files?: unknown }).files : undefined;
  if (!Array.isArray(files) || files.length !== count || files[0] === null) return null;
  return files.every((file) => file === null || isFileAnswer(file)) ? (files as readonly (FileAnswer | null)[]) : null;
}
