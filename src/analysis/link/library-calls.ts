// Calls of library functions: arguments meet sinks and callbacks, results are places of the library, summaries become edges.
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { AccessPath, PathToken, SanitizerModel, SummaryModel, WrittenCondition } from '../models/model.ts';
import type { Callbacks } from './callbacks.ts';
import type { Calls } from './calls.ts';
import type { Consumers } from './consumers.ts';
import { detailOf, type CallShape, type Core, type ValueUse } from './core.ts';
import type { Contents } from './contents.ts';
import type { EdgeDetail } from './edges.ts';
import { anyKey, everyKey, type PropertyId } from './heap.ts';
import { objectKinds } from './objects.ts';
import { originOf } from './texts.ts';
import type { EdgeKind, ValueId } from './value-flow.ts';
import type { Views } from './views.ts';

export interface LibraryCalls {
  /** `guessed`: only the method's name told. */
  readonly call: (shape: CallShape, state: ApiNode, guessed: boolean) => void;
}

export interface LibraryPorts {
  readonly calls: Calls;
  readonly callbacks: Callbacks;
  readonly consumers: Consumers;
  readonly contents: Contents;
  readonly views: Views;
}

/** Arguments of a call whose count is not known, at least. */
const maxArguments = 12;

/** The last argument that there may be. */
function lastOf({ spread, arguments: given }: CallShape): number {
  return spread < 0 ? given.length - 1 : Math.max(maxArguments, given.length) - 1;
}

export function createLibraryCalls(core: Core, ports: LibraryPorts): LibraryCalls {
  const { models } = core;
  const { calls, consumers } = ports;
  return {
    call: (shape, state, guessed) => {
      const where = consumers.placeOfCall(shape, guessed);
      const count = shape.spread < 0 ? shape.arguments.length : -1;
      for (let index = 0; index <= lastOf(shape); index += 1) {
        const wanted = models.argument(state, index, count);
        const argument = wanted === noApi ? null : calls.argumentAt(shape, index);
        if (argument !== null) consumers.consume(argument.value, argument.use, wanted, where);
      }
      if (shape.receiver !== null) consumers.consume(shape.receiver.value, shape.receiver.use, models.receiver(state), where);
      core.seedApi(shape.result, models.returned(state));
      const sanitizers = models.sanitizers(state).filter(({ when }) => when.length === 0 || isWrittenOut(core, shape, when));
      for (const view of models.views(state)) ports.views.fill(shape, view);
      const summaries = models.summaries(state);
      for (const summary of summaries) instantiate(core, ports, shape, summary, sanitizers);
      if (summaries.length === 0 && sanitizers.length > 0) {
        for (const { value, use } of [...shape.arguments, ...(shape.receiver === null ? [] : [shape.receiver])]) {
          core.edges.add(value, shape.result, 'part', { use, sanitizers });
        }
      }
    },
  };
}

function instantiate(
  core: Core,
  ports: LibraryPorts,
  shape: CallShape,
  summary: SummaryModel,
  sanitizers: readonly SanitizerModel[],
): void {
  const passed = summary.tested === null ? null : passedBy(core, shape, summary.tested);
  if (passed !== null) {
    writePath(core, ports, shape, summary.to, { source: passed.value, effect: 'return', detail: { use: passed.use, site: shape.result } });
    return;
  }
  const sources = readPath(core, ports, shape, summary.from);
  for (const source of sources) {
    const target = {
      source: source.value,
      effect: summary.effect,
      text: summary.text,
      detail: withSanitizers(source, summary.to[0]?.kind === 'return' ? sanitizers : []),
    };
    writePath(core, ports, shape, summary.to, target);
  }
}

/** All is there to be read: the constants, and that the receiver comes of a library. What else it might be, as text, may have a method of the same name. */
function isWrittenOut(core: Core, shape: CallShape, when: readonly WrittenCondition[]): boolean {
  return when.every((condition) => isWritten(core, shape, condition)) && (shape.receiver === null || isMade(core, shape.receiver.value));
}

const longestChain = 6;

