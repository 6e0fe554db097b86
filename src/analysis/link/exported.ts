// What users of a package can call: everything that its entry modules' exports lead to.
import { nodeOf } from '../program/file-graph.ts';
import type { Calls, ClassParts } from './calls.ts';
import { functionParts, nodeIn, type CallShape, type Core } from './core.ts';
import type { PackageEntry } from './entries.ts';
import { originOf } from './texts.ts';
import { everyKey, isHidden } from './heap.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ExportedParameter, ProgramFunction, ValueId } from './value-flow.ts';

export interface ExportPorts {
  readonly calls: Calls;
  readonly modules: Modules;
  readonly classOf: (node: ValueId) => ClassParts | null;
  /** See `createNullCalls`. */
  readonly nullCalls: () => readonly CallShape[];
}

interface Reached {
  readonly object: AbstractObject;
  readonly api: string;
  readonly depth: number;
  readonly from: PackageEntry;
  /** The depth at which an entry or a call gave it back itself, and not as a property of something else. */
  readonly givenAt?: number;
  /** By no other way than a name that says it is private. */
  readonly isKept?: true;
}

const maxDepth = 5;
const maxReached = 200_000;
/** Prototypes that an instance finds methods in. */
const maxPrototypes = 40;

const globals: ReadonlySet<string> = new Set(['global', 'globalThis', 'window', 'self']);

interface Walk {
  readonly core: Core;
  readonly ports: ExportPorts;
  readonly found: ExportedParameter[];
  /** By the files of each package. */
  readonly seen: Map<ReadonlySet<number>, Set<AbstractObject>>;
  readonly told: Set<ProgramFunction>;
  readonly queue: Reached[];
  /** What names say is private: walked last, for there may be another way to it. */
  readonly kept: Reached[];
  /** What users hand in, and where: what the package hands to it, they have. */
  readonly outsiders: Map<AbstractObject, Reached>;
}

/** Walks what is exported, breadth first, so that the shortest way to each function tells its name; their parameters get objects from outside. */
export function exportedParameters(
  core: Core,
  ports: ExportPorts,
  entries: readonly PackageEntry[],
  offered: readonly number[],
): readonly ExportedParameter[] {
  const walk: Walk = { core, ports, found: [], seen: new Map(), told: new Set(), queue: [], kept: [], outsiders: new Map() };
  const own = new Set(offered);
  let at = 0;
  // A function is told once: what users of a library hand in says more than what an editor does.
  for (const isExtension of [false, true]) {
    for (const from of entries) if (from.isExtension === isExtension) pushEntry(walk, from);
    for (const file of isExtension ? [] : offered) pushGlobals(walk, file, own);
    // The queue grows as it is walked.
    for (; at < walk.queue.length; at += 1) {
      const reached = walk.queue[at];
      if (reached !== undefined) visit(walk, reached);
      if (at === walk.queue.length - 1) handedToCallbacks(walk);
      if (at === walk.queue.length - 1) for (const kept of walk.kept.splice(0)) push(walk, { ...kept, isKept: true });
    }
  }
  return walk.found;
}

function pushEntry(walk: Walk, from: PackageEntry): void {
  const { core, ports } = walk;
  const start = { api: from.api, depth: 0, givenAt: 0, from };
  for (const object of core.solver.pointsTo(ports.modules.commonExports(from.file))) push(walk, { ...start, object });
  push(walk, { ...start, object: ports.modules.namespaceOf(from.file) });
}

function seenOf({ seen }: Walk, { files }: PackageEntry): Set<AbstractObject> {
  const known = seen.get(files) ?? new Set();
  seen.set(files, known);
  return known;
}

function push(walk: Walk, reached: Reached): void {
  const { object, depth, from } = reached;
  const seen = seenOf(walk, from);
  if (depth > maxDepth || seen.has(object) || walk.queue.length >= maxReached) return;
  seen.add(object);
  walk.queue.push(reached);
}

/** What a package makes global all its users can call. */
function pushGlobals(walk: Walk, index: number, files: ReadonlySet<number>): void {
  const { core } = walk;
  const file = core.numbers.files[index];
  const from = { file: index, api: 'global', files, isExtension: false };
  for (const { object, property, value } of file?.graph.stores ?? []) {
    if (file === undefined || typeof property !== 'string') continue;
    if (!isGlobalObject(core, file.first + nodeOf(object))) continue;
    for (const found of core.solver.pointsTo(file.first + nodeOf(value))) {
      push(walk, { object: found, api: memberText('global', property), depth: 0, from });
    }
  }
}

