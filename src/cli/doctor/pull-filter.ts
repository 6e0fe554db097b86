// Whether a workflow runs for every pull request to a branch: where it does not, a job of the pull request may stand in for it.
import { record } from '../../core/canonical.ts';
import { typesOf } from '../../pipeline/workflow-triggers.ts';
import { compilePathPatterns } from '../../policy/path-pattern.ts';
import type { JudgingWorkflow } from './judging-workflow.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** What makes a commit of a pull request one that nobody judged yet. */
const needed = ['opened', 'synchronize', 'reopened'];
const understood: ReadonlySet<string> = new Set(['types', 'branches', 'branches-ignore']);

/** By `pull_request_target` where there is one, else by `pull_request`; `no` where there is neither. */
export function judgesEvery({ events }: JudgingWorkflow, branch: string): Answer {
  const event = ['pull_request_target', 'pull_request'].find((name) => events.has(name));
  if (event === undefined) return 'no';
  const filter = record(events.get(event));
  const keys = Object.keys(filter).filter((key) => (filter[key] ?? null) !== null);
  const types = typesOf(event, filter['types']);
  if (types !== null && !needed.every((type) => types.includes(type))) return 'no';
  if (keys.includes('paths') || keys.includes('paths-ignore')) return 'no';
  const named = namesOf(filter['branches']);
  const ignored = namesOf(filter['branches-ignore']);
  const answers = [
    keys.every((key) => understood.has(key)) ? 'yes' : 'unknown',
    named === null ? 'yes' : anyMatches(named, branch),
    ignored === null ? 'yes' : opposite[anyMatches(ignored, branch)],
  ] as const;
  return answers.find((answer) => answer === 'no') ?? answers.find((answer) => answer === 'unknown') ?? 'yes';
}

const opposite: Readonly<Record<Answer, Answer>> = { yes: 'no', no: 'yes', unknown: 'unknown' };

/** GitHub's patterns are others than those of paths here; what both read alike is answered. What follows a `!` may take back what was named. */
function anyMatches(patterns: readonly string[], branch: string): Answer {
  if (patterns.some((pattern) => pattern.startsWith('!'))) return 'unknown';
  const answers = patterns.map((pattern) => matches(pattern, branch));
  return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'unknown') ?? 'no';
}

function matches(pattern: string, branch: string): Answer {
  if (pattern === branch || pattern === '**') return 'yes';
  if (/\*\*|[^\w./*-]/u.test(pattern)) return 'unknown';
  return compilePathPatterns([pattern])(branch) ? 'yes' : 'no';
}

/** Null where none are named. */
function namesOf(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(String);
}