/** The result of a call of what is global or a module's, or of a method of such a result: `Buffer.from(text).subarray(1)`. */
function isMade({ numbers }: Core, value: ValueId): boolean {
  const partsAt = (id: ValueId): readonly [FlowNode | null, ValueId] => {
    const origin = originOf(numbers, id);
    return [numbers.nodeOf(origin), numbers.files[numbers.fileOf(origin)]?.first ?? 0];
  };
  let [node, first] = partsAt(value);
  if (node?.kind !== 'call') return false;
  for (let step = 0; step < longestChain && (node?.kind === 'call' || node?.kind === 'load'); step += 1)
    [node, first] = partsAt(first + nodeOf(node.kind === 'call' ? node.callee : node.object));
  return node?.kind === 'global' || (node?.kind === 'import' && !/^[./#]/u.test(node.specifier));
}

function isWritten({ numbers }: Core, { spread, arguments: given }: CallShape, { argument, is }: WrittenCondition): boolean {
  if (spread >= 0 && argument >= spread) return false;
  const value = given[argument]?.value;
  if (value === undefined) return is.includes(null);
  const node = numbers.nodeOf(originOf(numbers, value));
  return node?.kind === 'constant' && is.some((each) => each === node.value);
}

/** What a function that is written as this argument, or is declared in the same file, takes first: with what holds of it whenever it answers yes. */
function passedBy({ numbers }: Core, shape: CallShape, index: number): ValueUse | null {
  const argument = shape.spread >= 0 && index >= shape.spread ? undefined : shape.arguments[index];
  const origin = argument === undefined ? -1 : originOf(numbers, argument.value);
  const [file, node] = [numbers.files[numbers.fileOf(origin)], numbers.nodeOf(origin)];
  const tester = node?.kind === 'function' ? file?.graph.functions[node.function] : undefined;
  const parameter = tester?.parameters[0];
  const taken = parameter === undefined ? undefined : file?.graph.nodes[parameter];
  if (file === undefined || tester === undefined || parameter === undefined || taken?.kind !== 'parameter' || taken.rest) return null;
  // A promise, or a generator, is always true.
  if (tester.isAsync || tester.isGenerator) return null;
  const facts = tester.onTrue.filter((id) => file.graph.facts[id]?.subject === parameter);
  return { value: file.first + parameter, use: [parameter, ...facts] };
}

function withSanitizers(source: ValueUse, sanitizers: readonly SanitizerModel[]): EdgeDetail | undefined {
  return sanitizers.length > 0 ? { use: source.use, sanitizers } : detailOf(source.use);
}

function basesOf(ports: LibraryPorts, shape: CallShape, token: PathToken | undefined): readonly ValueUse[] {
  if (token === undefined) return [];
  switch (token.kind) {
    case 'argument': {
      const found: ValueUse[] = [];
      const last = lastOf(shape);
      for (let index = token.from; index <= Math.min(token.to ?? last, last); index += 1) {
        const argument = ports.calls.argumentAt(shape, index);
        if (argument !== null) found.push(argument);
      }
      return found;
    }
    case 'last-argument': {
      const last = shape.spread < 0 ? shape.arguments.at(-1) : undefined;
      return last === undefined ? [] : [last];
    }
    case 'receiver':
      return shape.receiver === null ? [] : [shape.receiver];
    case 'return':
      return [{ value: shape.result, use: 0 }];
    case 'member':
    case 'parameter':
    case 'this':
    case 'element':
    case 'written':
    case 'type':
      return [];
  }
}

function propertiesOf(core: Pick<Core, 'heap'>, token: PathToken): readonly PropertyId[] {
  if (token.kind === 'element' || (token.kind === 'member' && token.names === null)) return [everyKey];
  return token.kind === 'member' ? (token.names ?? []).map((name) => core.heap.propertyId(name)) : [];
}

/** The values that stand at a path of the call. */
function readPath(core: Core, ports: LibraryPorts, shape: CallShape, path: AccessPath): readonly ValueUse[] {
  let values = basesOf(ports, shape, path[0]);
  for (let step = 1; step < path.length; step += 1) {
    const token = path[step];
    if (token === undefined) break;
    const following = path[step + 1];
    const received = token.kind === 'parameter' && following?.kind === 'argument' ? following.from : null;
    values = values.map((value) => readStep(core, ports, shape, value, token, received));
    if (received !== null) step += 1;
  }
  return values;
}

function readStep(core: Core, ports: LibraryPorts, shape: CallShape, base: ValueUse, token: PathToken, received: number | null): ValueUse {
  const target = core.heap.fresh();
  if (token.kind === 'return') ports.callbacks.returns(base.value, target, shape);
  else if (token.kind === 'parameter' && received !== null) ports.callbacks.receive(base.value, token.from, received, target, shape);
  else {
    const properties = propertiesOf(core, token);
    if (properties.length > 0) core.flow(base.value, target, 'part', detailOf(base.use));
    for (const property of properties) core.load(base.value, property, target);
  }
  return { value: target, use: 0 };
}

interface Written {
  readonly source: ValueId;
  readonly effect: EdgeKind;
  /** Nothing that an object holds goes on. */
  readonly text?: boolean;
  readonly detail: EdgeDetail | undefined;
}

function writePath(core: Core, ports: LibraryPorts, shape: CallShape, path: AccessPath, what: Written): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const carry = (target: ValueId): void => {
    core.flow(what.source, target, what.effect, what.detail);
    if (what.text === true || (what.effect !== 'part' && what.effect !== 'built')) return;
    const sanitizers = what.detail?.sanitizers ?? [];
    const whole = sanitizers.length > 0 ? core.heap.fresh() : target;
    ports.contents.into(what.source, whole);
    // What an object holds meets the sanitizers that the object itself meets.
    if (whole !== target && whole >= 0) core.edges.add(whole, target, what.effect, { sanitizers });
  };
  if (path.length === 1) {
    for (const target of basesOf(ports, shape, last)) carry(target.value);
    return;
  }
  if (path[0]?.kind === 'return') allocate(core, ports, shape, path);
  const bases = readPath(core, ports, shape, path.slice(0, -1));
  const source = core.heap.fresh();
  carry(source);
  for (const base of bases) {
    if (last.kind === 'parameter') ports.callbacks.give(base.value, source, last.from, last.to, shape);
    else
      for (const property of propertiesOf(core, last)) ports.contents.store(base.value, property === everyKey ? anyKey : property, source);
  }
}

/** What a library's function makes and returns, where a summary says what is in it: each object that the path leads through. */
function allocate({ solver, objects, heap }: Core, { contents }: LibraryPorts, shape: CallShape, path: AccessPath): void {
  let holder = shape.result;
  for (const [step, token] of path.slice(1).entries()) {
    if (holder < 0 || !holds(token)) return;
    solver.add(holder, objects.intern(objectKinds.literal, holder, token.kind === 'element' ? 'array' : 'plain'));
    if (step === path.length - 2) return;
    const inner = heap.fresh();
    for (const property of propertiesOf({ heap }, token)) contents.store(holder, property === everyKey ? anyKey : property, inner);
    holder = inner;
  }
}

function holds({ kind }: PathToken): boolean {
  return kind === 'member' || kind === 'element';
}