/** Also where it was handed to the function that wraps a script: `(function (root) { root.tool = … })(window)`. */
function isGlobalObject({ numbers, objects, solver, models }: Core, base: ValueId): boolean {
  const node = numbers.nodeOf(originOf(numbers, base));
  if (node?.kind === 'global') return globals.has(node.name);
  const window = models.member(models.root('global'), 'window');
  return solver.pointsTo(base).some((object) => objects.kindOf(object) === objectKinds.api && objects.payloadOf(object) === window);
}

function visit(walk: Walk, reached: Reached): void {
  const { core, ports } = walk;
  const { objects, heap } = core;
  const { object, api } = reached;
  const kind = objects.kindOf(object);
  const made = { ...reached, api: `new (${api})()` };
  if (kind === objectKinds.function) {
    callable(walk, objects.payloadOf(object), reached);
    // Whether it is called with `new` is up to its users.
    bindThis(core, object, heap.instanceOf(object));
    properties(walk, reached, null);
    methods(walk, object, made);
  } else if (kind === objectKinds.class) {
    const construct = constructorOf(core, ports, object);
    if (construct !== null) callable(walk, construct, { ...reached, api: `new (${api})` });
    if (construct !== null) bindThis(core, objects.intern(objectKinds.function, construct), heap.instanceOf(object));
    properties(walk, reached, object);
    methods(walk, object, made);
  } else if (kind === objectKinds.instance) {
    methods(walk, objects.payloadOf(object), reached);
  } else if (kind === objectKinds.bound) {
    push(walk, { ...reached, object: ports.calls.unbound(object).target });
  } else if (kind === objectKinds.literal || kind === objectKinds.exports || kind === objectKinds.namespace) {
    properties(walk, reached, kind === objectKinds.namespace ? null : object);
  } else if (kind === objectKinds.api && reached.givenAt === reached.depth) {
    // What the package puts on an object of a library: `const queue = new EventEmitter(); queue.add = …; return queue;`.
    ownProperties(walk, object, reached, null, none);
  }
}

/** What the program itself handed to the package (a listener, an adapter that an instance keeps) is none of its API: its users hand in their own. */
function callable(walk: Walk, fn: ProgramFunction, reached: Reached): void {
  const { core, found, told } = walk;
  const {
    api,
    from: { files, isExtension },
  } = reached;
  const kept = reached.isKept === true ? { isKept: true as const } : {};
  const parts = functionParts(core, fn);
  if (parts === null || !files.has(core.numbers.fileOfFunction(fn))) return;
  if (!told.has(fn)) {
    told.add(fn);
    parts.parameters.forEach((value, index) => {
      found.push({ value, fn, index, api, files, isExtension, ...kept });
      const outside = core.heap.outsideAt(value);
      if (index !== parts.rest) core.solver.add(value, outside);
      walk.outsiders.set(outside, reached);
    });
    if (parts.graph.argumentsNode !== null)
      found.push({ value: parts.first + parts.graph.argumentsNode, fn, index: parts.parameters.length, api, files, isExtension, ...kept });
  }
  for (const use of parts.graph.returns) {
    for (const object of core.solver.pointsTo(nodeIn(core.numbers, fn, nodeOf(use))))
      push(walk, { ...reached, object, api: `${api}()`, depth: reached.depth + 1, givenAt: reached.depth + 1 });
  }
}

/** `callback(null, connection)`: what comes behind no error is a result, as if it were returned. */
function handedToCallbacks(walk: Walk): void {
  const { core, ports, outsiders } = walk;
  for (const { callee, arguments: given } of ports.nullCalls()) {
    const [, ...results] = given;
    const [callback] = core.solver.pointsTo(callee).flatMap((object) => outsiders.get(object) ?? []);
    if (callback === undefined) continue;
    const { api, depth } = callback;
    for (const { value } of results) {
      for (const object of core.solver.pointsTo(value)) push(walk, { ...callback, object, api: `${api}(…)`, depth: depth + 1 });
    }
  }
}

/** Gives the calls as they are written that hand in `null` and something behind it: each call is looked at once, however often it is asked. */
export function createNullCalls(core: Core): () => readonly CallShape[] {
  const found: CallShape[] = [];
  let next = 0;
  return () => {
    for (; next < core.shapes.length; next += 1) {
      const shape = core.shapes[next];
      const first = shape?.arguments[0];
      if (shape === undefined || first === undefined || shape.callee < 0 || shape.arguments.length < 2) continue;
      if (isNothing(core, first.value)) found.push(shape);
    }
    return found;
  };
}

