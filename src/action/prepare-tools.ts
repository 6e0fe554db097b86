// Gets the scanner and its advisories ready, where the run will need them.
import type { CheckRequest } from '../core/check.ts';
import { openTools } from '../wiring/wire.ts';
import type { Run } from './asked.ts';
import type { ScannerNeed } from './scanner-need.ts';

/** Throws McgateError `cancelled` alone: the gate says what is missing. */
export async function prepareTools(
  { ecosystems, fetches }: ScannerNeed,
  { root, options }: Pick<CheckRequest, 'root' | 'options'>,
  { env, log, signal }: Run,
): Promise<void> {
  if (!fetches) return;
  // Loaded only where there is a lockfile.
  const { setUp } = await import('./setup.ts');
  await log.group('Get the scanner and its advisories', async () => {
    const { runTool, scratch, close } = openTools(root, signal);
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
