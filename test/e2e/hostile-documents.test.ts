// Documents that would hang, crash or fool whoever reads them: as a change under judgement, and at the trusted tip itself.
import { describe, expect, it, vi } from 'vitest';
import { formatWorkflow, workflowPath } from '../../src/cli/templates/workflow.ts';
import { blocking, judge } from '../support/judgement.ts';
import { clean, high, makeChange } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const workflow = formatWorkflow({ version: '1.0.0', commit: 'a'.repeat(40), defaultBranch: 'main' });
const documents = ['.mcgate/config.yaml', '.mcgate/suppressions.yaml', '.mcgate/baseline.json', workflowPath] as const;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const bomb = (name: (index: number) => string): string =>
  `${name(0)}: &a0 [x, x, x, x, x, x, x, x, x]\n${lines(30, (index) => `${name(index + 1)}: &a${String(index + 1)} [${`*a${String(index)}, `.repeat(8)}*a${String(index)}]`)}\n`;

/** Text that is no good document of any kind. */
const traps: Readonly<Record<string, string>> = {
  'deep flow': `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  'deep flow of maps': '{"a":'.repeat(150_000),
  'deep blocks': lines(1500, (index) => `${' '.repeat(index % 500)}a:`),
  'deep sequences': '- '.repeat(50_000),
  'deep complex keys': '? '.repeat(20_000),
  'an alias bomb': bomb((index) => `k${String(index)}`),
  'a hundred thousand keys': lines(100_000, (index) => `key${String(index)}: 1`),
  'a hundred thousand keys in one line': `{${lines(100_000, (index) => `"key${String(index)}": 1`).replaceAll('\n', ',')}}`,
  'a flood of errors': '[]'.repeat(20_000),
  'a key of a megabyte': `${'k'.repeat(1_000_000)}: 1\n`,
  'many megabytes': `# ${'x'.repeat(6_000_000)}\n`,
  'prototype keys': '{"__proto__": {"mode": "inform"}, "constructor": {"prototype": {"mode": "inform"}}, "mode": "inform"}\n',
  'no text': '\0\u0001\u001b[2J\u0007',
};

/** Two a run, to keep it short: one in config and baseline, one in suppressions and workflow. */
const pairs = Object.keys(traps).flatMap((name, index, names) => (index % 2 === 0 ? [[name, names[index + 1] ?? names[0] ?? '']] : []));

describe.concurrent('a change that breaks all documents at once', () => {
  it.each(pairs)('%s; %s', async (first = '', second = '') => {
    const text = (index: number): string => traps[index % 2 === 0 ? first : second] ?? '';
    const broken = Object.fromEntries(documents.map((file, index) => [file, text(index)]));
    const { root } = makeChange({ 'a.js': clean, [workflowPath]: workflow }, { 'b.js': high, ...broken });
    const { report, peakBytes } = await judge(root);
    expect(blocking(report)).toEqual([
      'code/tls-verification-disabled b.js',
      'weakening/document-invalid .mcgate/baseline.json',
      'weakening/document-invalid .mcgate/config.yaml',
      'weakening/document-invalid .mcgate/suppressions.yaml',
      `weakening/workflow-step-removed ${workflowPath}`,
    ]);
    expect(peakBytes ?? 0).toBeLessThan(2_500_000_000);
  });
});

describe.concurrent('a trusted tip whose documents are so', () => {
  // Each document once; what else each of them refuses, the change above has shown.
  const broken = [
    ['deep complex keys', documents[0]],
    ['an alias bomb', documents[1]],
    ['deep flow', documents[2]],
    ['prototype keys', documents[0]],
  ] as const;
  it.each(broken)('%s in %s', async (name, file) => {
    const { root } = makeChange({ 'a.js': clean, [file]: traps[name] ?? '' }, { 'b.js': clean });
    const { report } = await judge(root);
    expect(report.verdict).toBe('incomplete');
    expect(report.gates[0]?.reasons[0]).toMatchObject({ code: 'invalid-document', message: expect.stringContaining(file) as string });
  });
});

describe('globs of a trusted config', () => {
  it('that would hang a backtracking matcher do not', async () => {
    const patterns = [`${'*a'.repeat(30)}b`, '**/a/**/a/**/a/**/a/**/b', '(a+)+$b'];
    const exclude = `gates: { code: { exclude: ${JSON.stringify([...patterns, '(group)/*.js'])} } }\n`;
    const name = `${'a/'.repeat(40)}${'a'.repeat(200)}.js`;
    const { root } = makeChange({ 'a.js': clean, '.mcgate/config.yaml': exclude }, { [name]: high, '(group)/b.js': high });
    const { report } = await judge(root, { args: ['--gate', 'code'] });
    expect(blocking(report)).toEqual([`code/tls-verification-disabled ${name}`]);
  });
});
