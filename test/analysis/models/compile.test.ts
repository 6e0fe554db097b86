import { expect, test } from 'vitest';
import { compileModels } from '../../../src/analysis/models/compile.ts';
import { noApi } from '../../../src/analysis/models/compiled.ts';
import { readModel } from '../../../src/analysis/models/read-model.ts';
import type { ModelDocument } from '../../../src/core/documents.ts';

const citation = 'https://example.com/';

function compiled(...documents: readonly Omit<ModelDocument, 'citation'>[]): ReturnType<typeof compileModels> {
  return compileModels(
    documents.map((document) => {
      const { model, problems } = readModel({ citation, ...document });
      expect(problems).toEqual([]);
      return model;
    }),
  );
}

const sink = { class: 'command', what: 'a command' } as const;
const source = { kind: 'remote', what: 'a request' } as const;

test('several steps that match lead to one state that answers for all', () => {
  const models = compiled({
    library: 'runner',
    sinks: [
      { ...sink, at: 'Member[run].Argument[0]', what: 'by name' },
      { ...sink, at: 'Member[*].Argument[0..1]', what: 'by star' },
      { ...sink, at: 'Member[run].Argument[last]', what: 'as last' },
    ],
  });
  const run = models.member(models.root('runner'), 'run');
  const whats = (index: number, count: number): readonly string[] =>
    models.sinks(models.argument(run, index, count)).map(({ what }) => what);
  expect(whats(0, 1).toSorted()).toEqual(['as last', 'by name', 'by star']);
  expect(whats(0, 2).toSorted()).toEqual(['by name', 'by star']);
  expect(whats(1, 2).toSorted()).toEqual(['as last', 'by star']);
  expect(whats(2, 3)).toEqual(['as last']);
  expect(whats(2, -1)).toEqual([]);
  expect(models.argument(run, 2, -1)).toBe(noApi);
});

test('a name that is not constant matches the star alone', () => {
  const models = compiled({
    library: 'request',
    sources: [
      { ...source, at: 'Member[query]', what: 'query' },
      { ...source, at: 'Member[*]', what: 'all' },
    ],
  });
  const root = models.root('request');
  expect(models.sources(models.member(root, null)).map(({ what }) => what)).toEqual(['all']);
  expect(models.member(root, 'x')).toBe(models.member(root, null));
  expect(models.sources(models.member(root, 'query')).map(({ what }) => what)).toEqual(['query', 'all']);
  expect(models.memberNames(root)).toEqual(['query']);
});

test('all places of a type are one, by annotation too', () => {
  const models = compiled(
    {
      library: 'web',
      types: [
        { name: 'App', at: ['ReturnValue', 'Type[App].Member[use].ReturnValue'] },
        { name: 'Request', at: 'Type[App].Member[use].Argument[0].Parameter[0]' },
      ],
      sources: [{ ...source, at: 'Type[Request].Member[query]' }],
    },
    {
      library: 'bare',
      types: [{ name: 'Message', at: 'Type[web.Request]' }],
      sources: [{ ...source, at: 'Type[Message].Member[url]' }],
    },
  );
  const app = models.returned(models.root('web'));
  const use = models.member(app, 'use');
  expect(models.nameOf(use)).toBe('web.App.use');
  expect(models.returned(use)).toBe(app);
  const request = models.parameter(models.argument(use, 0, 1), 0);
  expect(models.sources(models.member(request, 'query'))).toHaveLength(1);
  expect(models.sources(models.member(request, 'url'))).toHaveLength(1);
  expect(models.type('web', 'Request')).toBe(request);
  expect(models.type('web', 'web.Request')).toBe(request);
  expect(models.sources(models.member(models.type('bare', 'Message'), 'query'))).toEqual([]);
  expect(models.type(null, 'Request')).toBe(noApi);
  expect(models.type('web', 'Nothing')).toBe(noApi);
});

