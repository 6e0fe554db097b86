// The code gate over trees in memory, in real worker threads: what it judges, what it names as not judged, and what hostile code does to it.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { GateFindings } from '../../../src/core/gate.ts';
import { createCodeGate } from '../../../src/gates/code/index.ts';
import { openTestPool } from './support/pool.ts';
import { rules } from './support/rules.ts';
import { contextOf, memoryCache, type Setting } from './support/workspace.ts';

const gate = createCodeGate(rules);
let pool: ReturnType<typeof openTestPool> | null = null;

afterEach(async () => {
  await pool?.close();
  pool = null;
});

async function run(setting: Setting): Promise<GateFindings> {
  pool = openTestPool();
  return gate.run(contextOf(pool, setting));
}

function told(result: GateFindings): readonly string[] {
  return result.findings.map(({ ruleId, location }) => `${location.path}:${String(location.startLine)} ${ruleId}`);
}

function reasons(result: GateFindings): readonly string[] {
  return result.reasons.map(({ code, path: file }) => `${code} ${file ?? ''}`);
}

describe('what is judged', () => {
  it('looks at every kind of code, and at other text for secrets only', async () => {
    const code = 'danger(1)';
    const names = ['a.js', 'a.jsx', 'a.mjs', 'a.cjs', 'a.ts', 'a.tsx', 'a.mts', 'a.cts'];
    const pages = ['a.astro', 'a.htm', 'a.html', 'a.svelte', 'a.vue'];
    const result = await run({
      judged: {
        ...Object.fromEntries(names.map((name) => [name, code])),
        'bin/tool': `#!/usr/bin/env node\n${code}`,
        'bin/shell': `#!/bin/sh\n${code}`,
        ...Object.fromEntries(pages.map((name) => [name, `<p></p>\n<script>${code}</script>`])),
        'a.ejs': `<p>\n<% ${code} %>`,
        'a.hbs': `<p>\n{{danger 1}}{{{b}}}`,
        'nul.html': `<script>${code}</script>\0`,
        'plain.html': '<p>',
        'report.html': `<script>${code}</script>${' '.repeat(2 * 1024 * 1024)}`,
        'page.html': '<script>var a = {{ x }};</script>',
        'pug.vue': `<template lang="pug">p</template><script>${code}</script>`,
        'a.pug': `p= ${code}`,
        'a.njk': `{{ ${code} }}`,
        'a.json': code,
        'logo.png': new Uint8Array([137, 80, 0, 1]),
        link: { kind: 'symlink' },
        module: { kind: 'submodule' },
      },
    });
    const first = [...names, 'a.pug', 'nul.html', 'pug.vue', 'report.html'].map((name) => `${name}:1 code/danger`);
    const second = [...pages, 'a.ejs', 'bin/tool'].map((name) => `${name}:2 code/danger`);
    expect(told(result)).toEqual([...first, ...second].sort());
    expect(result.reasons).toEqual([]);
    expect(result.coverage).toMatchObject({
      unit: 'files',
      examined: 25,
      facts: { 'code files': 20, 'files searched for secrets only': 5 },
    });
    expect(result.coverage.leftOut.map(({ reason, paths }) => [reason.split(':')[0], paths])).toEqual([
      ['a template that no parser here reads (.njk, .liquid, .jade, …)', ['a.njk']],
      ['binary', ['logo.png']],
      ['holds a template in another language, or a script that a server fills in', ['page.html', 'pug.vue']],
      ['submodule', ['module']],
      ['symbolic link', ['link']],
    ]);
  });

  it('judges no change of what it could not read as a whole', async () => {
    const judged = {
      'a.ejs': '<% danger(1) %><% if (a { %>',
      'a.hbs': '{{#if a}}',
      'a.svelte': '{#if a}',
      'a.vue': '<template><p v-html="a b"/></template><script>danger(1)</script>',
      'long.html': `<script>danger(1)${' '.repeat(2 * 1024 * 1024)}</script>`,
      'page.html': '<script>var a = {{ x }};</script>',
      'large.html': ' '.repeat(16 * 1024 * 1024 + 1),
    };
    const result = await run({ judged, base: {} });
    expect(reasons(result).toSorted()).toEqual([
      'oversized-file large.html',
      'unparsable-file a.ejs',
      'unparsable-file a.hbs',
      'unparsable-file a.svelte',
      'unparsable-file a.vue',
      'unparsable-file long.html',
    ]);
    // What could be read is told.
    expect(told(result)).toEqual(['a.vue:1 code/danger']);
    expect((await run({ judged, base: judged })).reasons).toEqual([]);
  });

  it('counts an unchanged file’s findings for both trees, and lints the base of changed and deleted ones', async () => {
    const result = await run({
      base: { 'same.js': 'danger(1)', 'modified.js': 'danger(2)', 'deleted.js': 'danger(3)', 'old-name.js': 'danger(4)' },
      judged: { 'same.js': 'danger(1)', 'modified.js': '1;\ndanger(2);danger(5)', 'new-name.js': 'danger(4)' },
    });
    expect(told(result)).toEqual([
      'modified.js:2 code/danger',
      'modified.js:2 code/danger',
      'new-name.js:1 code/danger',
      'same.js:1 code/danger',
    ]);
    expect(result.baseFindings.map(({ location }) => location.path)).toEqual(['deleted.js', 'modified.js', 'old-name.js', 'same.js']);
    expect(new Set(result.baseFindings.map(({ anchor }) => anchor)).size).toBe(4);
  });

  it('answers for nothing to scan, without starting a worker', async () => {
    expect(await run({ judged: {} })).toMatchObject({ findings: [], reasons: [], coverage: { examined: 0 } });
    expect(pool?.started()).toBe(0);
  });

  it('takes each content once, and from the cache the next time', async () => {
    const cache = memoryCache();
    const judged = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`copy-${String(index)}.js`, 'danger()']));
    const seen: (readonly [number, number | null])[] = [];
    const first = await run({ judged, cache, progress: (...step) => seen.push(step) });
    expect(pool?.taken).toEqual([1, 1]); // the canary, then the one content
    expect(first.findings).toHaveLength(100);
    expect(seen).toEqual([[1, 1]]);
    const second = await run({ judged, cache });
    expect(pool?.started()).toBe(0);
    expect(second).toEqual(first);
  });

  it('does not trust a malformed cache entry', async () => {
    const cache = { get: () => Promise.resolve({ looked: 'code', findings: 'none', problem: null }), set: () => Promise.resolve() };
    expect(told(await run({ judged: { 'a.js': 'danger()' }, cache }))).toHaveLength(1);
  });

  it('sends small files together', async () => {
    await run({
      judged: Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`${String(index)}.js`, `danger(${String(index)})`])),
    });
    expect(pool?.taken.toSorted()).toEqual([1, 1, 32, 32]);
  });

  it('sends what changed first, to all threads, and starts no more than it needs', async () => {
    const base = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${String(index)}.js`, `quiet(${String(index)})`]));
    await run({ base, judged: { ...base, '20.js': 'danger(1)', '30.js': 'danger(2)', '31.js': 'danger(3)' } });
    // The answers that show that threads work, what changed, the rest of both trees.
    expect(pool?.taken.slice(0, 4)).toEqual([1, 1, 2, 1]);
    expect(pool?.taken.slice(4).reduce((sum, count) => sum + count, 0)).toBe(40);
    const one = { 'a.js': 'danger()' };
    await run({ base: {}, judged: one });
    expect(pool?.taken).toEqual([1, 1]);
  });

  it('stops when it is cancelled', async () => {
    await expect(run({ judged: { 'a.js': '' }, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not take silence of its workers for an answer', async () => {
    const dead = {
      size: 1,
      run: () => Promise.resolve({ ok: false, failure: 'crashed', detail: 'no such file' } as const),
      close: () => Promise.resolve(),
    };
    const files = { 'a.js': 'danger()' };
    await expect(gate.run(contextOf(dead, { judged: files, base: files }))).rejects.toMatchObject({ code: 'gate-failed' });
  });
});

describe('what is not judged', () => {
  const broken = 'function (';

  it('is incomplete for a changed file that does not parse, with the way out', async () => {
    const result = await run({ base: { 'a.js': '1' }, judged: { 'a.js': broken, 'new.ts': 'let = ;' } });
    expect(reasons(result)).toEqual(['unparsable-file a.js', 'unparsable-file new.ts']);
    expect(result.reasons[0]?.message).toMatch(/^a\.js does not parse \(line 1, column \d+\): /u);
    expect(result.reasons[0]?.remedy).toContain('gates.code.exclude');
    expect(result.coverage).toMatchObject({ examined: 0, leftOut: [{ reason: 'does not parse', count: 2 }] });
  });

  it('only counts an untouched one', async () => {
    const result = await run({ base: { 'a.js': broken, 'b.js': '1' }, judged: { 'a.js': broken, 'b.js': '2' } });
    expect(result.reasons).toEqual([]);
    expect(result.coverage.leftOut).toMatchObject([{ reason: 'does not parse', paths: ['a.js'] }]);
  });

  it('takes every file for changed where there is no base', async () => {
    expect(reasons(await run({ judged: { 'fixtures/a.js': broken } }))).toEqual(['unparsable-file fixtures/a.js']);
  });

  it('tells a copy that the change adds from the untouched original', async () => {
    const result = await run({ base: { 'a.js': broken }, judged: { 'a.js': broken, 'copy.js': broken } });
    expect(reasons(result)).toEqual(['unparsable-file copy.js']);
  });

  it('still finds the secrets of a file that does not parse', async () => {
    const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
    const result = await run({ judged: { 'a.js': `${broken} ${token}` } });
    expect(told(result)).toEqual(['a.js:1 code/hardcoded-secret']);
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it('is incomplete for changed files that cannot be read, are too large, or break a rule', async () => {
    const result = await run({
      judged: {
        'unreadable.js': { kind: 'file' },
        'large.js': `x = "${'a'.repeat(2 * 1024 * 1024)}"`,
        'breaks.js': 'makeTheRuleFail; danger()',
        'huge.bin': { kind: 'file', size: 2 ** 40 },
      },
    });
    expect(reasons(result)).toEqual(['unjudged-file breaks.js', 'oversized-file large.js', 'unreadable-file unreadable.js']);
    expect(result.reasons[0]?.message).toBe('breaks.js cannot be judged: the rule code/misbehaves failed on the code.');
    expect(result.coverage.leftOut.map(({ reason }) => reason)).toContain('more than 16 MiB: not searched for secrets');
  });

  it('names the one file that hangs, and judges its neighbours', async () => {
    const result = await run({
      judged: { 'a.js': 'danger()', 'b.js': 'makeTheRuleHang', 'c.js': 'danger(2)' },
      settings: { timeoutMs: 4000 }, // a quarter of it for a task
    });
    expect(told(result)).toEqual(['a.js:1 code/danger', 'c.js:1 code/danger']);
    expect(reasons(result)).toEqual(['unjudged-file b.js']);
  });

  it('lists twenty and counts the rest', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${String(index)}.js`, `${broken}${String(index)}`]));
    const result = await run({ judged: files });
    expect(result.reasons).toHaveLength(21);
    expect(result.reasons[20]?.message).toBe('10 more files cannot be judged.');
    expect(result.coverage.leftOut[0]).toMatchObject({ count: 30 });
    expect(result.coverage.leftOut[0]?.paths).toHaveLength(20);
  });
});

