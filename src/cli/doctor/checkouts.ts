// Whose files a job has before it, and whether mcgate is run from them: what a change could choose must not judge it.
import { record } from '../../core/canonical.ts';
import type { JudgingJob, JudgingWorkflow } from './judging-workflow.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `change`: the pull request's, or what the event is about. `unknown`: whatever an expression says. */
type Source = 'fixed' | 'change' | 'unknown';

/** An expression that names the pull request's side. */
const namesHead = /head|merge|github\.event\.pull_request|refs\/pull/i;
/** Commands that put files of another commit into the workspace, or hand them on. */
const fetching =
  /\bgit(?:\.exe)?\b[^\n;&|]*\s(?:checkout|switch|worktree|pull|merge|reset|clone|restore|rebase|cherry-pick|apply|am|archive|read-tree|show|cat-file)\b|\bgh\b[^\n;&|]*\s(?:checkout|co|clone|diff)\b/iu;
/** Expressions that no pull request has a say in. */
const fixedExpression = /\$\{\{\s*github\.(?:repository|event\.repository\.(?:default_branch|full_name))\s*\}\}/gu;

/** Whether a job takes the pull request's files, so that its code may run. */
export function checksHeadOut({ steps }: JudgingWorkflow): boolean {
  return steps.filter(isCheckout).some((step) => namesHead.test(JSON.stringify(step['with'] ?? '')));
}

/** Whether a job may take them in a way that cannot be told from the file: by a command, or by an expression. */
export function mayCheckHeadOut({ steps }: Pick<JudgingJob, 'steps'>): boolean {
  return steps.some((step) => {
    if (isCheckout(step)) return sourceOf(step) === 'unknown';
    return typeof step['run'] === 'string' && fetching.test(step['run'].replace(/[\\`^]\r?\n/gu, ' '));
  });
}

/** Whether mcgate is run from a checkout of the change itself: only on `pull_request` is that what is checked out unless it is said. */
export function runsFromChange({ events, jobs }: JudgingWorkflow): boolean {
  return events.has('pull_request') && jobs.some(isFromChange);
}

/** What `./` names has to come from a checkout; a command may run without one, but in one it is that which decides what runs. */
function isFromChange({ steps, runs }: JudgingJob): boolean {
  const sources = steps.filter(isCheckout).map(sourceOf);
  const isFixed = sources.every((source) => source === 'fixed');
  return runs.some(({ uses }) => (uses === null ? !isFixed : uses.startsWith('./') && !(isFixed && sources.length > 0)));
}

function isCheckout({ uses }: Fields): boolean {
  return typeof uses === 'string' && /(^|\/)checkout@/.test(uses);
}

function sourceOf(step: Fields): Source {
  const inputs = record(step['with']);
  const [ref, repository] = [inputs['ref'] ?? '', inputs['repository'] ?? ''];
  if (namesHead.test(JSON.stringify(inputs))) return 'change';
  if (JSON.stringify([ref, repository]).replace(fixedExpression, '').includes('${{')) return 'unknown';
  return ref === '' ? 'change' : 'fixed';
}
