// Documents that would hang, crash or fool whoever reads them: as a change under judgement, and at the trusted tip itself.
import { describe, expect, it, vi } from 'vitest';
import { formatWorkflow, workflowPath } from '../../src/cli/templates/workflow.ts';
import { makeRepository, type Files, type TestRepository } from '../support/git-repository.ts';
import { blocking, judge } from '../support/judgement.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const clean = 'export const one = 1;\n';
const high = "require('child_process').exec('ls ' + process.argv[2]);\n";
const workflow = formatWorkflow({ version: '1.0.0', defaultBranch: 'main' });
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
  'deep blocks': lines(3000, (index) => `${' '.repeat(index % 1000)}a:`),
  'deep sequences': '- '.repeat(250_000),
  'deep complex keys': '? '.repeat(250_000),
  'an alias bomb': bomb((index) => `k${String(index)}`),
  'a hundred thousand keys': lines(100_000, (index) => `key${String(index)}: 1`),
  'a hundred thousand keys in one line': `{${lines(100_000, (index) => `"key${String(index)}": 1`).replaceAll('\n', ',')}}`,
  'a flood of errors': '[]'.repeat(20_000),
  'a key of a megabyte': `${'k'.repeat(1_000_000)}: 1\n`,
  'many megabytes': `# ${'x'.repeat(6_000_000)}\n`,
  'prototype keys': '{"__proto__": {"mode": "inform"}, "constructor": {"prototype": {"mode": "inform"}}, "mode": "inform"}\n',
  'no text': '\0\u0001\u001b[2J\u0007',
};

function change(main: Files, files: Files): TestRepository {
  const repository = makeRepository({ commits: [main] });
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit(files);
  return repository;
}

describe.concurrent('a change that breaks all documents at once', () => {
  it.each(Object.entries(traps))('%s', async (_, text) => {
    const { root } = change(
      { 'a.js': clean, [workflowPath]: workflow },
      { 'b.js': high, ...Object.fromEntries(documents.map((file) => [file, text])) },
    );
    const { report, peakBytes } = await judge(root);
    expect(blocking(report)).toEqual([
      'code/shell-command-from-data b.js',
      'weakening/document-invalid .mcgate/baseline.json',
      'weakening/document-invalid .mcgate/config.yaml',
      'weakening/document-invalid .mcgate/suppressions.yaml',
      `weakening/workflow-step-removed ${workflowPath}`,
    ]);
    expect(peakBytes ?? 0).toBeLessThan(2_500_000_000);
  });
});

describe.concurrent('a trusted tip whose documents are so', () => {
  const names = Object.keys(traps);
  it.each(names.map((name, index) => [name, documents[index % 3] ?? documents[0]] as const))('%s in %s', async (name, file) => {
    const { root } = change({ 'a.js': clean, [file]: traps[name] ?? '' }, { 'b.js': clean });
    const { report } = await judge(root);
    expect(report.verdict).toBe('incomplete');
    expect(report.gates[0]?.reasons[0]).toMatchObject({
      code: expect.stringMatching(/^(?:invalid-document|unreadable)$/u) as string,
      message: expect.stringContaining(file) as string,
    });
  });
});
