// `mcgate doctor`: what a check needs here, what is missing, and the command that mends it. It changes nothing.
import { openRepository } from '../../platform/repository.ts';
import { osvDatabaseOf } from '../check-request.ts';
import { defineCommand } from '../command.ts';
import type { Guarantee } from '../doctor/guarantee.ts';
import { probeRepository } from '../doctor/repository.ts';
import { failed, probeTools } from '../doctor/tools.ts';
import type { ExitCode, Session } from '../session.ts';
import { formatStatus, type StatusLine } from '../status-line.ts';
import { resolveTargets } from '../targets.ts';
import { openTools } from '../../wiring/wire.ts';

const exitCodes: Readonly<Record<Guarantee, ExitCode>> = { all: 0, forks: 0, no: 1, unknown: 2 };

export const command = defineCommand({
  positionals: { folder: { type: 'string', default: '.', describe: 'Any folder of the repository' } },
  flags: {
    github: { type: 'boolean', describe: 'Say instead whether a pull request can weaken its own judgement on GitHub' },
    repository: { type: 'string', describe: 'With --github: owner/name; default: that of the remote origin' },
  },
  examples: [
    ['$0 doctor', 'Before the first check, or when one is incomplete'],
    ['GITHUB_TOKEN=$(gh auth token) $0 doctor --github', 'Ask GitHub what protects the default branch'],
  ],
  notes:
    'Exit codes: 0 if a check can answer, 2 if one could not. With --github: 0 if it cannot, 1 if it can, 2 if that could not be told.',
  run: async ({ folder, github, repository }, session) => {
    const { root, repository: isRepository } = await resolveTargets([folder], { cwd: session.cwd, git: true });
    if (github === true || repository !== undefined) return diagnoseGithub(root, isRepository, repository ?? null, session);
    const lines = [...(await toolLines(root, session)), ...(await repositoryLines(root, session.signal))];
    await print(lines, session);
    return lines.some(({ status }) => status === 'fail') ? 2 : 0;
  },
});

async function diagnoseGithub(root: string, git: boolean, name: string | null, session: Session): Promise<ExitCode> {
  const { env, signal } = session;
  // GitHub's client is loaded only where it is asked.
  const { probeGithub } = await import('../doctor/probe-github.ts');
  const repository = await openRepository(root, { git, signal });
  try {
    const { guarantee, lines } = await probeGithub(repository, { name, env, signal });
    await print(lines, session);
    return exitCodes[guarantee];
  } finally {
    await repository.close();
  }
}

async function print(lines: readonly StatusLine[], { stdout, signal }: Session): Promise<void> {
  signal.throwIfAborted();
  for (const line of lines) await stdout.write(formatStatus(line, stdout.style));
}

async function toolLines(root: string, { env, signal, cwd }: Session): Promise<readonly StatusLine[]> {
  const { runTool, scratch, close } = openTools(root, signal);
  try {
    return await probeTools({ root, env, runTool, scratch, osvDatabase: osvDatabaseOf(null, cwd, env) });
  } finally {
    await close();
  }
}

async function repositoryLines(root: string, signal: AbortSignal): Promise<readonly StatusLine[]> {
  try {
    const repository = await openRepository(root, { git: true, signal });
    try {
      return await probeRepository(repository);
    } finally {
      await repository.close();
    }
  } catch (error) {
    return [failed('repository', error)];
  }
}
