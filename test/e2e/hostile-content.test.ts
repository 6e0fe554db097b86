// Files that would hang, crash or fool whoever reads them: each bounded, each told, the verdict never a pass because of one.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, symlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeFolder, makeRepository, type Files } from '../support/git-repository.ts';
import { blocking, judge, reasonsOf } from '../support/judgement.ts';
import { finished, startMcgate } from '../support/cli.ts';
import { clean, finds, high, makeChange } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const token = (index: number): string => `ghp_${`${String(index)}wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx`.slice(0, 36)}`;

/** Regular expressions that hang a matcher, and such that hang who asks whether they do. */
const expressions = [
  '(a+)+$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(.*)*(.*)*(.*)*=',
  '(?:a|a|a|a|a|a)+$',
  '(?=(a+))\\1*b',
  '^(?:(?:(?:a{1,100}){1,100}){1,100}){1,100}$',
  '(?<=(a+)+)b',
  `${'(a|b|ab)*'.repeat(30)}$`,
  'a{1000}'.repeat(100),
  `${'(?:'.repeat(500)}a${')*'.repeat(500)}`,
];

describe.concurrent('files that cannot be judged', () => {
  it('are named, each with its reason; what stands beside them is judged', async () => {
    const nests = (open: string, close: string, count = 60_000): string => `${open.repeat(count)}${close.repeat(count)}\n`;
    const files: Files = {
      'broken.js': 'function ( {\n',
      'cut.ts': 'export const a: string = `\n',
      'brackets.js': nests('[', ']'),
      'members.js': `x${'.a'.repeat(300_000)}\n`,
      // Judged: nothing that looks at it goes down as deep as it nests.
      'sum.js': `''${"+'a'".repeat(150_000)}${"+'data:'".repeat(50_000)}\n`,
      'templates.js': `${'`${'.repeat(50_000)}1${'}`'.repeat(50_000)}\n`,
      'line.js': `${'x;'.repeat(5_000_000)}\n`,
      'nul.js': '\0\u0001\u0002',
    };
    const { root } = makeChange(
      { 'a.js': clean },
      { ...files, 'bad.js': high, 'line.txt': 'a '.repeat(5_000_000), 'film.ts': 'G'.padEnd(188, '\0').repeat(20) },
    );
    const { report, peakBytes } = await judge(root);
    expect(blocking(report)).toEqual([`${finds} bad.js`]);
    expect(Object.fromEntries(reasonsOf(report, 'code').map(({ path: file = '', code }) => [file, code]))).toEqual({
      'broken.js': 'unparsable-file',
      'cut.ts': 'unparsable-file',
      'brackets.js': 'unparsable-file',
      'members.js': 'unparsable-file',
      'templates.js': 'unparsable-file',
      'line.js': 'oversized-file',
      'nul.js': 'unparsable-file',
    });
    expect(peakBytes ?? 0).toBeLessThan(6_000_000_000);
  });

  it('make the run incomplete where nothing else fails, and say which file', async () => {
    const { root } = makeChange({ 'a.js': clean, 'old.js': 'function ( {\n' }, { 'broken.js': 'function ( {\n' });
    const { report, outputs } = await judge(root);
    expect(report.verdict).toBe('incomplete');
    expect(reasonsOf(report, 'code')).toMatchObject([
      { code: 'unparsable-file', path: 'broken.js', remedy: expect.any(String) as unknown },
    ]);
    for (const text of Object.values(outputs)) expect(text).toContain('broken.js');
  });
});

