// `mcgate init`: a commented config, and with `--github` a safe workflow, written where nothing stands yet.
import { gateIds } from '../../core/vocabulary.ts';
import { openRepository } from '../../platform/repository.ts';
import { createProjectFile, projectFileExists } from '../../platform/project-file.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { actionCommit } from '../action-commit.ts';
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
  flags: {
    github: { type: 'boolean', describe: `Write ${workflowPath} too` },
    'action-commit': { type: 'string', describe: 'Commit to pin the Action by; default: that of this release' },
    'dry-run': { type: 'boolean', describe: 'Print what would be written, write nothing' },
  },
  examples: [
    ['$0 init', 'A commented config'],
    ['$0 init --github', 'And a workflow that judges every pull request'],
    ['$0 init --github --dry-run', 'See both files first'],
  ],
  notes: `Writes ${configPath}, and with --github ${workflowPath}. A file that stands is left alone.`,
  run: async (values, session) => {
    const { root } = await resolveTargets([values.folder], { cwd: session.cwd, git: true });
    const files: NewFile[] = [{ path: configPath, text: formatConfig(gateIds) }];
    const isForGithub = values.github === true || values['action-commit'] !== undefined;
    if (isForGithub) {
      const commit = await actionCommit(values['action-commit'] ?? null);
      files.push({ path: workflowPath, text: formatWorkflow({ version, commit, defaultBranch: await defaultBranchOf(root) }) });
    }
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
    await stdout.write(created ? `wrote      ${path}\n` : `left alone ${path} (it stands already; --dry-run prints a fresh one)\n`);
  }
  if (written === 0) return;
  await stdout.write(`\nIn ${escapeTerminal(root)}. ${files.length > 1 ? nextOnGithub : next}\n`);
}

const rest = 'What stands today can be set aside with `mcgate baseline create`.';
const next = `Next: commit it to the default branch. \`mcgate init --github\` writes a workflow.\n${rest}`;
const nextOnGithub = `Next: commit them to the default branch, and require the check "mcgate" there;\n\`mcgate doctor --github\` says whether that holds. ${rest}`;

/** Without its remote; `main` where there is none yet. */
async function defaultBranchOf(root: string): Promise<string> {
  const repository = await openRepository(root, { git: true });
  try {
    return (await repository.defaultBranch())?.name.replace(/^origin\//, '') ?? 'main';
  } finally {
    await repository.close();
  }
}
