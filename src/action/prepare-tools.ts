// Gets the scanner and its advisories ready, where the run will need them.
import type { CheckRequest } from '../core/check.ts';
import { openTools } from '../wiring/wire.ts';
import type { Brought } from './bring-change.ts';
import type { Run } from './asked.ts';

/** Throws McgateError `cancelled` alone: the gate says what is missing. */
export async function prepareTools(
  { gates, options }: CheckRequest,
  { root, survey }: Brought,
  wanted: boolean,
  { env, log, signal }: Run,
): Promise<void> {
  const isAsked = gates === null || gates.includes('dependencies');
  if (!wanted || !isAsked || options.offline || survey === null) return;
  // Loaded only where there is a lockfile.
  const { ecosystemsOf, setUp } = await import('./setup.ts');
  const ecosystems = ecosystemsOf(survey.paths);
  if (ecosystems.length === 0) return;
  await log.group('Get the scanner and its advisories', async () => {
    const { runTool, scratch, close } = await openTools(root, signal);
    try {
      const progress = (message: string): void => void log.line(message).catch(() => undefined);
      const ports = { fetch: globalThis.fetch, signal, env, runTool, scratch, progress };
      for (const { name, outcome, message, remedy } of await setUp(ecosystems, options.osvDatabase, ports)) {
        await log.line(`${name}: ${message}`);
        if (outcome === 'failed') await log.warning([`${name}: ${message}`, ...(remedy === undefined ? [] : [remedy])].join(' '));
      }
    } finally {
      await close();
    }
  });
  signal.throwIfAborted();
}
