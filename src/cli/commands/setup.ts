// `mcgate setup`: fetches what the dependencies gate needs, pinned by digest.
import { setup, setupEcosystems, type SetupStep } from '../../platform/setup.ts';
import { defineCommand } from '../command.ts';
import { paragraph } from '../layout.ts';
import type { Output } from '../session.ts';
import { formatStatus, type Status } from '../status-line.ts';
import { resolveTargets } from '../targets.ts';
import { openTools } from '../../wiring/wire.ts';

const statuses: Readonly<Record<SetupStep['outcome'], Status>> = { done: 'ok', kept: 'ok', failed: 'fail' };

export const command = defineCommand({
  positionals: {},
  flags: {
    database: {
      type: 'string',
      array: true,
      choices: setupEcosystems,
      describe: 'Advisories of this ecosystem, by default npm; repeatable',
    },
    force: { type: 'boolean', describe: 'Install the scanner anew' },
    offline: { type: 'boolean', describe: 'Fetch nothing: say whether all is there' },
  },
  examples: [
    ['$0 setup', 'Before the first check, and now and then for fresh advisories'],
    ['$0 setup --database npm --database PyPI', 'Two ecosystems'],
    ['$0 setup --offline', 'Is all there?'],
  ],
  run: async ({ database, force, offline }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const { runTool, scratch, close } = openTools(root, session.signal);
    const { stdout, stderr, signal, env } = session;
    try {
      const { ok, steps } = await setup(
        { offline: offline ?? false, force: force ?? false, databases: database ?? [] },
        {
          fetch: globalThis.fetch,
          signal,
          env,
          runTool,
          scratch,
          progress: (message) => {
            tell(stderr, message).catch(() => undefined);
          },
        },
      );
      signal.throwIfAborted();
      for (const { name, outcome, message, remedy } of steps) {
        await stdout.write(formatStatus({ status: statuses[outcome], name, detail: message, remedy: remedy ?? null }, stdout.style));
      }
      return ok ? 0 : 2;
    } finally {
      await close();
    }
  },
});

async function tell({ live, style, write }: Output, message: string): Promise<void> {
  if (live) await write(`${paragraph(message, style).join('\n')}\n`);
}
