// The bin on a Node.js that is too old: one line, exit code 2, whatever syntax that Node.js can read.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

const bin = path.resolve('bin/mcgate.cjs');
const source = readFileSync(bin, 'utf8').replace(/^#!.*/, '');
const line = /^mcgate needs Node\.js 24 or newer, this is v[\d.]+\. Run: npx -y -p node@24 -p mcgate -- mcgate check\n$/;

/** The first Node.js on PATH that is older than 24. */
function olderNode(): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders
    .map((folder) => path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .filter((file) => existsSync(file));
  return found.find((file) => Number.parseInt(execFileSync(file, ['--version'], { encoding: 'utf8' }).slice(1), 10) < 24) ?? null;
}

function runAs(version: string): { readonly printed: string; readonly exitCode: number | undefined; readonly required: readonly string[] } {
  const required: string[] = [];
  let printed = '';
  const fake = { version, exitCode: undefined as number | undefined, stderr: { write: (text: string): void => void (printed += text) } };
  runInNewContext(source, { process: fake, require: (name: string): void => void required.push(name) });
  return { printed, exitCode: fake.exitCode, required };
}

describe('bin', () => {
  it('is ES5', () => {
    const messages = new Linter().verify(source, [{ languageOptions: { ecmaVersion: 5, sourceType: 'commonjs' } }]);
    expect(messages).toEqual([]);
  });

  it.each(['v0.12.18', 'v8.0.0', 'v20.20.2', 'v22.9.0', 'v23.11.1'])('refuses %s in one line', (version) => {
    const { printed, exitCode, required } = runAs(version);
    expect(printed).toMatch(line);
    expect(printed).toContain(version);
    expect(exitCode).toBe(2);
    expect(required).toEqual([]);
  });

  it.each(['v24.0.0', 'v24.21.0', 'v26.1.0', 'v100.0.0'])('hands over on %s', (version) => {
    expect(runAs(version)).toEqual({ printed: '', exitCode: undefined, required: ['./start.cjs'] });
  });

  const older = olderNode();
  it.skipIf(older === null)('refuses a real older Node.js (skipped where PATH has none)', () => {
    const { status, stdout, stderr } = spawnSync(older ?? '', [bin, '--version'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(line);
  });
});