test('libraries of one document, and documents of one library, are put together', () => {
  const models = compiled(
    { library: ['a', 'b'], sinks: [{ ...sink, at: 'Argument[0]' }] },
    { library: 'b', sinks: [{ ...sink, at: 'Argument[0]', class: 'code' }] },
  );
  const classes = (library: string): readonly string[] =>
    models.sinks(models.argument(models.root(library), 0, 1)).map((each) => each.class);
  expect(classes('a')).toEqual(['command']);
  expect(classes('b').toSorted()).toEqual(['code', 'command']);
  expect(models.root('c')).toBe(noApi);
});

test('files that a library loads, and directives, lead to the types that name them', () => {
  const models = compiled(
    {
      library: ['@web/kit', '@web/kit/server', 'web'],
      types: [
        { name: 'Route', files: ['**/routes/**', 'server'] },
        { name: 'Remote', directive: 'use remote' },
      ],
      sources: [{ ...source, at: 'Type[Remote].Parameter[0]' }],
    },
    { library: 'own', types: [{ name: 'Remote', directive: 'use remote' }], sources: [{ ...source, at: 'Type[Remote].Parameter[0]' }] },
  );
  const node = models.type('web', 'Route');
  expect(models.files).toEqual([
    { libraries: ['@web/kit', '@web/kit/server', 'web'], pattern: '**/routes/**', node },
    { libraries: ['@web/kit', '@web/kit/server', 'web'], pattern: 'server', node },
  ]);
  expect(models.directive('use remote').map((place) => models.sources(models.parameter(place, 0)).length)).toEqual([1, 1]);
  expect(models.directive('use server')).toEqual([]);
});

test('names are spelled as people write them', () => {
  const models = compiled(
    { library: 'path', guards: [{ call: 'Member[isAbsolute,isRelative]', argument: 0 }] },
    { library: 'string', guards: [{ call: 'Member[startsWith]', argument: 'receiver' }] },
    { library: 'global', sinks: [{ ...sink, at: 'Member[eval].Argument[0]' }] },
    { library: 'web', sinks: [{ ...sink, at: 'ReturnValue.Member[get].Argument[0]' }] },
  );
  const name = (library: string, member: string): string => models.nameOf(models.member(models.root(library), member));
  expect(name('path', 'isAbsolute')).toBe('path.isAbsolute');
  expect(name('path', 'isRelative')).toBe('path.isRelative');
  expect(name('string', 'startsWith')).toBe('String.prototype.startsWith');
  expect(name('global', 'eval')).toBe('eval');
  expect(models.nameOf(models.member(models.returned(models.root('web')), 'get'))).toBe('web().get');
});

test('every step is total, and a chain of calls makes no states without end', () => {
  const models = compiled({
    library: 'chain',
    types: [{ name: 'Query', at: ['ReturnValue', 'Type[Query].Member[*].ReturnValue'] }],
    sinks: [
      { ...sink, at: 'Type[Query].Member[x].Argument[1..]' },
      { ...sink, at: 'Type[Query].Element.Argument[this]' },
      { ...sink, at: 'Type[Query].Written' },
    ],
  });
  const query = models.returned(models.root('chain'));
  let node = query;
  for (let index = 0; index < 1000; index += 1) node = models.returned(models.member(node, `step${String(index)}`));
  expect(node).toBe(query);
  const x = models.member(query, 'x');
  expect(models.argument(x, 5, 1_000_000)).toBe(models.argument(x, 900_000, 1_000_000));
  for (const each of [query, x, noApi, 10_000]) {
    for (const next of [
      models.element(each),
      models.receiver(each),
      models.written(each),
      models.returned(each),
      models.parameter(each, 3),
    ]) {
      expect(models.sources(next)).toEqual([]);
      expect(next).toBeGreaterThanOrEqual(noApi);
    }
  }
  expect(models.sinks(models.written(query))).toHaveLength(1);
  expect(models.sinks(models.receiver(models.element(query)))).toHaveLength(1);
  expect(models.nameOf(noApi)).toBe('');
});
