// `mcgate rules test`: models of libraries against programs, by the command as it is built.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { completeWords } from '../../src/cli/complete.ts';
import { expectClean } from '../support/judgement.ts';

const model = `library: ledger-client
citation: https://docs.example.com/ledger-client
sinks:
  - { at: 'Member[query].Argument[0]', class: sql, what: ledger query }
sanitizers:
  - { call: 'Member[quote]', classes: [sql] }
`;

const program = `    code: |
      const ledger = require('ledger-client');
      require('express')().get('/', (req, res) => {
        ledger.query('select ' + req.query.x);
        ledger.query('select ' + ledger.quote(req.query.x));
      });
`;
const folder = '.mcgate/models';

/** A case about the program, with what must be told of it. */
function aCase(name: string, ...expectations: readonly string[]): string {
  return `  - name: '${name}'\n${program}${expectations.map((line) => `    ${line}\n`).join('')}`;
}

function run(cases: string, others: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const cwd = makeFolder({ [`${folder}/ledger.yml`]: model, [`${folder}/ledger.tests.yml`]: `cases:\n${cases}`, ...others });
  return mcgate(['rules', 'test'], { cwd });
}

describe('a case', () => {
  const holding = [
    ['found: [{ class: sql, source: 3, sink: 3 }]'],
    ['found: [{ class: sql, source: 3, sink: 3, confidence: high }]'],
    ['notFound: [{ class: sql, sink: 4 }]'],
    ['notFound: [{ class: sql, source: 4 }, { class: command }, { sink: 1 }]'],
    ['notFound: [{ class: command, sink: 3 }]'],
    ['found: [{ class: sql, source: 3, sink: 3 }]', 'notFound: any'],
  ];

  it('holds', async () => {
    const { code, stdout } = await run(holding.map((lines, index) => aCase(String(index + 1), ...lines)).join(''));
    const lines = holding.map((_, index) => `ok ${String(index + 1)} - ${String(index + 1)}\n`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `TAP version 14\n1..6\n${lines.join('')}# all 6 hold\n` });
  });

  const failing = [
    ['found: [{ class: command, source: 3, sink: 3 }]', 'missing: ["command from example.js:3 to example.js:3"]'],
    ['found: [{ class: sql, source: 2, sink: 3 }]', 'missing: ["sql from example.js:2 to example.js:3"]'],
    ['found: [{ class: sql, source: 3, sink: 4 }]', 'missing: ["sql from example.js:3 to example.js:4"]'],
    ['notFound: [{ class: sql }]', 'unwanted: ["sql from example.js:3 to example.js:3, high confidence"]'],
    ['notFound: [{ source: 3, confidence: medium }]', 'unwanted: ["sql from example.js:3 to example.js:3, high confidence"]'],
    ['notFound: any', 'unwanted: ["sql from example.js:3 to example.js:3, high confidence"]'],
  ] as const;

  it('fails, and says what was found instead', async () => {
    const { code, stdout } = await run(aCase('holds', 'notFound: [{ sink: 4 }]') + failing.map(([line]) => aCase(line, line)).join(''));
    expect(code).toBe(1);
    const blocks = failing.map(([name, told], index) => {
      const at = `.mcgate/models/ledger.tests.yml:${String(10 + index * 8)}:5`;
      const found = '  found: ["sql from example.js:3 to example.js:3, high confidence"]';
      return `not ok ${String(index + 2)} - ${name}\n  ---\n  ${told}\n${found}\n  at: "${at}"\n  ...\n`;
    });
    expect(stdout).toBe(`TAP version 14\n1..7\nok 1 - holds\n${blocks.join('')}# 6 of 7 failed\n`);
  });

  it('may be of several files, with a package whose callers are outside', async () => {
    const cases = `  - name: a package
    files:
      package.json: '{ "name": "a", "main": "index.ts" }'
      index.ts: |
        import { send } from './send.js';
        export const total = (name: string): void => { send(name); };
      send.ts: |
        import { query } from 'ledger-client';
        export function send(text: string): void { query('select ' + text); }
    found: [{ class: sql, source: 'index.ts:2', sink: 'send.ts:2' }]
    notFound: [{ class: sql, confidence: high }]
  - name: a package that has no callers
    libraryParameters: off
    files:
      package.json: '{ "name": "a", "main": "index.js" }'
      index.js: "exports.total = (name) => require('ledger-client').query('select ' + name);"
    notFound: any
`;
    expect(await run(cases)).toMatchObject({ code: 0, stdout: expect.stringContaining('# all 2 hold') as string });
  });

  it('cannot write to the terminal what it likes', async () => {
    const { code, stdout } = await run(aCase('\u202eone # TODO', 'notFound: any'));
    expect(code).toBe(1);
    expect(stdout).toContain('\\# TODO');
    expectClean(stdout);
  });
});

