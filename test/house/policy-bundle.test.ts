// `mcgate/policy` runs where there is no Node.js: in an editor's webview, in a browser.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePolicy, embedPolicy, policyEntries } from '../../scripts/build/policy-bundle.ts';

const root = path.resolve('.');
let scratch = '';
let files: readonly { readonly name: string; readonly text: string }[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'mcgate-policy-'));
  const { outputFiles } = await bundlePolicy(root);
  files = outputFiles.map((file) => ({ name: path.relative(path.join(root, 'dist'), file.path).replaceAll('\\', '/'), text: file.text }));
  for (const { name, text } of files) {
    mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
    writeFileSync(path.join(scratch, name), text);
  }
}, 60_000);
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** What the script prints, in a context without anything of Node.js. */
function inBrowser(script: string): string {
  const file = path.join(scratch, 'script.js');
  writeFileSync(file, script);
  const child = path.join(root, 'test/house/children/browser.ts');
  return execFileSync(process.execPath, ['--no-warnings', '--experimental-vm-modules', child, scratch, file], { encoding: 'utf8' });
}

describe('the policy for a browser', () => {
  it('is one module for each subpath of the package', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { default: string }> };
    const offered = Object.keys(policyEntries).map((subpath) => exports[subpath]?.default.replace('./dist/', ''));
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(offered));
  });

  it('imports nothing but its own modules', () => {
    const imports = files.flatMap(({ text }) => [...text.matchAll(/\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g)]);
    expect(imports.map((match) => match[1] ?? match[2]).filter((name) => !/^\.{1,2}\/[\w./-]+\.js$/.test(name ?? ''))).toEqual([]);
  });

  it.each(Object.keys(policyEntries) as readonly (keyof typeof policyEntries)[])(
    '%s is under 40 kB in a bundle, compressed',
    async (subpath) => {
      const { outputFiles } = await embedPolicy(root, [subpath]);
      expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(40_000);
    },
  );

  it('runs as docs/policy.md shows it, and prints what is said there', () => {
    const section = readFileSync('docs/policy.md', 'utf8').split('## In an editor or a browser')[1] ?? '';
    const [, script = '', printed = ''] = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(section) ?? [];
    expect(script).not.toBe('');
    expect(inBrowser(script)).toBe(printed);
  });

  it('runs where Node.js has left nothing', () => {
    const names = 'process Buffer require module global setImmediate fetch TextEncoder crypto';
    expect(inBrowser(`console.log('${names}'.split(' ').filter((name) => name in globalThis).length)`)).toBe('0\n');
  });

  it('has errors that name what is wrong', () => {
    const script = `
      import { loadPolicy } from 'mcgate/policy';
      const loader = { read: async () => '', parse: () => ({ value: { version: 1, permissons: {} }, positionOf: () => ({ line: 3, column: 1 }) }) };
      await loadPolicy(loader, 'policy.yaml').catch((error) => console.log(error.code, error.message));`;
    expect(inBrowser(script)).toMatch(/^invalid-document policy\.yaml:3:1: permissons.*permissions/);
  });
});
