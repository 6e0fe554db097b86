// The bundle's promise: the same source gives the same bytes, in whatever folder it is built, and a changed dist/ is noticed.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, readFolder } from '../../scripts/build/compare.ts';
import { formatNotices } from '../../scripts/build/notices.ts';
import stringWidth from '../../scripts/shims/string-width.ts';
import stripAnsi from '../../scripts/shims/strip-ansi.ts';
import wrapAnsi from '../../scripts/shims/wrap-ansi.ts';

const root = path.resolve('.');
let scratch = '';

/** A copy of what the build reads, with node_modules linked. */
function copyProject(folder: string): string {
  const copy = path.join(scratch, folder);
  mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'rules', 'schemas', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.types.json'])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  return copy;
}

function build(...args: readonly string[]): string {
  return execFileSync(process.execPath, [path.join(root, 'scripts/build.ts'), ...args], { encoding: 'utf8' });
}

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'mcgate-build-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('build', () => {
  it('gives the same bytes from two folders, and --check sees one changed byte', { timeout: 120_000 }, async () => {
    const out = path.join(scratch, 'out');
    build('--out', out);
    expect((await readFolder(out)).size).toBeGreaterThan(0);

    appendFileSync(path.join(out, 'THIRD-PARTY-NOTICES'), ' ');
    const args = ['scripts/build.ts', '--check', '--root', copyProject('else/where/much/deeper'), '--out', out];
    const checked = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(checked.status).toBe(1);
    expect(checked.stderr).toMatch(/^THIRD-PARTY-NOTICES: differs\ndist\/ is not what src\/ gives: [^\n]+\n$/);
  });

  it('names what is missing, superfluous and different', () => {
    const bytes = Buffer.from('x');
    const fresh = new Map(Object.entries({ a: bytes, b: bytes, c: bytes }));
    const committed = new Map(Object.entries({ b: Buffer.from('y'), c: bytes, d: bytes }));
    expect(differences(fresh, committed)).toEqual(['a: is missing', 'b: differs', 'd: should not be there']);
  });
});

describe('third-party notices', () => {
  it('carry the licence text of a bundled package, nested or scoped', async () => {
    const notices = await formatNotices(
      root,
      ['node_modules/yargs/index.mjs', 'node_modules/@secretlint/secretlint-rule-preset-recommend/module/index.js', 'src/core/error.ts'],
      [],
    );
    const { version } = JSON.parse(readFileSync('node_modules/yargs/package.json', 'utf8')) as { version: string };
    expect(notices).toContain(`yargs ${version} (MIT)`);
    expect(notices).toContain('@secretlint/secretlint-rule-preset-recommend');
    expect(notices).toContain('Permission is hereby granted');
    expect(notices).not.toContain('error.ts');
  });
});

describe('shims of the help', () => {
  const blue = '\u001B[34mab\u001B[39m';

  it('measure and strip', () => {
    expect(stringWidth(blue)).toBe(2);
    expect(stripAnsi(blue)).toBe('ab');
  });

  it.each([
    ['one two three', 7, 'one two\nthree'],
    ['abcdefgh', 3, 'abc\ndef\ngh'],
    ['a\nb', 5, 'a\nb'],
    ['', 5, ''],
    ['  indented text', 80, '  indented text'],
  ])('wrap %j at %i', (text, columns, expected) => {
    expect(wrapAnsi(text, columns)).toBe(expected);
  });
});
