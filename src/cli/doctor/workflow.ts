// Which workflow runs mcgate, and in which of the two safe forms (docs/github.md).
import type { Tree } from '../../core/workspace.ts';
import type { StatusLine } from '../status-line.ts';
import { checksHeadOut, mayCheckHeadOut } from './checkouts.ts';
import { readJudgingWorkflows, type JudgingWorkflow, type JudgingWorkflows } from './judging-workflow.ts';

const name = 'workflow';

/** Says how safe the workflows are that run mcgate; what GitHub's settings require cannot be seen from a clone, and it says so. */
export async function probeWorkflows(tree: Tree): Promise<StatusLine> {
  const { workflows, unread } = await readJudgingWorkflows(tree);
  const line = judgeWorkflows(workflows);
  return line.status === 'fail' ? line : (describeUnread(unread, name)[0] ?? line);
}

/** No line where all was read. */
export function describeUnread([first]: JudgingWorkflows['unread'], subject: string): readonly StatusLine[] {
  if (first === undefined) return [];
  const detail = `${first.path} was not looked at: ${first.why}.`;
  return [{ status: 'warn', name: subject, detail, remedy: 'Mend the file, or take it out.' }];
}

/** The worst that endangers, else the best. */
export function judgeWorkflows(workflows: readonly JudgingWorkflow[]): StatusLine {
  if (workflows.length === 0) {
    return {
      status: 'warn',
      name,
      detail: 'No workflow runs mcgate, so nothing is judged before it merges.',
      remedy: 'Run `mcgate init --github`.',
    };
  }
  const lines = workflows.map(judgeWorkflow);
  const doubtful = workflows.findIndex((workflow) => workflow.events.has('pull_request_target') && mayCheckHeadOut(workflow));
  return (
    lines.find(({ status }) => status === 'fail') ??
    lines[doubtful] ??
    lines.find(({ status }) => status === 'ok') ??
    lines[0] ??
    noEvent('')
  );
}

/** `fail` where the pull request can choose what runs, with a token at hand. */
function judgeWorkflow(workflow: JudgingWorkflow): StatusLine {
  const { path, events } = workflow;
  if (events.has('pull_request_target')) {
    if (checksHeadOut(workflow)) {
      const detail = `${path} checks the pull request out under pull_request_target: its code runs with your token.`;
      return { status: 'fail', name, detail, remedy: 'Replace it by the one that `mcgate init --github --dry-run` prints.' };
    }
    if (mayCheckHeadOut(workflow)) {
      const detail = `${path} takes files by a command or an expression under pull_request_target: whether they are the pull request's cannot be told.`;
      return {
        status: 'warn',
        name,
        detail,
        remedy: 'Run mcgate in a workflow of its own, as `mcgate init --github --dry-run` prints it.',
      };
    }
    const detail = `${path} judges by pull_request_target and checks no pull request out. Whether GitHub requires it to pass cannot be seen from here.`;
    return { status: 'ok', name, detail, remedy: 'Ask GitHub: `mcgate doctor --github`.' };
  }
  if (!events.has('pull_request')) return noEvent(path);
  const detail = `${path} judges by pull_request, where the pull request's own copy of the file runs. That is safe only if a ruleset requires the workflow, which cannot be seen from here.`;
  return {
    status: 'warn',
    name,
    detail,
    remedy: 'Ask GitHub: `mcgate doctor --github`, or use the workflow that `mcgate init --github --dry-run` prints.',
  };
}

function noEvent(path: string): StatusLine {
  return {
    status: 'warn',
    name,
    detail: `${path} runs mcgate, but not for pull requests.`,
    remedy: 'See what `mcgate init --github --dry-run` prints.',
  };
}
