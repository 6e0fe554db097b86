// Settings of a repository that mcgate's judgement leans on beside what is required: a line each, for `mcgate doctor --github`.
import type { Looked, Protection } from '../../platform/github-protection.ts';
import type { StatusLine } from '../status-line.ts';
import type { JudgingWorkflow } from './judging-workflow.ts';
import { tokenRemedy } from './requirement.ts';

/** In the order in which they are shown. None of them decides whether the guarantee holds, but a merge queue that waits for ever is a failure. */
export function describeSettings(workflows: readonly JudgingWorkflow[], protection: Protection): readonly StatusLine[] {
  return [
    describeFreshness(workflows, protection),
    describeHistory(protection),
    describeTokens(protection.workflowTokens),
    describeReleases(protection.immutableReleases),
  ];
}

function describeFreshness(workflows: readonly JudgingWorkflow[], { rules, classic, branch }: Protection): StatusLine {
  const name = 'up to date';
  const rulesets = rules.seen ? rules.value : [];
  if (rulesets.some(({ mergeQueue }) => mergeQueue)) {
    if (workflows.length === 0 || workflows.some(({ events }) => events.has('merge_group'))) {
      return { status: 'ok', name, detail: 'A merge queue judges what it is about to merge.', remedy: null };
    }
    const detail = 'There is a merge queue, and mcgate does not run on `merge_group`: what is required there never comes.';
    return { status: 'fail', name, detail, remedy: 'Add `merge_group:` to the events of the workflow.' };
  }
  const strict = [...rulesets.map((each) => each.strict), classic.seen ? (classic.value?.strict ?? null) : null];
  if (strict.includes(true)) return { status: 'ok', name, detail: `What is merged was judged with the newest ${branch}.`, remedy: null };
  const hidden = !classic.seen || (classic.value !== null && classic.value.strict === null);
  const detail = `A pull request may be merged that was judged with an older ${branch}${hidden ? ', as far as this token sees' : ''}.`;
  return { status: 'warn', name, detail, remedy: 'Require branches to be up to date before merging, or use a merge queue.' };
}

function describeHistory({ rules, classic, branch }: Protection): StatusLine {
  const name = 'history';
  const isHeld =
    (rules.seen && rules.value.some(({ noForcePushes }) => noForcePushes)) || (classic.seen && classic.value?.noForcePushes === true);
  if (isHeld) return { status: 'ok', name, detail: `Force pushes to ${branch} are blocked.`, remedy: null };
  const detail = `Nothing was seen that blocks force pushes to ${branch}. \`check --since\` rests on its history.`;
  return { status: 'warn', name, detail, remedy: 'Block force pushes in a ruleset.' };
}

function describeTokens(tokens: Protection['workflowTokens']): StatusLine {
  const name = 'tokens';
  if (!tokens.seen) return unseen(name, 'What tokens of other workflows may do', tokens);
  const { writeByDefault, mayApprove } = tokens.value;
  const found = [
    ...(writeByDefault ? ['workflows that name no permissions may write all'] : []),
    ...(mayApprove ? ["workflows may approve pull requests (mcgate counts no bot's approval, GitHub's own rules do)"] : []),
  ];
  if (found.length === 0)
    return { status: 'ok', name, detail: 'Workflows may read alone unless they say otherwise, and approve nothing.', remedy: null };
  const detail = `By the repository's settings ${found.join(', and ')}.`;
  return { status: 'warn', name, detail, remedy: 'Settings, Actions, General, Workflow permissions: read, and no approvals.' };
}

function describeReleases(releases: Looked<boolean>): StatusLine {
  const name = 'releases';
  if (!releases.seen) return unseen(name, 'Whether releases can be changed', releases);
  if (releases.value)
    return { status: 'ok', name, detail: 'Releases that are published cannot be changed, nor their tags moved.', remedy: null };
  const detail = 'Releases can be changed and their tags moved, or this token may not know. `check --since` rests on tags.';
  return { status: 'warn', name, detail, remedy: 'Settings, General, Releases: enable release immutability.' };
}

function unseen(name: string, what: string, { why }: { readonly why: string }): StatusLine {
  return { status: 'warn', name, detail: `${what} could not be seen: ${why}.`, remedy: tokenRemedy };
}
