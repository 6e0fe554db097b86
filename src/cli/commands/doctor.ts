// `mcgate doctor`: what a check needs here, what is missing, and the command that mends it. It changes nothing.
import { openRepository } from '../../platform/repository.ts';
import { osvDatabaseOf } from '../check-request.ts';
import { defineCommand } from '../command.ts';
import { probeRepository } from '../doctor/repository.ts';
import { failed, probeTools } from '../doctor/tools.ts';
import type { Session } from '../session.ts';
import { formatStatus, type StatusLine } from '../status-line.ts';
import { resolveTargets } from '../targets.ts';
import { openTools } from '../../wiring/wire.ts';

export const command = defineCommand({
  positionals: { folder: { type: 'string', default: '.', describe: 'Any folder of the repository' } },
  flags: {},
  examples: [['$0 doctor', 'Before the first check, or when one is incomplete']],
  notes: 'Exit codes: 0 if a check can answer, 2 if one could not.',
  run: async ({ folder }, session) => {
    const { root } = await resolveTargets([folder], { cwd: session.cwd, git: true });
    const lines = [...(await toolLines(root, session)), ...(await repositoryLines(root, session.signal))];
    session.signal.throwIfAborted();
    for (const line of lines) await session.stdout.write(formatStatus(line, session.stdout.style));
    return lines.some(({ status }) => status === 'fail') ? 2 : 0;
  },
});

async function toolLines(root: string, { env, signal, cwd }: Session): Promise<readonly StatusLine[]> {
  const { runTool, scratch, close } = await openTools(root, signal);
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
