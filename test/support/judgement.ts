// Runs `mcgate check` as spawned and holds what every run over a hostile repository must keep: output that no terminal, log or parser trips over.
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { GateId, Reason, Report } from '../../src/core/documents.ts';
import { validateReport } from '../../src/core/generated/validators.js';
import { finished, startMcgate } from './cli.ts';
import { makeFolder } from './git-repository.ts';

export interface JudgeOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the repository's root. */
  readonly cwd?: string;
}

export interface Judgement {
  readonly code: number | null;
  readonly report: Report;
  /** Everything that was printed or written, by format. */
  readonly outputs: Readonly<Record<'json' | 'sarif' | 'markdown' | 'html' | 'pretty', string>>;
  /** Most resident memory of mcgate and all that it started, in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
}

const longestMs = 110_000;
const exitCodes = { pass: 0, fail: 1, incomplete: 2 } as const;

/** Judges in all formats at once. Fails the test where an output is not clean, or the exit code is not the verdict's. */
export async function judge(root: string, options: JudgeOptions = {}): Promise<Judgement> {
  const out = makeFolder();
  const files = ['r.sarif', 'r.md', 'r.html', 'r.txt'].map((name) => path.join(out, name));
  const args = ['check', '--format', 'json', ...files.flatMap((file) => ['--output', file]), ...(options.args ?? [])];
  const child = startMcgate(args, { cwd: options.cwd ?? root, env: options.env ?? {} });
  // A run that hangs must not outlive its test.
  const limit = setTimeout(() => child.kill('SIGKILL'), longestMs);
  const memory = watchMemory(child.pid);
  const { code, stdout, stderr } = await finished(child);
  clearTimeout(limit);
  const peakBytes = memory.stop();
  expect(stderr).toBe('');
  const [sarif = '', markdown = '', html = '', pretty = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const outputs = { json: stdout, sarif, markdown, html, pretty };
  for (const text of Object.values(outputs)) expectClean(text);
  const report = JSON.parse(stdout) as Report;
  expect(validateReport(report), JSON.stringify(validateReport.errors?.[0]?.instancePath)).toBe(true);
  expectSarif(sarif);
  expect(code).toBe(exitCodes[report.verdict]);
  return { code, report, outputs, peakBytes };
}

/** No control character but line feeds, nothing that reorders or hides text, no line that GitHub's runner takes for a command. */
export function expectClean(text: string): void {
  // Emoji of our own carry a variation selector; those of the repository are escaped.
  const unclean = /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Zl}\p{Zp}\u200b-\u200f\ufeff]/u.exec(text);
  expect(unclean === null ? null : text.slice(Math.max(0, unclean.index - 40), unclean.index + 40)).toBeNull();
  expect(/^[ \t]*::.*$/mu.exec(text)?.[0]).toBeUndefined();
  expect(text).not.toContain('##[');
}

interface SarifLog {
  readonly version: string;
  readonly runs: readonly { readonly results: readonly { readonly locations: readonly SarifLocation[] }[] }[];
}

interface SarifLocation {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
}

function expectSarif(text: string): void {
  const log = JSON.parse(text) as SarifLog;
  expect(log.version).toBe('2.1.0');
  for (const { locations } of log.runs.flatMap((run) => run.results)) {
    for (const { physicalLocation } of locations) {
      const { uri } = physicalLocation.artifactLocation;
      expect(new URL(uri, 'file:///root/').pathname.startsWith('/root/')).toBe(true);
      expect(uri).toMatch(/^[\w.~!*'()%/-]+$/u);
    }
  }
}

/** What a gate says when it could not answer. */
export function reasonsOf(report: Report, gate: GateId): readonly Reason[] {
  return report.gates.find(({ id }) => id === gate)?.reasons ?? [];
}

/** `<rule> <path>` of every finding that blocks, sorted. */
export function blocking({ findings }: Report): readonly string[] {
  return findings
    .filter(({ blocks }) => blocks)
    .map(({ ruleId, location }) => `${ruleId} ${location.path}`)
    .sort();
}

export interface Bait {
  readonly folder: string;
  readonly file: string;
  /** False once anybody has read the file or listed the folder; where the disk keeps no access times always true. */
  readonly untouched: () => boolean;
}

const longAgo = new Date('2020-01-01T00:00:00Z');
const less = new Date('2021-01-01T00:00:00Z');

/** A folder outside with one file that must not be read. Call when no more of the test's own preparations look at it. */
export function makeBait(name: string, text: string): Bait {
  const folder = makeFolder({ [name]: text });
  const file = path.join(folder, name);
  // A disk mounted `relatime` notes a read only where the last one is no later than the last change.
  for (const each of [file, folder]) utimesSync(each, longAgo, less);
  const seen = (each: string): boolean => statSync(each).atimeMs !== longAgo.getTime();
  return { folder, file, untouched: () => !seen(file) && !seen(folder) };
}

/** True where `makeBait` can tell. */
export function disksNoteReads(): boolean {
  const { file, untouched } = makeBait('probe', 'text');
  readFileSync(file);
  return !untouched();
}

interface MemoryWatch {
  /** Ends the watch and answers. */
  readonly stop: () => number | null;
}

/** Adds up, for each process, the most that it held: an upper bound, since peaks need not coincide. */
function watchMemory(pid: number | undefined): MemoryWatch {
  if (pid === undefined || !existsSync('/proc/self/status')) return { stop: () => null };
  const peaks = new Map<number, number>();
  const look = (): void => {
    for (const each of descendants(pid)) {
      const peak = Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readOrEmpty(`/proc/${String(each)}/status`))?.[1] ?? 0) * 1024;
      peaks.set(each, Math.max(peak, peaks.get(each) ?? 0));
    }
  };
  const timer = setInterval(look, 200);
  look();
  return {
    stop: () => {
      clearInterval(timer);
      return [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
    },
  };
}

/** `pid` and all below it. */
export function descendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const parent = Number(/^\d+ \(.*\) \S (\d+)/su.exec(readOrEmpty(`/proc/${name}/stat`))?.[1] ?? 0);
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [Number(name)]);
    else list.push(Number(name));
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Every path below `root` with its kind, size and time of change, no link followed: equal before and after a run that wrote nothing. */
export function stateOf(root: string): string {
  const lines: string[] = [];
  const folders = [root];
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      const { mode, size, mtimeMs } = lstatSync(file);
      lines.push(`${file} ${String(mode)} ${String(size)} ${String(mtimeMs)}`);
      if (entry.isDirectory()) folders.push(file);
    }
  }
  return lines.sort().join('\n');
}

/** An osv-scanner of the known release that notes how it was called, then does as `body` says. */
export function makeStandIn(body: string): { readonly file: string; readonly calls: () => readonly ScannerCall[] } {
  const folder = makeFolder();
  const [file, log] = [path.join(folder, 'osv-scanner'), path.join(folder, 'calls')];
  const version = /osvScannerVersion = '([^']+)'/u.exec(readFileSync('src/platform/osv-scanner-release.ts', 'utf8'))?.[1] ?? '';
  const note = `require('fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }) + '\\n');`;
  writeFileSync(
    file,
    `#!${process.execPath}\n${note}\nif (process.argv[2] === '--version') console.log('osv-scanner version: ${version}');\nelse { ${body} }\n`,
    { mode: 0o755 },
  );
  const calls = (): readonly ScannerCall[] =>
    readOrEmpty(log)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ScannerCall);
  return { file, calls };
}

export interface ScannerCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}
