// Installs the pinned osv-scanner as `mcgate setup` does, for the demo and the tests: `node scripts/install-osv-scanner.ts`.
import { childEnvironment } from '../src/platform/environment.ts';
import { createScratch, removeScratch } from '../src/platform/folders.ts';
import { createRunTool } from '../src/platform/run-tool.ts';
import { setupScanner } from '../src/platform/setup.ts';
import type { SetupStep } from '../src/platform/setup.ts';

/** Quick where it is there already. Says on stderr what takes long. */
export async function installOsvScanner(): Promise<SetupStep> {
  const scratch = createScratch();
  try {
    return await setupScanner(
      { offline: false, force: false },
      {
        fetch,
        signal: new AbortController().signal,
        scratch,
        runTool: createRunTool({ env: childEnvironment(process.env) }),
        progress: (message) => process.stderr.write(`${message}\n`),
      },
    );
  } finally {
    await removeScratch(scratch);
  }
}

if (import.meta.main) {
  const step = await installOsvScanner();
  process.stderr.write(`${step.message}${step.remedy === undefined ? '' : ` ${step.remedy}`}\n`);
  if (step.outcome === 'failed') process.exitCode = 1;
}
