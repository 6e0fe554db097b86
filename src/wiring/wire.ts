// Gives the pipeline its ports: repository, child processes, the forge, clock. No entry knows how platform/ does it.
import type { CheckPorts, ProgressEvent } from '../core/check.ts';
import type { RunTool } from '../core/gate.ts';
import type { OpenReviews } from '../core/review.ts';
import type { OpenSignatures } from '../core/signature.ts';
import { childEnvironment } from '../platform/environment.ts';
import { createScratch, removeScratch } from '../platform/folders.ts';
import { createGates } from '../platform/gate-process.ts';
import type { GithubAccess } from '../platform/github-client.ts';
import { openRepository } from '../platform/repository.ts';
import { createRunTool } from '../platform/run-tool.ts';
import { createCheckSignature, findSshKeygen } from '../platform/ssh-keygen.ts';
import { version } from './version.ts';

export interface WireOptions {
  /** Null: nobody is asked for reviews. */
  readonly access: GithubAccess | null;
  readonly signal: AbortSignal;
  readonly progress: (event: ProgressEvent) => void;
}

/** The ports of one run. */
export function wireCheck({ access, signal, progress }: WireOptions): CheckPorts {
  return {
    openRepository: (root, { git }) => openRepository(root, { git, signal }),
    ...createGates(),
    openSignatures: (root, revoked) => openSignatures(root, revoked, signal),
    openReviews: openReviews(access, signal),
    now: () => new Date(),
    version,
    progress,
    signal,
  };
}

export interface Tools {
  readonly runTool: RunTool;
  /** A private folder, removed by `close`. */
  readonly scratch: string;
  readonly close: () => Promise<void>;
}

/** What commands that run programs need. Nothing in `root` is run, and nothing there may lend a program. */
export function openTools(root: string, signal: AbortSignal): Tools {
  const scratch = createScratch();
  const runTool = createRunTool({ env: childEnvironment(process.env, { untrusted: [root] }), signal });
  return { runTool, scratch, close: () => removeScratch(scratch) };
}

function openReviews(access: GithubAccess | null, signal: AbortSignal): OpenReviews | null {
  if (access === null) return null;
  return async (place) => {
    // Only a change that needs an approval asks.
    const { openGithubReviews } = await import('../platform/github-reviews.ts');
    return openGithubReviews(access, place, { signal });
  };
}

/** See `CheckPorts.openSignatures`. */
export function openSignatures(root: string, revoked: Uint8Array | null, signal: AbortSignal): OpenSignatures {
  const file = findSshKeygen(process.env['PATH'] ?? '', root);
  const { runTool, scratch, close } = openTools(root, signal);
  return { check: createCheckSignature({ file, runTool, scratch, revoked }), close };
}
