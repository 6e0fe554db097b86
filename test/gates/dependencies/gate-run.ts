// Runs the dependencies gate over trees in memory, with the real osv-scanner or a stand-in, and a database made for the test.
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readOsvRecords, writeOsvDatabase } from '../../../scripts/build-osv-database.ts';
import type { OsvRecord } from '../../../scripts/build-osv-database.ts';
import type { GateFindings } from '../../../src/core/gate.ts';
import type { GateContext } from '../../../src/core/gate.ts';
import type { Tree } from '../../../src/core/workspace.ts';
import { gate } from '../../../src/gates/dependencies/index.ts';
import { childEnvironment } from '../../../src/platform/environment.ts';
import { findOsvScanner, openOsvScanner } from '../../../src/platform/osv-scanner.ts';
import { createRunTool } from '../../../src/platform/run-tool.ts';
import { memoryTree } from '../../support/memory-tree.ts';

export type Files = Readonly<Record<string, string>>;

export interface GateRun {
  readonly judged: Files | Tree;
  readonly base?: Files | Tree | null;
  readonly records?: readonly OsvRecord[];
  /** Node script text that stands in for osv-scanner; it answers `--version` by itself. */
  readonly standIn?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Null: the one that mcgate keeps. */
  readonly database?: string | null;
  readonly timeoutMs?: number;
}

const runTool = createRunTool({ env: childEnvironment(process.env) });

/** Path of the real osv-scanner, or null where it is not installed. Where CI is set it must be. */
export async function realScanner(): Promise<string | null> {
  try {
    return (await findOsvScanner({ untrusted: [], scratch: os.tmpdir(), runTool })).file;
  } catch (error) {
    if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') throw error;
    return null;
  }
}

/** The advisories of the demo. */
export function demoRecords(): Promise<readonly OsvRecord[]> {
  return readOsvRecords(path.resolve(import.meta.dirname, '../../../fixtures/demo-advisories'));
}

/** What the gate answers, or throws. */
export async function runGate(request: GateRun): Promise<GateFindings> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mcgate-test-')));
  try {
    const database = request.database === undefined ? path.join(folder, 'database') : request.database;
    if (request.database === undefined && database !== null) await writeOsvDatabase(database, request.records ?? (await demoRecords()));
    const scratch = path.join(folder, 'scratch');
    await mkdir(scratch);
    const env: Record<string, string | undefined> = { ...process.env, ...request.env };
    if (request.standIn !== undefined) env['MCGATE_OSV_SCANNER'] = await writeStandIn(folder, request.standIn);
    const context: GateContext = {
      workspace: {
        judged: tree(request.judged),
        base: (request.base ?? null) === null ? null : tree(request.base ?? {}),
        past: null,
        close: () => Promise.resolve(),
      },
      settings: {
        enabled: true,
        failOn: 'high',
        confidence: 'medium',
        timeoutMs: request.timeoutMs ?? 60_000,
        exclude: [],
        libraryParameters: 'auto',
      },
      options: { offline: true, osvDatabase: database, cache: false },
      models: [],
      checklist: null,
      cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
      runTool,
      scratch,
      openAdvisoryScanner: () => openOsvScanner({ database, untrusted: [], scratch, runTool, env }),
      openWorkers: () => {
        throw new Error('the dependencies gate opens no workers');
      },
      progress: () => undefined,
      signal: new AbortController().signal,
    };
    return await gate.run(context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A program that says it is the known release and does what `body` says; `args` are its arguments. */
export async function writeStandIn(folder: string, body: string, version = '2.5.1'): Promise<string> {
  const file = path.join(folder, 'stand-in');
  const text = `#!${process.execPath}\nconst args = process.argv.slice(2);\nif (args[0] === '--version') { console.log('osv-scanner version: ${version}'); process.exit(0); }\n${body}\n`;
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

function tree(files: Files | Tree): Tree {
  return typeof files.read === 'function' ? (files as Tree) : memoryTree(files as Files);
}

/** A package-lock.json of version 3 with these entries. */
export function packageLock(packages: Readonly<Record<string, object>>, root: object = {}): string {
  return JSON.stringify(
    { name: 'shop', lockfileVersion: 3, requires: true, packages: { '': { name: 'shop', ...root }, ...packages } },
    null,
    2,
  );
}

/** An OSV record over versions from the first on. */
export function osvRecord(id: string, name: string, more: object = {}, ecosystem = 'npm'): OsvRecord {
  const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }] }];
  return { id, modified: '2026-01-01T00:00:00Z', affected: [{ package: { ecosystem, name }, ranges }], ...more } as unknown as OsvRecord;
}
