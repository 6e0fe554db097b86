// The tarball that `npm publish` would send: what is in it, and that it works with nothing beside it.
import { execFileSync, spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = [
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^bin\/(?:mcgate|start)\.cjs$/,
  /^schemas\/[a-z-]+\.schema\.json$/,
  /^dist\/THIRD-PARTY-NOTICES$/,
  /^dist\/cli\/(?:main|gate-child|code-worker|api|chunk-[A-Z0-9]{8})\.js$/,
  /^dist\/policy\/(?:index|difference\/index|chunk-[A-Z0-9]{8})\.js$/,
  /^dist\/cli\/parser\.wasm32-wasi\.wasm$/,
  /^dist\/types\/[\w./-]+\.d\.ts$/,
];
const needed = [
  'package.json',
  'LICENSE',
  'bin/mcgate.cjs',
  'bin/start.cjs',
  'dist/cli/main.js',
  'dist/cli/gate-child.js',
  'dist/cli/code-worker.js',
];
const neededToo = [
  'dist/cli/api.js',
  'dist/cli/parser.wasm32-wasi.wasm',
  'dist/types/src/cli/api.d.ts',
  'dist/policy/index.js',
  'dist/types/src/policy/index.d.ts',
  'dist/policy/difference/index.js',
  'dist/types/src/policy/difference/index.d.ts',
  'dist/THIRD-PARTY-NOTICES',
  'schemas/config.schema.json',
];

const windows = process.platform === 'win32';
const env = {
  ...process.env,
  PATH: [path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
  CI: '1',
  NO_COLOR: '1',
};
let scratch = '';
let files: readonly string[] = [];

function npx(folder: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('npx', ['--offline', '--no-install', 'mcgate', ...args], { cwd: folder, encoding: 'utf8', env, shell: windows });
}

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'mcgate-package-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
    encoding: 'utf8',
    env,
    shell: windows,
  });
  const [tarball] = JSON.parse(packed) as readonly { readonly files: readonly { readonly path: string }[] }[];
  files = (tarball?.files ?? []).map((file) => file.path);
  mkdirSync(path.join(scratch, 'empty'));
  const name = readdirSync(scratch).find((file) => file.endsWith('.tgz')) ?? '';
  execFileSync('npm', ['install', '--offline', path.join(scratch, name)], {
    cwd: path.join(scratch, 'empty'),
    stdio: 'pipe',
    env,
    shell: windows,
  });
}, 120_000);
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('package', () => {
  it('holds nothing that is not meant to ship', () => {
    expect(files.filter((file) => !shipped.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  it('holds what is needed', () => {
    expect([...needed, ...neededToo].filter((file) => !files.includes(file))).toEqual([]);
  });

  it('has no dependencies and no install script', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
    expect(Object.keys(manifest).filter((key) => /^(?:(?:optional|peer|bundle)?d?D?ependencies|bundledDependencies)$/.test(key))).toEqual(
      [],
    );
    expect(Object.keys(manifest['scripts'] as object).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    expect(readdirSync(path.join(scratch, 'empty/node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['mcgate']);
  });

  it('answers --version from an empty folder', () => {
    const { status, stdout } = npx(path.join(scratch, 'empty'), '--version');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: version });
  });

  it('judges a small folder', () => {
    const folder = path.join(scratch, 'small');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'sum.ts'), 'export function sum(a: number, b: number): number {\n  return a + b;\n}\n');
    const { status, stdout, stderr } = npx(path.join(scratch, 'empty'), 'check', folder, '--format', 'json');
    expect(status, stderr).toBe(0);
    const report = JSON.parse(stdout) as { verdict: string; gates: { id: string; outcome: string }[] };
    expect(report.verdict).toBe('pass');
    expect(report.gates.find((gate) => gate.id === 'code')?.outcome).toBe('pass');
  });

  it('can be imported', () => {
    const script = "import('mcgate').then((api) => console.log(typeof api, Object.keys(api).length > 0))";
    expect(execFileSync(process.execPath, ['-e', script], { cwd: path.join(scratch, 'empty'), encoding: 'utf8' }).trim()).toBe(
      'object true',
    );
  });
});