describe.concurrent('files that are judged all the same', () => {
  it('expressions that hang a matcher are found, and hang nobody', async () => {
    const code = expressions.map((source, index) => `export const r${String(index)} = /${source}/;`).join('\n');
    const calls = expressions
      .slice(0, -1)
      .map((source, index) => `export const c${String(index)} = new RegExp(${JSON.stringify(source)});`)
      .join('\n');
    const { report } = await judge(makeFolder({ 'a.js': `${code}\n${calls}\n`, 'bad.js': `/* eslint-disable */\n${high}` }));
    expect(blocking(report)).toEqual([`${finds} bad.js`]);
    expect(report.findings.filter(({ ruleId }) => ruleId === 'code/exponential-regex').length).toBeGreaterThan(4);
    expect(reasonsOf(report, 'code')).toEqual([]);
  });

  it('a file that takes too long does not hold up the others, and is named', async () => {
    const endless = `var a = process.argv[2];${'a = a + a;'.repeat(190_000)}${"require('child_process').exec('ls ' + a);".repeat(1_000)}\n`;
    // A file gets a quarter of the gate's time.
    const { root } = makeChange(
      { 'a.js': clean, '.mcgate/config.yaml': 'gates: { code: { timeout: 16s } }\n' },
      { 'endless.js': endless, 'bad.js': high },
    );
    const { report } = await judge(root, { args: ['--gate', 'code'] });
    expect(blocking(report)).toEqual([`${finds} bad.js`]);
    expect(reasonsOf(report, 'code')).toMatchObject([{ code: 'unjudged-file', path: 'endless.js' }]);
  });

  it('texts that would hang a search for secrets hang nobody, and a secret behind them is found and not shown', async () => {
    const bait = [
      'a',
      'Aa0',
      '=',
      ' ',
      '-----BEGIN RSA PRIVATE KEY-----',
      '-----',
      'postgres://a:b',
      'https://a:',
      '@',
      'AKIA',
      'eyJ',
      '_authToken=',
      'xoxb-1-',
      'aws_secret_access_key = ',
    ];
    const files = Object.fromEntries(
      bait.map((piece, index) => [`t${String(index)}.txt`, `${piece.repeat(Math.ceil(2_000_000 / piece.length))}\n`]),
    );
    const { report, outputs } = await judge(makeFolder({ ...files, 'key.txt': `${'=a:'.repeat(300_000)} ${token(1)}\n` }));
    expect(blocking(report)).toContain('code/hardcoded-secret key.txt');
    expect(reasonsOf(report, 'code')).toEqual([]);
    for (const text of Object.values(outputs)) expect(text).not.toContain(token(1).slice(0, 20));
    expect(report.durationMs).toBeLessThan(60_000);
  });

  it('a flood of findings and secrets in one file is cut, and said to be', async () => {
    const root = makeFolder({
      'a.js': Array.from({ length: 6_000 }, (_, index) => `k${String(index)} = '${token(index)}'; ${high}`).join(''),
    });
    const { report, outputs } = await judge(root);
    expect(report.verdict).toBe('fail');
    expect(reasonsOf(report, 'code')).toMatchObject([{ code: 'unjudged-file', path: 'a.js' }]);
    for (const text of Object.values(outputs)) expect(text).not.toContain(token(7).slice(0, 20));
    expect(Buffer.byteLength(outputs.markdown)).toBeLessThan(65_536);
  });

  it('other encodings, and names that differ in case alone', async () => {
    const root = makeFolder({
      'utf16.js': Buffer.from(`\ufeff${high}`, 'utf16le'),
      'bom.js': `\ufeff${high}`,
      'latin1.js': Buffer.from(`// \xe9\xff\n${high}`, 'latin1'),
      'Case.js': high,
      'case.js': clean,
      'CASE.js': `// other\n${high}`,
      'cr.js': `// a\r${high}`,
      'separator.js': `// a\u2028${high}`,
    });
    const { report } = await judge(root);
    expect(blocking(report)).toEqual(
      ['CASE.js', 'Case.js', 'bom.js', 'cr.js', 'latin1.js', 'separator.js', 'utf16.js'].map((file) => `${finds} ${file}`),
    );
  });
});

describe.skipIf(process.platform === 'win32')('a tree that moves', () => {
  it('a file that changes while it is read is never taken for a clean one', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': clean }], files: { 'moving.js': high } });
    const descriptor = openSync(path.join(root, 'moving.js'), 'r+');
    const child = startMcgate(['check', '--no-cache', '--format', 'json'], { cwd: root });
    const end = finished(child);
    let writes = 0;
    const writer = setInterval(() => {
      // In place and of one length: whoever reads sees the finding.
      writeSync(descriptor, `${high}// ${String(writes).padStart(9)}\n`, 0);
      writes += 1;
    }, 1);
    const { code, stdout, stderr } = await end;
    clearInterval(writer);
    closeSync(descriptor);
    expect(stderr).toBe('');
    expect(writes).toBeGreaterThan(10);
    expect([1, 2]).toContain(code);
    expect(stdout).toContain('moving.js');
  });

  it('pipes, devices and loops in the place of files hang nobody', async () => {
    const { root } = makeRepository({ commits: [{ 'a.js': clean, 'was.js': clean, 'src/b.js': clean }], files: { 'bad.js': high } });
    execFileSync('rm', ['-r', path.join(root, 'was.js'), path.join(root, 'src')]);
    execFileSync('mkfifo', [path.join(root, 'was.js'), path.join(root, 'package-lock.json'), path.join(root, '.npmrc')]);
    symlinkSync('/dev/zero', path.join(root, 'yarn.lock'));
    symlinkSync('src', path.join(root, 'src'));
    for (const args of [[], ['--no-git']]) {
      const { report } = await judge(root, { args });
      expect(blocking(report)).toEqual([`${finds} bad.js`]);
      expect(reasonsOf(report, 'dependencies').map(({ path: where }) => where)).toContain('yarn.lock');
    }
  });
});
