// `mcgate doctor --github`: gathers the workflow files of the default branch and what GitHub says of it.
import { McgateError, messageOf } from '../../core/error.ts';
import type { Repository, TreeSource } from '../../core/repository.ts';
import { repositoryName } from '../../pipeline/approvals.ts';
import { isRepositoryName } from '../../pipeline/event.ts';
import { askProtection } from '../../platform/github-protection.ts';
import { githubAccess } from '../../wiring/github-access.ts';
import type { Environment } from '../session.ts';
import type { StatusLine } from '../status-line.ts';
import { judgeGuarantee, type Asked, type Guarantee } from './guarantee.ts';
import { readJudgingWorkflows, type JudgingWorkflows } from './judging-workflow.ts';
import { describeUnread } from './workflow.ts';

export interface GithubProbe {
  /** `owner/name`; null for that of the remote `origin`. */
  readonly name: string | null;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/** Throws McgateError `usage` for a name that is none; what cannot be asked or read is a line. */
export async function probeGithub(
  repository: Repository,
  probe: GithubProbe,
): Promise<{ readonly guarantee: Guarantee; readonly lines: readonly StatusLine[] }> {
  if (probe.name !== null && !isRepositoryName(probe.name)) {
    throw new McgateError('usage', `--repository ${JSON.stringify(probe.name)} is no repository.`, { remedy: 'Write it as owner/name.' });
  }
  const here = await findBranch(repository);
  const { workflows, unread } = await readWorkflows(repository, here.source);
  const asked = await ask(repository, probe);
  const doubts = [
    ...here.doubts,
    ...describeUnread(unread, 'files'),
    ...(await doubtsOf(repository, probe.name)),
    ...doubtsOfAge(here, asked),
  ];
  return judgeGuarantee({ workflows, branch: asked.ok ? asked.protection.branch : here.branch, asked, doubts });
}

interface Here {
  /** Without its remote. */
  readonly branch: string;
  readonly source: TreeSource;
  readonly commit: string | null;
  readonly doubts: readonly StatusLine[];
}

/** GitHub takes the workflow of pull_request_target from the default branch, so that is what is read here. */
async function findBranch(repository: Repository): Promise<Here> {
  const found = await repository.defaultBranch();
  if (found !== null) {
    return {
      branch: found.name.replace(/^origin\//u, ''),
      source: { kind: 'commit', commit: found.commit },
      commit: found.commit,
      doubts: [],
    };
  }
  const detail = 'There is no default branch here: the workflow files of the working tree were looked at.';
  const doubt = { status: 'warn', name: 'clone', detail, remedy: 'Run it in a clone of the repository.' } as const;
  return { branch: 'main', source: { kind: 'working-tree' }, commit: null, doubts: [doubt] };
}

async function readWorkflows(repository: Repository, source: TreeSource): Promise<JudgingWorkflows> {
  const workspace = await repository.open({ judged: await repository.list(source), base: null });
  try {
    return await readJudgingWorkflows(workspace.judged);
  } finally {
    await workspace.close();
  }
}

async function ask(repository: Repository, { name, env, signal }: GithubProbe): Promise<Asked> {
  const access = githubAccess({ ...env, GITHUB_TOKEN: env['GITHUB_TOKEN'] ?? env['GH_TOKEN'] });
  if (access === null) {
    const remedy = 'Set GITHUB_TOKEN or GH_TOKEN. One that may read the administration of the repository sees all.';
    return { ok: false, why: 'there is no token', remedy };
  }
  const place = name ?? repositoryName((await repository.originAddress()) ?? '');
  if (place === null) return { ok: false, why: 'the remote `origin` names no repository', remedy: 'Give --repository owner/name.' };
  try {
    return { ok: true, protection: await askProtection(access, place, { signal }) };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return { ok: false, why: messageOf(error), remedy: error.remedy ?? null };
  }
}

async function doubtsOf(repository: Repository, name: string | null): Promise<readonly StatusLine[]> {
  const here = repositoryName((await repository.originAddress()) ?? '');
  if (name === null || here === name.toLowerCase()) return [];
  const detail = `The workflow files are those of this clone, which is ${here === null ? 'of no known repository' : `of ${here}`}, not of ${name}.`;
  return [{ status: 'warn', name: 'clone', detail, remedy: 'Run it in a clone of that repository.' }];
}

/** The newest commit may hold other workflow files. */
function doubtsOfAge({ commit }: Here, asked: Asked): readonly StatusLine[] {
  if (!asked.ok || commit === null) return [];
  const { branch, tip } = asked.protection;
  if (!tip.seen) {
    const detail = `Whether ${branch} is the same on GitHub could not be seen: ${tip.why}. The workflow files may be others.`;
    return [{ status: 'warn', name: 'clone', detail, remedy: 'Ask with a token that may read the contents of the repository.' }];
  }
  if (tip.value === commit) return [];
  const detail = `${branch} is at ${tip.value.slice(0, 12)} on GitHub, and at ${commit.slice(0, 12)} here: the workflow files may be others.`;
  return [{ status: 'warn', name: 'clone', detail, remedy: 'Run `git fetch origin`, and again.' }];
}
