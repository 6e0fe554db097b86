// `mcgate init`: a commented config and a safe workflow, written where nothing stands yet.
import { gateIds } from '../../core/vocabulary.ts';
import { openRepository } from '../../platform/repository.ts';
import { createProjectFile, projectFileExists } from '../../platform/project-file.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { defineCommand } from '../command.ts';
import type { Session } from '../session.ts';
import { resolveTargets } from '../targets.ts';
import { configPath, formatConfig } from '../templates/config.ts';
import { formatWorkflow, workflowPath } from '../templates/workflow.ts';
import { version } from '../../wiring/version.ts';

interface NewFile {
  readonly path: string;
  readonly text: string;
}

export const command = defineCommand({
  positionals: { folder: { type: 'string', default: '.', describe: 'Any folder of the repository' } },
  flags: { 'dry-run': { type: 'boolean', describe: 'Print what would be written, write nothing' } },
  examples: [
    ['$0 init --dry-run', 'See both files first'],
    ['$0 init', 'Write what is not there yet'],
  ],
  notes: `Writes ${configPath} and ${workflowPath}. A file that stands is left alone.`,
  run: async (values, session) => {
    const { root } = await resolveTargets([values.folder], { cwd: session.cwd, git: true });
    const files: readonly NewFile[] = [
      { path: configPath, text: formatConfig(gateIds) },
      { path: workflowPath, text: formatWorkflow({ version, defaultBranch: await defaultBranchOf(root) }) },
    ];
    await (values['dry-run'] === true ? show(root, files, session) : write(root, files, session));
    return 0;
  },
});

async function show(root: string, files: readonly NewFile[], { stdout }: Session): Promise<void> {
  for (const { path, text } of files) {
    const fate = (await projectFileExists(root, path)) ? 'stands already and would be left alone; fresh it would be' : 'would be written';
    await stdout.write(`# ${path} ${fate}:\n\n${text}\n`);
  }
}

async function write(root: string, files: readonly NewFile[], { stdout }: Session): Promise<void> {
  let written = 0;
  for (const { path, text } of files) {
    const created = await createProjectFile(root, path, text);
    written += created ? 1 : 0;
    await stdout.write(
      created ? `wrote      ${path}\n` : `left alone ${path} (it stands already; \`mcgate init --dry-run\` prints a fresh one)\n`,
    );
  }
  if (written === 0) return;
  await stdout.write(
    `\nIn ${escapeTerminal(root)}. Next: commit them to the default branch, and make the job "mcgate" a required status check.\n` +
      'What stands today can be set aside with `mcgate baseline create`; `mcgate doctor` says what is missing.\n',
  );
}

/** Without its remote; `main` where there is none yet. */
async function defaultBranchOf(root: string): Promise<string> {
  const repository = await openRepository(root, { git: true });
  try {
    return (await repository.defaultBranch())?.name.replace(/^origin\//, '') ?? 'main';
  } finally {
    await repository.close();
  }
}
