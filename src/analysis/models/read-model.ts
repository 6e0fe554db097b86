// Turns a document of rules/code/models/ or .mcgate/models/, checked against its schema, into a model.
import type { ModelCondition, ModelDocument, ModelPath } from '../../core/documents.ts';
import { parseAccessPath } from './access-path.ts';
import type { AccessPath, Condition, LibraryModel, PathToken, SinkModel, TypeModel } from './model.ts';

/** Something that the schema cannot tell is wrong; `keys` lead to it. */
export interface ModelProblem {
  readonly keys: readonly (string | number)[];
  readonly what: string;
}

/** The model, whole but for what the problems are about. */
export interface ReadModel {
  readonly model: LibraryModel;
  readonly problems: readonly ModelProblem[];
}

interface Reading {
  readonly types: ReadonlySet<string>;
  readonly problems: ModelProblem[];
}

type Keys = readonly (string | number)[];

/** Reads a document that keeps to schemas/model.schema.json. Pure. */
export function readModel(document: ModelDocument): ReadModel {
  const types = (document.types ?? []).map(({ name, ...said }) => ({ names: typeof name === 'string' ? [name] : name, ...said }));
  const reading: Reading = { types: new Set(types.flatMap(({ names }) => names)), problems: [] };
  const model: LibraryModel = {
    libraries: typeof document.library === 'string' ? [document.library] : document.library,
    citation: document.citation,
    sinks: (document.sinks ?? []).flatMap(
      ({ at, class: flowClass, plain, outside, address, whole, callable, piece, what, when }, index): SinkModel[] => {
        const conditions = (when ?? []).map((each, place) => conditionOf(reading, each, ['sinks', index, 'when', place]));
        const shared = {
          class: flowClass,
          plain: plain ?? false,
          outside: outside ?? false,
          address: address ?? false,
          whole: whole ?? false,
          callable: callable ?? false,
          piece: piece ?? false,
          what,
          when: conditions,
        };
        return pathsOf(reading, at, ['sinks', index, 'at']).map((path) => ({ at: path, ...shared }));
      },
    ),
    sources: (document.sources ?? []).flatMap(({ at, kind, what, text, guessed, address, header, schema }, index) =>
      pathsOf(reading, at, ['sources', index, 'at']).map((path) => ({
        at: path,
        kind,
        what,
        text: text ?? false,
        guessed: guessed ?? false,
        address: address ?? false,
        header: header ?? false,
        schema: (schema ?? []).map(({ argument, property }) => ({ argument, property: property ?? null })),
      })),
    ),
    summaries: (document.summaries ?? []).flatMap(({ call, from, to, effect, tested, text }, index) => {
      const shared = { effect, tested: tested ?? null, text: text ?? false };
      const sources = insidePaths(reading, from, ['summaries', index, 'from']);
      const targets = insidePaths(reading, to, ['summaries', index, 'to']);
      return pathsOf(reading, call, ['summaries', index, 'call']).flatMap((path) =>
        sources.flatMap((source) => targets.map((target) => ({ call: path, from: source, to: target, ...shared }))),
      );
    }),
    sanitizers: (document.sanitizers ?? []).flatMap(({ call, classes, address, when }, index) =>
      pathsOf(reading, call, ['sanitizers', index, 'call']).map((path) => ({
        call: path,
        classes: classes ?? null,
        address: address ?? false,
        when: when ?? [],
      })),
    ),
    guards: (document.guards ?? []).flatMap(({ call, argument, holds, classes }, index) =>
      pathsOf(reading, call, ['guards', index, 'call']).map((path) => ({
        call: path,
        argument,
        holds: holds ?? true,
        classes: classes ?? null,
      })),
    ),
    views: (document.views ?? []).flatMap(({ call, name, values }, index) =>
      pathsOf(reading, call, ['views', index, 'call']).map((path) => ({ call: path, name, values })),
    ),
    known: document.known === undefined ? [] : pathsOf(reading, document.known, ['known']),
    types: types.flatMap(({ names, at }, index) => {
      const places = at === undefined ? [null] : pathsOf(reading, at, ['types', index, 'at']);
      return [...places.map((place) => ({ name: names[0] ?? '', at: place })), ...sameTypes(names)];
    }),
    files: types.flatMap(({ names: [type = ''], files }) => (files ?? []).map((pattern) => ({ type, pattern }))),
    directives: types.flatMap(({ names: [type = ''], directive }) => (directive === undefined ? [] : [{ type, directive }])),
  };
  return { model, problems: reading.problems };
}

/** Where one is, the other is. */
function sameTypes([first = '', ...others]: readonly string[]): readonly TypeModel[] {
  const place = (name: string): AccessPath => [{ kind: 'type', library: null, name }];
  return others.flatMap((other) => [
    { name: first, at: place(other) },
    { name: other, at: place(first) },
  ]);
}

function pathsOf(reading: Reading, paths: ModelPath, keys: Keys): readonly AccessPath[] {
  const texts: readonly string[] = typeof paths === 'string' ? [paths] : paths;
  return texts.flatMap((text, index): AccessPath[] => {
    const place = typeof paths === 'string' ? keys : [...keys, index];
    const parsed = parseAccessPath(text);
    if ('problem' in parsed) {
      reading.problems.push({ keys: place, what: parsed.problem });
      return [];
    }
    const problem = unknownType(reading, parsed.path[0]);
    if (problem !== null) reading.problems.push({ keys: place, what: problem });
    return [parsed.path];
  });
}

function unknownType({ types }: Reading, token: PathToken | undefined): string | null {
  if (token?.kind !== 'type' || token.library !== null || types.has(token.name)) return null;
  return `"Type[${token.name}]" is not among the types of this document`;
}

/** Paths within a call: from an argument, the receiver or what is returned. */
function insidePaths(reading: Reading, paths: ModelPath, keys: Keys): readonly AccessPath[] {
  const read = pathsOf(reading, paths, keys);
  const inside = read.filter(([first]) => ['argument', 'last-argument', 'receiver', 'return'].includes(first?.kind ?? ''));
  if (inside.length < read.length) reading.problems.push({ keys, what: 'must begin with Argument[…] or ReturnValue' });
  if (read.some((path) => path.some(({ kind }) => kind === 'this')))
    reading.problems.push({ keys, what: 'must not go through Parameter[this]: only types, sources, sinks and the like are found there' });
  return inside;
}

function conditionOf(reading: Reading, { argument, property, is, not }: ModelCondition, keys: Keys): Condition {
  if ((is === undefined) === (not === undefined)) reading.problems.push({ keys, what: 'needs one of "is" and "not"' });
  return { argument, property: property ?? null, is: is ?? not ?? [], not: is === undefined };
}
