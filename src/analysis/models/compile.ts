// Answers what linking asks of the models: the graph of access paths, made deterministic as it is asked.
import { type ApiNode, type CompiledModels, noApi } from './compiled.ts';
import type { LibraryModel } from './model.ts';
import { buildPathGraph, type PathGraph, type PathNode, type RangeStep, typeKey } from './path-graph.ts';

/** States that are made at most: far more than a program that is no attack asks for. Beyond them, the answer is `noApi`. */
const mostStates = 1_000_000;

/** What roots are called. */
const rootNames: ReadonlyMap<string, string> = new Map([
  ['global', ''],
  ['any', ''],
  ['package', ''],
  ['string', 'String.prototype'],
  ['array', 'Array.prototype'],
  ['promise', 'Promise.prototype'],
  ['map', 'Map.prototype'],
  ['regexp', 'RegExp.prototype'],
  ['function', 'Function.prototype'],
  ['object', 'Object.prototype'],
]);

/** A set of places, by how it is spelled. */
interface State {
  readonly places: readonly PathNode[];
  readonly name: string;
  /** Of the names that a place has a step for. */
  readonly members: Map<string, ApiNode>;
  otherMember: ApiNode | null;
  /** By kind of step and, for arguments and parameters, index. */
  readonly steps: Map<number, ApiNode>;
  readonly answers: Answers;
}

type Answers = Pick<PathNode, 'sinks' | 'sources' | 'summaries' | 'sanitizers' | 'guards' | 'views'>;

interface Compiled {
  readonly graph: PathGraph;
  readonly states: State[];
  readonly known: Map<string, ApiNode>;
}

const kinds = { returned: 0, receiver: 1, element: 2, written: 3, this: 4 } as const;
/** The first number of steps that have an index. */
const firstIndexed = 5;

/** Makes the models answer; takes a few milliseconds for all that mcgate knows, and states are made as they are asked for. */
export function compileModels(models: readonly LibraryModel[]): CompiledModels {
  const compiled: Compiled = { graph: buildPathGraph(models), states: [], known: new Map() };
  const { graph, states } = compiled;
  const start = (place: number | undefined, name: string): ApiNode => (place === undefined ? noApi : stateOf(compiled, [place], name));
  const answers = (node: ApiNode): Answers => states[node]?.answers ?? nothing;
  // Asked for every name that nothing is known of.
  const roots = new Map<string, ApiNode>();
  const rootOf = (library: string, place: number): ApiNode => {
    const root = start(place, rootNames.get(library) ?? library);
    roots.set(library, root);
    return root;
  };
  const typeNode = (library: string, name: string): ApiNode => start(graph.types.get(typeKey(library, name)), '');
  const directives = models.flatMap(({ libraries, directives: named }) =>
    named.map(({ type, directive }) => ({ directive, node: typeNode(libraries[0] ?? '', type) })),
  );
  return {
    root: (library) => {
      const place = graph.roots.get(library);
      return place === undefined ? noApi : (roots.get(library) ?? rootOf(library, place));
    },
    type: (specifier, name) => {
      const library = specifier ?? 'global';
      // `express.Request`, as namespaces spell it.
      const place = graph.types.get(typeKey(library, name)) ?? graph.types.get(typeKey(library, name.slice(name.lastIndexOf('.') + 1)));
      return start(place, '');
    },
    files: models.flatMap(({ libraries, files }) =>
      files.map(({ type, pattern }) => ({ libraries, pattern, node: typeNode(libraries[0] ?? '', type) })),
    ),
    directive: (text) => directives.flatMap(({ directive, node }) => (directive === text ? [node] : [])),
    member: (node, name) => memberOf(compiled, node, name),
    memberNames: (node) => [...new Set(placesOf(compiled, node).flatMap(({ members }) => [...members.keys()]))].sort(),
    returned: (node) => single(compiled, node, 'returned', (name) => `${name}()`),
    receiver: (node) => single(compiled, node, 'receiver', (name) => `this of ${name}`),
    self: (node) => single(compiled, node, 'this', (name) => `this in ${name}`),
    element: (node) => single(compiled, node, 'element', (name) => `${name}[]`),
    written: (node) => single(compiled, node, 'written', (name) => name),
    argument: (node, index, count) => argumentOf(compiled, node, index, count),
    parameter: (node, index) => parameterOf(compiled, node, index),
    sinks: (node) => answers(node).sinks,
    sources: (node) => answers(node).sources,
    summaries: (node) => answers(node).summaries,
    sanitizers: (node) => answers(node).sanitizers,
    guards: (node) => answers(node).guards,
    views: (node) => answers(node).views,
    nameOf: (node) => states[node]?.name ?? '',
  };
}

function memberOf(compiled: Compiled, node: ApiNode, name: string | null): ApiNode {
  const state = compiled.states[node];
  if (state === undefined) return noApi;
  const known = name === null ? undefined : state.members.get(name);
  if (known !== undefined) return known;
  const { places } = state;
  if (name === null || !places.some(({ members }) => members.has(name))) {
    // Not by name: programs have any number of names that no model knows.
    state.otherMember ??= stateOf(compiled, anyOf(places), below(state.name, '*'));
    return state.otherMember;
  }
  const own = places.flatMap(({ members }) => members.get(name) ?? []);
  const any = anyOf(places);
  const target = stateOf(compiled, [...own, ...any], below(state.name, name));
  state.members.set(name, target);
  return target;
}

