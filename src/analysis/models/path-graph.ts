// The access paths of all models as one graph: an automaton in which several steps may match at once, made deterministic in compile.ts.
import type {
  AccessPath,
  GuardModel,
  LibraryModel,
  PathToken,
  SanitizerModel,
  SinkModel,
  SourceModel,
  SummaryModel,
  ViewModel,
} from './model.ts';
import { formatAccessPath } from './access-path.ts';

/** Indexes from `from` to `to` (null: no end). */
export interface RangeStep {
  readonly from: number;
  readonly to: number | null;
  readonly target: number;
}

/** A place, with the steps out of it by kind; -1 where there is none. */
export interface PathNode {
  readonly members: Map<string, number[]>;
  readonly arguments: RangeStep[];
  readonly parameters: RangeStep[];
  anyMember: number;
  lastArgument: number;
  receiver: number;
  this: number;
  returned: number;
  element: number;
  written: number;
  /** Whoever stands here stands there too. */
  readonly also: number[];
  /** How its type is called; null for what is no type. */
  readonly typeName: string | null;
  readonly sinks: SinkModel[];
  readonly sources: SourceModel[];
  readonly summaries: SummaryModel[];
  readonly sanitizers: SanitizerModel[];
  readonly guards: GuardModel[];
  readonly views: ViewModel[];
}

export interface PathGraph {
  readonly nodes: readonly PathNode[];
  readonly roots: ReadonlyMap<string, number>;
  /** By `typeKey`. */
  readonly types: ReadonlyMap<string, number>;
  /** The highest index that a path names. */
  readonly highest: number;
}

/** Of a type of a library, in `PathGraph.types`. */
export function typeKey(library: string, name: string): string {
  return `${library}:${name}`;
}

interface Building {
  readonly nodes: PathNode[];
  readonly roots: Map<string, number>;
  readonly types: Map<string, number>;
  /** Children by the text of their step, so that paths with the same beginning share it. */
  readonly children: Map<string, number>[];
  highest: number;
}

/** The graph of the models' paths; the order of the models means nothing but the order of answers. */
export function buildPathGraph(models: readonly LibraryModel[]): PathGraph {
  const building: Building = { nodes: [], roots: new Map(), types: new Map(), children: [], highest: 0 };
  for (const model of models) addModel(building, model);
  return building;
}

function addModel(building: Building, model: LibraryModel): void {
  const root = rootOf(building, model.libraries);
  const [library = ''] = model.libraries;
  for (const { name } of model.types) {
    const node = typeNode(building, library, name);
    for (const other of model.libraries) shareType(building, typeKey(other, name), node);
  }
  const end = (path: AccessPath): number => endOf(building, root, library, path);
  const at = (path: AccessPath): PathNode => nodeAt(building, end(path));
  for (const { name, at: place } of model.types) {
    if (place !== null) link(building, end(place), typeNode(building, library, name));
  }
  for (const sink of model.sinks) at(sink.at).sinks.push(sink);
  for (const source of model.sources) at(source.at).sources.push(source);
  for (const summary of model.summaries) at(summary.call).summaries.push(summary);
  for (const sanitizer of model.sanitizers) at(sanitizer.call).sanitizers.push(sanitizer);
  for (const guard of model.guards) at(guard.call).guards.push(guard);
  for (const view of model.views) at(view.call).views.push(view);
  // That there is such a place is all that is said.
  for (const call of model.known) end(call);
}

/** One root for all of a document's libraries, so that what they share is there once. */
function rootOf(building: Building, libraries: readonly string[]): number {
  const rootFor = (library: string): number => {
    const known = building.roots.get(library);
    const root = known ?? newNode(building, null);
    building.roots.set(library, root);
    return root;
  };
  const [only, ...others] = libraries;
  if (only !== undefined && others.length === 0) return rootFor(only);
  const shared = newNode(building, null);
  for (const library of libraries) link(building, rootFor(library), shared);
  return shared;
}

function typeNode(building: Building, library: string, name: string): number {
  const key = typeKey(library, name);
  const known = building.types.get(key);
  if (known !== undefined) return known;
  const node = newNode(building, library === 'global' ? name : `${library}.${name}`);
  building.types.set(key, node);
  return node;
}

function shareType({ types, ...building }: Building, key: string, node: number): void {
  const known = types.get(key);
  if (known === undefined) types.set(key, node);
  else if (known !== node) {
    link(building, known, node);
    link(building, node, known);
  }
}

function link({ nodes }: Pick<Building, 'nodes'>, from: number, to: number): void {
  const also = nodes[from]?.also;
  if (from !== to && also?.includes(to) === false) also.push(to);
}

function endOf(building: Building, root: number, library: string, path: AccessPath): number {
  let node = root;
  for (const token of path) {
    node = token.kind === 'type' ? typeNode(building, token.library ?? library, token.name) : childOf(building, node, token);
  }
  return node;
}

function childOf(building: Building, parent: number, token: Exclude<PathToken, { kind: 'type' }>): number {
  const children = building.children[parent];
  const text = formatAccessPath([token]);
  const known = children?.get(text);
  if (known !== undefined) return known;
  const child = newNode(building, null);
  children?.set(text, child);
  addStep(building, nodeAt(building, parent), token, child);
  return child;
}

function addStep(building: Building, node: PathNode, token: Exclude<PathToken, { kind: 'type' }>, target: number): void {
  switch (token.kind) {
    case 'member':
      if (token.names === null) node.anyMember = target;
      for (const name of token.names ?? []) node.members.set(name, [...(node.members.get(name) ?? []), target]);
      return;
    case 'argument':
    case 'parameter':
      building.highest = Math.max(building.highest, token.from, token.to ?? 0);
      (token.kind === 'argument' ? node.arguments : node.parameters).push({ from: token.from, to: token.to, target });
      return;
    case 'last-argument':
      node.lastArgument = target;
      return;
    case 'receiver':
      node.receiver = target;
      return;
    case 'this':
      node.this = target;
      return;
    case 'return':
      node.returned = target;
      return;
    case 'element':
      node.element = target;
      return;
    case 'written':
      node.written = target;
  }
}

function newNode({ nodes, children }: Building, typeName: string | null): number {
  nodes.push({
    members: new Map(),
    arguments: [],
    parameters: [],
    anyMember: -1,
    lastArgument: -1,
    receiver: -1,
    this: -1,
    returned: -1,
    element: -1,
    written: -1,
    also: [],
    typeName,
    sinks: [],
    sources: [],
    summaries: [],
    sanitizers: [],
    guards: [],
    views: [],
  });
  children.push(new Map());
  return nodes.length - 1;
}

function nodeAt({ nodes }: Building, index: number): PathNode {
  const node = nodes[index];
  if (node === undefined) throw new RangeError('no such place');
  return node;
}
