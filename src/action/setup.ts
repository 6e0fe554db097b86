// Fetches the pinned scanner and the advisories that the repository's lockfiles call for, where they are missing or a day old.
import { dayMs } from '../core/days.ts';
import { openOsvDatabase } from '../platform/osv-database.ts';
import { installedOsvDatabase } from '../platform/osv-folders.ts';
import { setup, setupScanner, type SetupPorts, type SetupStep } from '../platform/setup.ts';

/**
 * What was done, in words. `osvDatabase`: a folder that somebody else keeps, so that no advisories are fetched. Never throws: what is
 * missing then is the gate's to say.
 */
export async function setUp(ecosystems: readonly string[], osvDatabase: string | null, ports: SetupPorts): Promise<readonly SetupStep[]> {
  const options = { offline: false, force: false };
  if (osvDatabase !== null) return [await setupScanner(options, ports)];
  const missing: string[] = [];
  for (const ecosystem of ecosystems) if (!(await isFresh(ecosystem, ports))) missing.push(ecosystem);
  if (missing.length === 0) return [await setupScanner(options, ports)];
  return (await setup({ ...options, databases: missing }, ports)).steps;
}

async function isFresh(ecosystem: string, ports: SetupPorts): Promise<boolean> {
  const database = await openOsvDatabase(installedOsvDatabase(ports), ecosystem).catch(() => null);
  return database !== null && database.ageMs < dayMs;
}
