// Names and texts that would colour, reorder, forge or break whatever shows them, through every gate and into every format.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it, vi } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { realScanner } from '../gates/dependencies/gate-run.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { expectClean, judge, reasonsOf } from '../support/judgement.ts';
import { mcgate } from '../support/cli.ts';
import { high } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const broken = 'function ( {\n';

const names: readonly string[] = [
  'new\nline',
  '\n::error file=a.js::forged',
  '::error::forged',
  '##[error]forged',
  '\r\u001b[2K\u001b[1A\u001b[32mPASS',
  '\u001b]8;;x:evil.invalid\u0007link',
  '\u009b31mred',
  '\u202egnp.sj',
  '\u2066left\u2069',
  'zero\u200bwidth\ufeff',
  'line\u2028separator',
  'tag\u{e0041}',
  '](evil.invalid)[x',
  '<img src=x onerror=alert(1)>',
  '`code`|cell|@someone #1',
  '%2e%2e%2f',
  '"quo\'te\\back',
  ' leading and trailing ',
  '-rf',
  'é'.normalize('NFD'),
  'CASE',
  'case',
  '__proto__',
  'constructor',
  'x'.repeat(240),
];

/** As GitHub would show it, HTML of the text's own included. */
function render(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

function place(root: string, name: string | Buffer, text: string): void {
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]), text);
}

/** Each name with a finding, each with code that does not parse, and two that are no UTF-8 but differ in a byte. */
function plant(root: string): number {
  for (const [index, name] of names.entries()) {
    place(root, `${name}.js`, `${high}// ${String(index)}\n`);
    place(root, `${name}.mjs`, `${broken}// ${String(index)} ::error::\u001b[31m\u202e\n`);
  }
  for (const byte of [0xff, 0xfe]) place(root, Buffer.from([0x61, byte, 0x2e, 0x6a, 0x73]), `${high}// byte ${String(byte)}\n`);
  return names.length + 2;
}

describe.concurrent('names and texts', () => {
  it.each([
    ['in a working tree', []],
    ['in a plain folder', ['--no-git']],
  ])('%s are told whole, each file by itself', async (_, args) => {
    const { root } = makeRepository({ commits: [{ 'README.md': 'x' }] });
    const count = plant(root);
    const { report, outputs } = await judge(root, { args });
    expect(report.verdict).toBe('fail');
    const paths = report.findings.map(({ location }) => location.path);
    expect(new Set(paths).size).toBe(count);
    for (const name of ['new\nline.js', '\u202egnp.sj.js', 'CASE.js', 'case.js', 'a\\xFF.js', 'a\\xFE.js', '"quo\'te\\x5Cback.js']) {
      expect(paths).toContain(name);
    }
    expect(
      reasonsOf(report, 'code')
        .slice(0, -1)
        .map(({ path: where }) => where),
    ).toContain('\n::error file=a.js::forged.mjs');
    expect(outputs.pretty).toContain('new\\nline.js');
    expect(render(outputs.markdown)).not.toMatch(/<img|<script|<a [^>]*(?:evil|javascript)/iu);
  });

  it('in commits, with branches and folders of such names', async () => {
    const repository = makeRepository({ commits: [{ 'README.md': 'x' }], branch: 'main\u202e<b>`x`' });
    repository.git('checkout', '-q', '-b', 'feature\u2066@x');
    repository.write(Object.fromEntries(names.map((name) => [`${name}/\u001b[31m/::error::.js`, high])));
    repository.commit({ [`src/${'deep/'.repeat(60)}x.js`]: high });
    const { report } = await judge(repository.root, { args: ['--base', 'main\u202e<b>`x`'] });
    expect(report.findings.filter(({ blocks }) => blocks)).toHaveLength(names.length + 1);
  });

  it('in source, secrets and messages of the parser', async () => {
    const control = '\u001b[31m\u202e\u0007::error::x ##[error]x \u009b\u2028';
    const root = makeFolder({
      'a.js': `${control.replace('\u2028', '')}\n`,
      'b.js': `const a = '${control.replace('\u2028', '')}';\n::error::\n`,
      'c.js': `/*\n::error::forged\n##[error]x\n\u001b[2J*/ require('child_process').exec('${control}' + process.argv[2]); /*\n::warning::x\n*/\n`,
      'd.txt': `\u001b[31m 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\u202e\n::error::\n`,
      'e.ts': 'const \u202ex = 1;\n',
    });
    const { report, outputs } = await judge(root);
    expect(report.verdict).toBe('fail');
    expect(report.findings.map(({ location }) => location.path)).toEqual(expect.arrayContaining(['c.js', 'd.txt']));
    for (const text of Object.values(outputs)) expect(text).not.toContain('ghp_wWPw5k4aXc');
  });

  it('in arguments that are wrong', async () => {
    const root = makeFolder();
    for (const args of [
      ['check', '\n::error::x\u001b[31m'],
      ['check', '--base', '\u202e::x'],
      ['\u001b[31m'],
      ['check', '--\u001b[2J::error'],
    ]) {
      const { code, stdout, stderr } = await mcgate(args, { cwd: root });
      expect(code).toBe(2);
      expectClean(stdout);
      expectClean(stderr);
    }
  });
});

describe('names in lockfiles', async () => {
  const scanner = await realScanner();
  it.skipIf(scanner === null)('of packages, versions and addresses', async () => {
    const database = makeFolder();
    await writeOsvDatabase(database, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
    const odd = '\u001b[31m\n::error::\u202e##[error]](x)<b>';
    const packages = {
      '': { name: odd, dependencies: { [odd]: '1', lodash: '4.17.20' } },
      [`node_modules/${odd}`]: { version: `1.0.0${odd}`, resolved: odd, dependencies: { lodash: '4.17.20' } },
      'node_modules/lodash': { version: '4.17.20' },
      [`${odd}/node_modules/ws`]: { version: '7.5.9', resolved: `https://evil.invalid/${odd}` },
    };
    const root = makeFolder({
      [`${odd}/package-lock.json`]: JSON.stringify({ name: odd, lockfileVersion: 3, packages }),
      [`${odd}/package.json`]: JSON.stringify({ name: odd }),
      'yarn.lock': `# yarn lockfile v1\n\n"${odd}@1":\n  version "1"\n`,
      'pnpm-lock.yaml': `lockfileVersion: '9.0'\npackages:\n  '\u001b[31m@1::error::':\n    resolution: {integrity: sha512-x}\n`,
    });
    const { report } = await judge(root, { env: { MCGATE_OSV_SCANNER: scanner ?? '', MCGATE_OSV_DATABASE: database } });
    expect(report.verdict).not.toBe('pass');
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('dependencies/vulnerable-package');
  });
});
