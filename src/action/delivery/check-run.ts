// A check run of our own for the annotations that a step cannot show. It is never the one that a branch requires: that is the job.
import { fieldsOf } from '../../platform/github-answers.ts';
import type { Report, Verdict } from '../../core/documents.ts';
import { ownerAndRepo, type Unanswered } from '../../platform/github-client.ts';
import type { Annotation, AnnotationLevel } from '../../report/annotations.ts';
import { escapeMarkdown } from '../../report/escape.ts';
import { count, verdictSentence } from '../../report/wording.ts';
import { isRefusal, type ApiInput } from './channel.ts';

/** As people see it. */
export const checkRunName = 'mcgate findings';
/** GitHub takes no more in one request. */
const perRequest = 50;

/** Neutral would pass where somebody requires this check, so only a pass is neutral. */
const conclusions: Readonly<Record<Verdict, 'neutral' | 'failure'>> = { pass: 'neutral', fail: 'failure', incomplete: 'failure' };
const levels: Readonly<Record<AnnotationLevel, string>> = { error: 'failure', warning: 'warning', notice: 'notice' };

/** `made`: annotations that GitHub has. `problem`: why it has not all of them that it would take. */
export interface CheckRunOutcome {
  readonly made: number;
  readonly problem: Unanswered | null;
}

/** With nothing to annotate, one of an earlier run at this commit that says otherwise is followed by another. */
export async function deliverCheckRun(input: ApiInput, annotations: readonly Annotation[]): Promise<CheckRunOutcome> {
  const { client, place } = input;
  const bodies = annotations.slice(0, input.limits.annotations).flatMap(annotationBody);
  if (bodies.length === 0 && !(await isContradicted(input))) return { made: 0, problem: null };
  const output = outputOf(input.report, annotations.length);
  const created = await client.ask('POST /repos/{owner}/{repo}/check-runs', {
    ...ownerAndRepo(place.repository),
    name: checkRunName,
    head_sha: place.headSha,
    status: 'completed',
    conclusion: conclusions[input.report.verdict],
    ...(place.web.run === null ? {} : { details_url: place.web.run }),
    output: { ...output, annotations: bodies.slice(0, perRequest) },
  });
  if (!created.ok) return { made: 0, problem: created };
  const { id } = fieldsOf(created.data);
  for (let made = perRequest; made < bodies.length; made += perRequest) {
    // What was added twice would be shown twice.
    const added = await client.ask(
      'PATCH /repos/{owner}/{repo}/check-runs/{id}',
      { ...ownerAndRepo(place.repository), id, output: { ...output, annotations: bodies.slice(made, made + perRequest) } },
      { once: true },
    );
    if (!added.ok) return { made, problem: added };
  }
  return { made: bodies.length, problem: null };
}

async function isContradicted({ client, place, report }: ApiInput): Promise<boolean> {
  const answer = await client.ask('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    ...ownerAndRepo(place.repository),
    ref: place.headSha,
    check_name: checkRunName,
    per_page: 1,
  });
  // What cannot be seen may say that all is well. A token that may not ask may not write either.
  if (!answer.ok) return report.verdict !== 'pass' && !isRefusal(answer);
  const { check_runs: runs } = fieldsOf(answer.data);
  const { conclusion } = fieldsOf(Array.isArray(runs) ? runs[0] : null);
  return typeof conclusion === 'string' && conclusion !== conclusions[report.verdict];
}

function outputOf(report: Report, amount: number): { readonly title: string; readonly summary: string } {
  const beyond = amount === 0 ? 'The job shows all annotations.' : `${count(amount, 'annotation')} beyond those that the job shows.`;
  return { title: `${report.verdict}: ${beyond}`, summary: `${escapeMarkdown(verdictSentence(report))} ${beyond}` };
}

/** None for what belongs to no file. */
function annotationBody({ level, title, message, place }: Annotation): readonly Readonly<Record<string, unknown>>[] {
  if (place === null) return [];
  const { start, end, columns } = place.lines ?? { start: 1, end: 1 };
  return [
    {
      path: place.path,
      start_line: start,
      end_line: end,
      ...(columns === undefined ? {} : { start_column: columns.start, end_column: columns.end }),
      annotation_level: levels[level],
      title,
      message,
    },
  ];
}
