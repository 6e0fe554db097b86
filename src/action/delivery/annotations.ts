// Annotations at the lines of the change: workflow commands for as many as GitHub shows of a step, a check run for the rest.
import { messageOf } from '../../core/error.ts';
import { annotationsOf, splitForStep, type Annotation } from '../../report/annotations.ts';
import { logCommand } from '../../report/log-command.ts';
import { count } from '../../report/wording.ts';
import { delivered, isRefusal, permissionRemedy, saidBy, type ChannelInput } from './channel.ts';
import { checkRunName, deliverCheckRun, type CheckRunOutcome } from './check-run.ts';
import type { Delivered } from './delivery.ts';
import type { GithubClient } from '../../platform/github-client.ts';

/** `open` answers null where there is no token. What it throws costs only what a step cannot show. */
export async function deliverAnnotations(input: ChannelInput, open: () => GithubClient | null): Promise<Delivered> {
  const { shown, rest } = splitForStep(annotationsOf(input.report));
  if (shown.length > 0) await input.ports.stdout(`${shown.map(logCommand).join('\n')}\n`);
  const told = `${count(shown.length, 'annotation')} shown`;
  const { made, problem } = await deliverRest(input, open, rest);
  const left = rest.length - made;
  if (left === 0) return delivered('annotations', made === 0 ? told : `${told}, ${String(made)} more in the check ${checkRunName}`);
  const why = problem === null ? 'they are too many, or of no file' : problem.status === null ? problem.message : saidBy(problem);
  const remedy = problem !== null && isRefusal(problem) ? permissionRemedy('checks: write') : null;
  return delivered('annotations', `${told}, ${String(made)} in the check ${checkRunName}, ${String(left)} not: ${why}`, remedy);
}

async function deliverRest(input: ChannelInput, open: () => GithubClient | null, rest: readonly Annotation[]): Promise<CheckRunOutcome> {
  try {
    const client = open();
    return client === null ? notAsked('there is no token') : await deliverCheckRun({ ...input, client }, rest);
  } catch (error) {
    return notAsked(messageOf(error));
  }
}

function notAsked(message: string): CheckRunOutcome {
  return { made: 0, problem: { ok: false, status: null, message } };
}