function isNothing({ numbers }: Core, value: ValueId): boolean {
  const node = numbers.nodeOf(originOf(numbers, value));
  return node?.kind === 'constant' && node.value === null;
}

/** The constructor that `new` of a class runs: its own or an inherited one. */
function constructorOf(core: Core, ports: ExportPorts, object: AbstractObject): ProgramFunction | null {
  let current: AbstractObject | undefined = object;
  for (let step = 0; step < 10 && current !== undefined; step += 1) {
    if (core.objects.kindOf(current) === objectKinds.function) return core.objects.payloadOf(current);
    const parts = core.objects.kindOf(current) === objectKinds.class ? ports.classOf(core.objects.payloadOf(current)) : null;
    if (typeof parts?.construct === 'number') return parts.construct;
    if (parts === null) return null;
    current = core.heap.parentsOf(current)[0];
  }
  return null;
}

const none: ReadonlySet<string> = new Set();

function properties(walk: Walk, reached: Reached, self: AbstractObject | null): void {
  const owners = [reached.object, ...walk.core.heap.parentsOf(reached.object)];
  const hidden = privatesOf(walk, owners);
  for (const owner of owners) ownProperties(walk, owner, reached, self, hidden);
}

function ownProperties(
  walk: Walk,
  owner: AbstractObject,
  reached: Reached,
  self: AbstractObject | null,
  hidden: ReadonlySet<string>,
): void {
  const { core } = walk;
  const seen = seenOf(walk, reached.from);
  for (const { property, value } of core.heap.placesOf(owner).slice()) {
    // What any property holds stands under that property as well, and some are hidden.
    if (property === everyKey) continue;
    for (const object of core.solver.pointsTo(value)) {
      if (self !== null) bindThis(core, object, self);
      const name = seen.has(object) ? null : core.heap.nameOf(property);
      if (seen.has(object) || name?.startsWith('#') === true || isHidden(name) || hidden.has(name ?? '')) continue;
      const found = { ...reached, object, api: memberText(reached.api, name), depth: reached.depth + 1 };
      if (isPrivate(name ?? '')) walk.kept.push(found);
      else push(walk, found);
    }
  }
}

/** What Node.js calls with what goes through a stream: these begin so, and are no secret of their class. */
const ofStreams: ReadonlySet<string> = new Set(['_construct', '_destroy', '_final', '_flush', '_read', '_transform', '_write', '_writev']);

/** By the custom of beginning such names with an underscore. */
function isPrivate(name: string): boolean {
  return /^_+[a-z]/iu.test(name) && !ofStreams.has(name);
}

/** What instances have: their own fields, and methods of their class and of those it extends. */
function methods(walk: Walk, constructor: AbstractObject, reached: Reached): void {
  const { heap } = walk.core;
  const instance = heap.instanceOf(constructor);
  const owners = new Set<AbstractObject>([instance]);
  for (const owner of owners) for (const parent of heap.parentsOf(owner)) if (owners.size < maxPrototypes) owners.add(parent);
  const hidden = privatesOf(walk, owners);
  for (const owner of owners) ownProperties(walk, owner, reached, instance, hidden);
}

/** What TypeScript keeps from the users of these classes, of their instances and prototypes. */
function privatesOf({ core }: Walk, owners: Iterable<AbstractObject>): ReadonlySet<string> {
  const { objects, numbers } = core;
  const names = [...owners].flatMap((owner) => {
    const kind = objects.kindOf(owner);
    const of = kind === objectKinds.instance || kind === objectKinds.prototype ? objects.payloadOf(owner) : owner;
    const node = objects.kindOf(of) === objectKinds.class ? numbers.nodeOf(objects.payloadOf(of)) : null;
    return node?.kind === 'class' ? node.privates : [];
  });
  return names.length === 0 ? none : new Set(names);
}

function bindThis(core: Core, object: AbstractObject, self: AbstractObject): void {
  if (core.objects.kindOf(object) === objectKinds.function) core.solver.add(core.thisOf(core.objects.payloadOf(object)), self);
}

function memberText(api: string, name: string | null): string {
  if (name === null) return `${api}[…]`;
  return /^[\w$]{1,100}$/u.test(name) ? `${api}.${name}` : `${api}['${name.slice(0, 100).replace(/[^\w$./ -]/gu, '?')}']`;
}