describe('what cannot be run exits 2, and says where', () => {
  it.each([
    ['a line that holds nothing', aCase('x', 'notFound: [{ sink: 7 }]'), `${folder}/ledger.tests.yml:9:18: cases.0.notFound.0.sink: `],
    [
      'a program that does not parse',
      "  - { name: x, code: 'let', notFound: any }\n",
      `${folder}/ledger.tests.yml:2:5: "x" does not parse: line 1 of example.js`,
    ],
  ])('%s', async (_, cases, message) => {
    const ran = await run(cases);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(message);
  });

  it('a broken model, by its line', async () => {
    const ran = await run(aCase('x', 'notFound: any'), { [`${folder}/other.yml`]: `${model}  - { call: 'Membr[x]' }\n` });
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`${folder}/other.yml:7:`) as string });
  });

  it('no cases', async () => {
    const ran = await mcgate(['rules', 'test'], { cwd: makeFolder({ [`${folder}/ledger.yml`]: model }) });
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`no ${folder}/*.tests.yml exists`) as string });
  });

  it('more models than a gate would read', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${folder}/m${String(index)}.yml`, model]));
    const { code, stderr } = await run(aCase('x', 'notFound: any'), many);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('more than 200') as string });
  });

  it('models behind a link', async () => {
    const cwd = makeFolder({ 'away/a.tests.yml': `cases:\n${aCase('x', 'notFound: any')}` });
    mkdirSync(`${cwd}/.mcgate`);
    symlinkSync('../away', `${cwd}/${folder}`);
    expect(await mcgate(['rules', 'test'], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('what is tested', () => {
  it('other tables and other models', async () => {
    const cwd = makeFolder({
      'drafts/ledger.yml': model,
      'a.yml': `cases:\n${aCase('one', 'found: [{ class: sql, source: 3, sink: 3 }]')}`,
      'b.yml': `cases:\n${aCase('two', 'notFound: [{ confidence: high }]')}`,
    });
    const { code, stdout } = await mcgate(['rules', 'test', 'a.yml', 'b.yml', '--models', 'drafts'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^TAP version 14\n1\.\.2\nok 1 - one\nnot ok 2 - two\n/);
    expect(stdout).toContain('at: "b.yml:2:5"');
    // Without the model, it is only likely that a query is one.
    expect((await mcgate(['rules', 'test', 'b.yml'], { cwd })).code).toBe(0);
  });

  it('the tests of models are no models', async () => {
    const { root } = makeRepository({
      commits: [{ [`${folder}/ledger.tests.yml`]: `cases:\n${aCase('x', 'notFound: any')}`, 'a.js': '1;\n' }],
    });
    const { code, stdout } = await mcgate(['check', '--gate', 'code', '--no-cache', '--format', 'json'], { cwd: root });
    expect({ code, verdict: (JSON.parse(stdout) as { verdict: string }).verdict }).toEqual({ code: 0, verdict: 'pass' });
  });
});

it('the example of the documentation holds', async () => {
  const blocks = [...readFileSync('docs/models.md', 'utf8').matchAll(/```yaml\n([^`]*)```/gu)].map((match) => match[1] ?? '');
  const find = (word: string): string => blocks.find((block) => block.includes(word)) ?? '';
  const cwd = makeFolder({ [`${folder}/l.yml`]: find('library:'), [`${folder}/l.tests.yml`]: find('cases:') });
  expect(await mcgate(['rules', 'test'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('# all 2 hold') as string });
});

it.each([
  [['rules', ''], ['test']],
  [['rules', '--g'], ['--gate']],
  [['rules', 'test', '--m'], ['--models']],
])('completes %j', async (words, expected) => {
  expect(await completeWords(words)).toEqual(expected);
});