function anyOf(places: readonly PathNode[]): readonly number[] {
  return places.map(({ anyMember }) => anyMember);
}

function below(name: string, member: string): string {
  return name === '' ? member : `${name}.${member}`;
}

function single(compiled: Compiled, node: ApiNode, kind: keyof typeof kinds, spell: (name: string) => string): ApiNode {
  const targets = (): readonly number[] => placesOf(compiled, node).map((place) => place[kind]);
  return stepTo(compiled, node, kinds[kind], targets, spell);
}

function argumentOf(compiled: Compiled, node: ApiNode, index: number, count: number): ApiNode {
  const last = count >= 0 && index === count - 1;
  const capped = Math.min(index, compiled.graph.highest + 1);
  const targets = (): readonly number[] =>
    placesOf(compiled, node).flatMap((place) => [...within(place.arguments, capped), ...(last ? [place.lastArgument] : [])]);
  return stepTo(compiled, node, firstIndexed + capped * 3 + (last ? 1 : 0), targets, (name) => `argument ${String(capped)} of ${name}`);
}

function parameterOf(compiled: Compiled, node: ApiNode, index: number): ApiNode {
  const capped = Math.min(index, compiled.graph.highest + 1);
  const targets = (): readonly number[] => placesOf(compiled, node).flatMap((place) => within(place.parameters, capped));
  return stepTo(compiled, node, firstIndexed + capped * 3 + 2, targets, (name) => `parameter ${String(capped)} of ${name}`);
}

function within(steps: readonly RangeStep[], index: number): readonly number[] {
  return steps.filter(({ from, to }) => index >= from && (to === null || index <= to)).map(({ target }) => target);
}

function stepTo(
  compiled: Compiled,
  node: ApiNode,
  step: number,
  targets: () => readonly number[],
  spell: (name: string) => string,
): ApiNode {
  const state = compiled.states[node];
  if (state === undefined) return noApi;
  const known = state.steps.get(step);
  if (known !== undefined) return known;
  const target = stateOf(compiled, targets(), spell(state.name));
  state.steps.set(step, target);
  return target;
}

/** The state of these places and all that they are too; places below 0 are none. */
function stateOf(compiled: Compiled, targets: readonly number[], spelled: string): ApiNode {
  const places = closureOf(compiled.graph, targets);
  if (places.length === 0) return noApi;
  // A type is called by its name: without that, the spelling of a chain of calls would have no end, and states neither.
  const name = places.map((place) => compiled.graph.nodes[place]?.typeName ?? null).find((type) => type !== null) ?? spelled;
  const key = `${places.join()} ${name}`;
  const known = compiled.known.get(key);
  if (known !== undefined) return known;
  if (compiled.states.length >= mostStates) return noApi;
  const node = compiled.states.length;
  compiled.states.push({
    places: places.flatMap((place) => compiled.graph.nodes[place] ?? []),
    name,
    members: new Map(),
    otherMember: null,
    steps: new Map(),
    answers: answersOf(compiled.graph, places),
  });
  compiled.known.set(key, node);
  return node;
}

function closureOf({ nodes }: PathGraph, targets: readonly number[]): readonly number[] {
  const reached = new Set(targets.filter((place) => place >= 0));
  // A set's loop meets what is added on the way.
  for (const place of reached) for (const other of nodes[place]?.also ?? []) reached.add(other);
  // Where a place says nothing but what it is too, the many ways to a type are one state.
  return [...reached].filter((place) => !isMereLink(nodes[place])).sort((a, b) => a - b);
}

function isMereLink(node: PathNode | undefined): boolean {
  if (node === undefined) return true;
  if (node.typeName !== null || node.also.length === 0) return false;
  const { members, anyMember, arguments: handed, parameters, lastArgument, receiver, this: self, returned, element, written } = node;
  const goesOn = members.size + handed.length + parameters.length > 0;
  const { sinks, sources, summaries, sanitizers, guards, views } = node;
  const says = sinks.length + sources.length + summaries.length + sanitizers.length + guards.length + views.length > 0;
  return !goesOn && !says && Math.max(anyMember, lastArgument, receiver, self, returned, element, written) < 0;
}

function placesOf({ states }: Compiled, node: ApiNode): readonly PathNode[] {
  return states[node]?.places ?? [];
}

const nothing: Answers = { sinks: [], sources: [], summaries: [], sanitizers: [], guards: [], views: [] };

function answersOf({ nodes }: PathGraph, places: readonly number[]): Answers {
  const [first = -1] = places;
  if (places.length === 1) return nodes[first] ?? nothing;
  const all = places.flatMap((place) => nodes[place] ?? []);
  return {
    sinks: all.flatMap(({ sinks }) => sinks),
    sources: all.flatMap(({ sources }) => sources),
    summaries: all.flatMap(({ summaries }) => summaries),
    sanitizers: all.flatMap(({ sanitizers }) => sanitizers),
    guards: all.flatMap(({ guards }) => guards),
    views: all.flatMap(({ views }) => views),
  };
}
