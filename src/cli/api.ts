// The package's root export: a check from a program, wired like the command. The verdict is in the report; nothing is printed.
import path from 'node:path';
import type { ProgressEvent } from '../core/check.ts';
import type { GateId, Report, Severity } from '../core/documents.ts';
import { check as runCheck } from '../pipeline/check.ts';
import { makeRequest } from './check-request.ts';
import { wireCheck } from '../wiring/wire.ts';

export type { ProgressEvent } from '../core/check.ts';
export type * from '../core/documents.ts';
export { McgateError, type DocumentPosition, type ErrorCode } from '../core/error.ts';

export interface CheckOptions {
  /** Folder in a repository, or a plain folder. Default: the current folder. */
  readonly root?: string;
  /** Files and folders to keep to, relative to `root`. Default: all of the repository. Marks the report partial. */
  readonly paths?: readonly string[];
  /** Revision whose config judges and that tells what is new. Default: the upstream or default branch. */
  readonly base?: string;
  /** Judge what is staged, not the working tree. Default false. */
  readonly staged?: boolean;
  /** Only files that differ from the base. Default false. Marks the report partial. */
  readonly changed?: boolean;
  /** A tag, or the full id of a commit: only what was weakened or widened on the branch since that nobody approved. Marks the report partial. */
  readonly since?: string;
  /** False: judge the folder as it is, whatever repository it lies in. Default true. */
  readonly git?: boolean;
  /** Default: all. Marks the report partial. */
  readonly gates?: readonly GateId[];
  /** Lowest severity that blocks; may only be stricter than the trusted config. */
  readonly failOn?: Severity;
  /** Judge a release: what the checklist lacks blocks. Default: where the target branch is one of `release.branches`. */
  readonly release?: boolean;
  /** Other tools' reports for items of the checklist, as `<item>=<file>`. */
  readonly reports?: readonly string[];
  /** Use no network. Default false. */
  readonly offline?: boolean;
  /** Keep results that can be computed again. Default true. */
  readonly cache?: boolean;
  /** Folder of advisories in osv-scanner's layout. Default: the one that `mcgate setup` keeps. */
  readonly osvDatabase?: string;
  /** Ends the run, with all that it started. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
}

/**
 * Judges a repository as `mcgate check` does on a developer's machine; the environment's GitHub event is not looked at. What
 * could not be answered is in the report as `incomplete`. Rejects with McgateError only where there is no report to give: wrong
 * options (`usage`), a folder that cannot be opened (`git-failed`, `unreadable`), an abort (`cancelled`).
 */
export async function check(options: CheckOptions = {}): Promise<Report> {
  const root = path.resolve(options.root ?? '.');
  const request = await makeRequest(
    {
      paths: options.paths ?? [],
      gates: options.gates ?? null,
      base: options.base ?? null,
      staged: options.staged ?? false,
      changed: options.changed ?? false,
      failOn: options.failOn ?? null,
      offline: options.offline ?? false,
      cache: options.cache ?? true,
      shard: null,
      since: options.since ?? null,
      osvDatabase: options.osvDatabase ?? null,
      git: options.git ?? true,
      release: options.release ?? false,
      reports: options.reports ?? [],
    },
    { cwd: root, env: {} },
  );
  const signal = options.signal ?? new AbortController().signal;
  return runCheck(request, wireCheck({ access: null, signal, progress: options.onProgress ?? ((): void => undefined) }));
}
