// Where results are delivered: told by the event, by GitHub's runner, and by what was judged.
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { targetRef, type HostedEvent } from '../core/event.ts';
import { isPull, mergeRef } from '../pipeline/unresolved-subject.ts';
import type { DeliveryPlace } from './delivery/delivery.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** The hosted repository. Throws McgateError `usage` where the runner does not say it as GitHub documents. */
export function repositoryOf(env: Environment): { readonly name: string; readonly url: string } {
  const name = env['GITHUB_REPOSITORY'] ?? '';
  const server = (env['GITHUB_SERVER_URL'] ?? 'https://github.com').replace(/\/+$/u, '');
  if (!/^[\w.-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/u.test(name) || !/^https?:\/\/[^\s/?#@]+$/u.test(server)) {
    throw new McgateError('usage', 'GITHUB_REPOSITORY or GITHUB_SERVER_URL is not what GitHub documents.', {
      remedy: "Leave them as GitHub's runner sets them.",
    });
  }
  return { name, url: `${server}/${name}` };
}

/** Before anything is judged; null where the event names no commit. */
export function firstPlaceOf(event: HostedEvent, env: Environment): DeliveryPlace | null {
  return headOf(event) === null ? null : placeAt(event, null, env);
}

/** `report`: what was judged, where anything was. */
export function placeOf(event: HostedEvent, report: Report, env: Environment): DeliveryPlace {
  return placeAt(event, report.subject.judged.commit, env);
}

function placeAt(event: HostedEvent, judged: string | null, env: Environment): DeliveryPlace {
  const { name: repository, url } = repositoryOf(env);
  const pullRequest = isPull(event) ? event.number : null;
  const headSha = headOf(event) ?? judged ?? env['GITHUB_SHA'] ?? '';
  const judgedSha = judged ?? headSha;
  return {
    repository,
    web: { repository: url, commit: judgedSha, run: runOf(url, env) },
    headSha,
    ref: refOf(event),
    judgedSha,
    pullRequest,
    uploads: event.name !== 'merge_group',
  };
}

/** Null where the event names none: what was judged is then the commit. */
function headOf(event: HostedEvent): string | null {
  switch (event.name) {
    case 'merge_group':
      return event.headSha;
    case 'push':
      // Of an annotated tag `after` is the tag.
      return event.ref.startsWith('refs/tags/') ? null : event.after;
    case 'schedule':
    case 'workflow_dispatch':
      return null;
    default:
      return event.headSha;
  }
}

/** Never GITHUB_REF: under pull_request_target that is the default branch, whose alerts a pull request would close. */
function refOf(event: HostedEvent): string {
  return isPull(event) ? mergeRef(event) : targetRef(event);
}

function runOf(url: string, env: Environment): string | null {
  const [run = '', attempt = ''] = [env['GITHUB_RUN_ID'], env['GITHUB_RUN_ATTEMPT']];
  if (!/^\d{1,20}$/u.test(run)) return null;
  return `${url}/actions/runs/${run}${/^\d{1,9}$/u.test(attempt) ? `/attempts/${attempt}` : ''}`;
}