describe('hostile code', () => {
  it('survives nesting of every depth, and names what is too deep', async () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)};danger()`;
    const result = await run({
      judged: {
        'deep-6000.js': nested(6000),
        'deep-30000.ts': nested(30_000),
        'deep-100000.js': nested(100_000),
        'deep-calls.js': `${'f('.repeat(50_000)}${')'.repeat(50_000)}`,
        'deep-unclosed.ts': '<T'.repeat(100_000),
        'z.js': 'danger()',
      },
    });
    expect(told(result)).toEqual(expect.arrayContaining(['deep-6000.js:1 code/danger', 'z.js:1 code/danger']));
    expect(reasons(result)).toEqual(expect.arrayContaining(['unparsable-file deep-100000.js']));
    expect(result.findings.length + result.reasons.length).toBeGreaterThanOrEqual(6);
  });

  it('judges a long line, a catastrophic regular expression and odd bytes in time', async () => {
    const result = await run({
      judged: {
        'line.js': `danger("${'a'.repeat(1_900_000)}")`,
        'line.txt': 'x'.repeat(10 * 1024 * 1024),
        'regex.js': `/^(a+)+$/.test(${JSON.stringify(`${'a'.repeat(50_000)}!`)}); /${'(x+x+)+'.repeat(500)}y/; new RegExp("${'(a*)*'.repeat(1000)}")`,
        'invalid.js': new Uint8Array([
          ...new TextEncoder().encode('danger("'),
          0xff,
          0xc0,
          0x80,
          0xed,
          0xa0,
          0x80,
          ...new TextEncoder().encode('")'),
        ]),
        'nul.js': 'danger("\0")',
        'utf16.js': new Uint8Array([0xff, 0xfe, ...Buffer.from('danger()', 'utf16le')]),
        'mark.js': '\ufeffdanger()',
        'film.ts': Uint8Array.from({ length: 1880 }, (_, index) => (index % 188 === 0 ? 0x47 : 0)),
        'empty.js': '',
        'comments.js': '// danger()\n/* danger() */',
      },
    });
    expect(result.reasons).toEqual([]);
    expect(told(result).filter((line) => line.endsWith('danger'))).toEqual(
      ['invalid.js', 'line.js', 'mark.js', 'nul.js', 'utf16.js'].map((file) => `${file}:1 code/danger`),
    );
    expect(result.coverage.leftOut).toEqual([{ reason: 'binary', count: 1, paths: ['film.ts'] }]);
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });

  it('neither loads a config of the repository nor heeds its comments', async () => {
    const trace = path.join(tmpdir(), `mcgate-code-gate-${String(process.pid)}`);
    const writes = `require('fs').writeFileSync(${JSON.stringify(trace)}, '')`;
    const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
    const result = await run({
      judged: {
        'eslint.config.js': `${writes}; module.exports = [{ rules: {} }]`,
        '.eslintrc.js': writes,
        '.eslintrc.json': '{ "root": true, "ignorePatterns": ["**"] }',
        '.eslintignore': '*',
        '.secretlintrc.json': '{ "rules": [] }',
        '.secretlintignore': '*',
        'a.js': [
          '/* eslint-disable */ /* eslint code/danger: off */ /* eslint-disable code/danger -- trust me */ /* global danger */',
          'danger() // eslint-disable-line',
          '// eslint-disable-next-line code/danger',
          'danger()',
          `// secretlint-disable`,
          `x = '${token}' // secretlint-disable-line`,
        ].join('\n'),
        'b.yaml': `# secretlint-disable\nkey: ${token} # secretlint-disable-line`,
      },
    });
    expect(told(result)).toEqual([
      'a.js:2 code/danger',
      'a.js:4 code/danger',
      'a.js:6 code/hardcoded-secret',
      'b.yaml:2 code/hardcoded-secret',
    ]);
    expect(existsSync(trace)).toBe(false);
  });
});
