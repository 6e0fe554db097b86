// Microsoft's sarif-multitool as an oracle. Its exit code says nothing: its output is parsed.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';

const binary = path.resolve(import.meta.dirname, '../../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool');

/** False only off Linux x64; there the tests that need it are skipped. */
export const multitoolRuns = process.platform === 'linux' && process.arch === 'x64';

function inScratch<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mcgate-sarif-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], cwd: string): string {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: npm ci`);
  // The package ships its binary without the executable bit.
  if ((statSync(binary).mode & 0o100) === 0) chmodSync(binary, 0o755);
  try {
    return execFileSync(binary, [...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      stdio: 'pipe',
    });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

export interface Complaint {
  readonly file: string;
  readonly rule: string;
  readonly level: string;
  readonly text: string;
}

/** Everything the validator says of the texts with its `Sarif;Ghas` rule sets. */
export function validateSarif(texts: Readonly<Record<string, string>>): readonly Complaint[] {
  return inScratch((folder) => {
    const names = Object.keys(texts).map((name) => `${name}.sarif`);
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, `${name}.sarif`), text);
    const said = run(['validate', ...names, '--rule-kind', 'Sarif;Ghas', '--output', 'out.json', '--log', 'ForceOverwrite'], folder);
    if (!said.includes(`${String(names.length)} file`)) throw new Error(`sarif-multitool did not read every file: ${said}`);
    const log = JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8')) as Log;
    return log.runs.flatMap((one) => [
      ...(one.results ?? []).map((result) => ({
        file: path.basename(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '', '.sarif'),
        rule: result.ruleId ?? '',
        level: result.level ?? 'warning',
        text: (result.message.arguments ?? []).join(' | '),
      })),
      ...(one.invocations ?? [])
        .flatMap((invocation) => [...(invocation.toolExecutionNotifications ?? []), ...(invocation.toolConfigurationNotifications ?? [])])
        .map((note) => ({
          file: '',
          rule: note.descriptor?.id ?? 'notification',
          level: note.level ?? 'warning',
          text: note.message.text ?? '',
        })),
    ]);
  });
}

/** The multitool's own fingerprints for every line of the given files, by file and line. */
export function rollingHashes(files: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlyMap<number, string>> {
  return inScratch((folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const results = Object.entries(files).flatMap(([name, text]) =>
      text.split(/\r\n|\r|\n/).map((_, index) => ({
        ruleId: 'R1',
        message: { text: 'x' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: pathToFileURL(path.join(folder, name)).href },
              region: { startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: 1 },
            },
          },
        ],
      })),
    );
    const log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'x' } }, columnKind: 'utf16CodeUnits', results }],
    };
    writeFileSync(path.join(folder, 'in.sarif'), JSON.stringify(log));
    const said = run(
      ['rewrite', 'in.sarif', '--insert', 'RollingHashPartialFingerprints', '--output', 'out.sarif', '--log', 'ForceOverwrite'],
      folder,
    );
    if (!existsSync(path.join(folder, 'out.sarif'))) throw new Error(`sarif-multitool wrote nothing: ${said}`);
    const rewritten = JSON.parse(readFileSync(path.join(folder, 'out.sarif'), 'utf8')) as Log;
    const answer = new Map<string, Map<number, string>>();
    for (const result of rewritten.runs[0]?.results ?? []) {
      const where = result.locations?.[0]?.physicalLocation;
      const name = path.basename(where?.artifactLocation?.uri ?? '');
      const hash = result.partialFingerprints?.['primaryLocationLineHash'];
      if (hash === undefined) continue;
      answer.set(name, (answer.get(name) ?? new Map<number, string>()).set(where?.region?.startLine ?? 0, hash));
    }
    return answer;
  });
}
