// Which branch or tag a change is for, and whether releases are made from it.
import type { CheckRequest } from '../core/check.ts';
import { compilePathPatterns } from '../policy/path-pattern.ts';
import { targetOf } from './approvals.ts';
import type { ResolvedConfig } from './settings.ts';
import type { ResolvedSubject } from './trusted-tip.ts';

/** Short name of the branch or tag that the change is for; null where nobody says it. */
export function targetBranch(request: Pick<CheckRequest, 'event'>, subject: ResolvedSubject): string | null {
  return targetOf(request, subject)?.replace(/^refs\/(?:heads|tags)\//u, '') ?? null;
}

/** True where the config says that `branch` holds releases. */
export function holdsReleases(branch: string | null, { releaseBranches }: Pick<ResolvedConfig, 'releaseBranches'>): boolean {
  return branch !== null && compilePathPatterns(releaseBranches)(branch);
}
