import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flowClasses, sourceKinds } from '../../../src/analysis/models/model.ts';
import { McgateError } from '../../../src/core/error.ts';
import { parseLibraryModel } from '../../../src/gates/code/library-model.ts';
import schema from '../../../schemas/model.schema.json' with { type: 'json' };

const head = 'library: ledger\ncitation: https://docs.example.com/ledger\n';

function failure(text: string): McgateError {
  try {
    parseLibraryModel(text, '.mcgate/models/ledger.yml');
  } catch (error) {
    if (error instanceof McgateError) return error;
  }
  throw new Error('nothing was thrown');
}

test('every part of a model', () => {
  const model = parseLibraryModel(
    `library: [ledger, ledger/promises]
citation: https://docs.example.com/ledger
types:
  - name: [Connection, Client]
    at: Member[connect].ReturnValue
sinks:
  - at: [Type[Connection].Member[query].Argument[0], Member[run].Argument[0]]
    class: sql
    what: SQL query
    plain: true
    when:
      - { argument: 1, property: safe, not: [true] }
      - { argument: last, is: [null] }
sources:
  - { at: 'Member[receive].Argument[0].Parameter[0]', kind: queue, what: message of a ledger }
summaries:
  - { call: 'Member[join]', from: ['Argument[*]', 'Argument[this]'], to: ReturnValue, effect: built }
sanitizers:
  - call: Member[quote]
    classes: [sql]
  - call: Member[count]
guards:
  - { call: 'Member[isBad]', argument: 0, holds: false, classes: [sql] }
  - { call: 'Member[isId]', argument: receiver }
`.replace(
      '[Type[Connection].Member[query].Argument[0], Member[run].Argument[0]]',
      "['Type[Connection].Member[query].Argument[0]', 'Member[run].Argument[0]']",
    ),
    'ledger.yml',
  );
  expect(model).toMatchObject({ libraries: ['ledger', 'ledger/promises'], citation: 'https://docs.example.com/ledger' });
  expect(model.sinks).toHaveLength(2);
  expect(model.sinks[1]).toEqual({
    at: [
      { kind: 'member', names: ['run'] },
      { kind: 'argument', from: 0, to: 0 },
    ],
    class: 'sql',
    what: 'SQL query',
    address: false,
    callable: false,
    piece: false,
    plain: true,
    outside: false,
    whole: false,
    when: [
      { argument: 1, property: 'safe', is: [true], not: true },
      { argument: 'last', property: null, is: [null], not: false },
    ],
  });
  expect(model.summaries.map(({ from }) => from)).toEqual([[{ kind: 'argument', from: 0, to: null }], [{ kind: 'receiver' }]]);
  expect(model.sanitizers.map(({ classes }) => classes)).toEqual([['sql'], null]);
  expect(model.guards.map(({ argument, holds }) => [argument, holds])).toEqual([
    [0, false],
    ['receiver', true],
  ]);
  expect(model.types.map(({ name }) => name)).toEqual(['Connection', 'Connection', 'Client']);
});

describe('what is wrong stands with its line, its key and what would be right', () => {
  const sink = (rest: string): string => `${head}sinks:\n  - at: Member[run].Argument[0]\n${rest}`;
  test.each([
    [`${head}sink: []`, 3, 'sink', /did you mean "sinks"/],
    ['library: ledger\n', 1, '', /lacks "citation"/],
    ['library: ledger\ncitation: http://docs.example.com/\n', 2, 'citation', /https:\/\/nodejs/],
    [sink('    class: comand\n    what: a command\n'), 5, 'sinks.0.class', /did you mean "command"/],
    [sink('    class: command\n    what: a command\n    clas: x\n'), 7, 'sinks.0.clas', /did you mean "class"/],
    [sink('    class: command\n    what: a command\n    when: [{ argument: 1 }]\n'), 7, 'sinks.0.when.0', /./],
    [
      sink('    class: command\n    what: a command\n    when: [{ argument: 1, is: [1], not: [2] }]\n'),
      7,
      'sinks.0.when.0',
      /needs one of "is" and "not"/,
    ],
    [
      `${head}sources:\n  - at: Membr[x]\n    kind: remote\n    what: a request\n`,
      4,
      'sources.0.at',
      /unknown step "Membr"; did you mean "Member"/,
    ],
    [`${head}sanitizers:\n  - call:\n      - Member[a]\n      - Member[b\n`, 6, 'sanitizers.0.call.1', /not closed/],
    [`${head}guards:\n  - call: Type[Nothing].Member[a]\n    argument: 0\n`, 4, 'guards.0.call', /not among the types/],
    [
      `${head}summaries:\n  - call: Member[a]\n    from: Member[b]\n    to: ReturnValue\n    effect: part\n`,
      5,
      'summaries.0.from',
      /must begin with Argument/,
    ],
    [
      `${head}summaries:\n  - call: Member[a]\n    from: Argument[0]\n    to: Argument[1].Parameter[this]\n    effect: part\n`,
      6,
      'summaries.0.to',
      /must not go through Parameter\[this\]/,
    ],
    [`${head}types:\n  - name: 3d\n`, 4, 'types.0.name', /Request/],
  ])('%#', (text, line, key, message) => {
    const error = failure(text);
    expect(error.code).toBe('invalid-document');
    expect(error.positions[0]).toMatchObject({ path: '.mcgate/models/ledger.yml', line });
    expect(error.positions.map((position) => position.key ?? '')).toContain(key);
    expect(error.message).toMatch(message);
  });

  test('all problems of paths at once', () => {
    const error = failure(`${head}sanitizers:\n  - call: Membr[a]\n  - call: Member\n`);
    expect(error.positions.map(({ line }) => line)).toEqual([4, 5]);
  });
});

test('the schema names the classes and kinds that the engine knows', () => {
  expect(schema.$defs.modelClass.enum).toEqual([...flowClasses]);
  expect(schema.$defs.modelSourceKind.enum).toEqual([...sourceKinds]);
});

test("the schema's example is a model", () => {
  expect(parseLibraryModel(JSON.stringify(schema.examples[0]), 'example.json').sinks).toHaveLength(1);
});

test('what docs/models.md shows can be read', () => {
  const page = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, text = '']) => text);
  // Tests of models are run where their command is tested.
  const blocks = shown.filter((text) => !/^cases:/mu.test(text)).map((text) => (text.includes('library:') ? text : head + text));
  expect(blocks.length).toBeGreaterThan(2);
  for (const block of blocks) expect(parseLibraryModel(block, 'docs/models.md').libraries).toHaveLength(1);
});
