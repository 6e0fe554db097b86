// Functions that nothing tells to be handlers of HTTP requests but the names of their parameters and what is done with these: what they are handed is a
// request and a response of the models' library `handler`, unless a call in the program says otherwise.
import { noApi } from '../models/compiled.ts';
import type { Calls } from './calls.ts';
import type { CallShape, Core } from './core.ts';
import { functionParts } from './core.ts';
import { isAside } from './entries.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { createParameterUses, hints, type ParameterUses } from './parameter-uses.ts';
import { originOf } from './texts.ts';
import type { ProgramFunction, ValueId } from './value-flow.ts';

const requestNames: ReadonlySet<string> = new Set(['req', 'request']);
const responseNames: ReadonlySet<string> = new Set(['res', 'resp', 'response']);

/** A function whose parameters have the conventional names. */
interface Candidate {
  readonly fn: ProgramFunction;
  /** Of the request among the parameters; the response is the next one. */
  readonly index: number;
  readonly request: ValueId;
  readonly response: ValueId;
  /** Called to hand the request on to what comes next. */
  readonly next: ValueId | null;
}

/** Seeds them. */
export function giveToHandlers(core: Core, calls: Calls): void {
  const candidates = candidatesOf(core);
  if (candidates.length === 0) return;
  const uses = createParameterUses(core, calls);
  const callers = callersOf(core, calls, candidates);
  const root = core.models.root('handler');
  const [request, response] = [core.models.parameter(root, 0), core.models.parameter(root, 1)];
  const handlers = candidates.filter((candidate) => isHandler(core, calls, candidate, uses, callers.get(candidate.fn) ?? []));
  for (const handler of handlers) {
    core.seedApi(handler.request, request);
    core.seedApi(handler.response, response);
  }
}

function candidatesOf(core: Core): readonly Candidate[] {
  const { numbers } = core;
  return Array.from({ length: numbers.functionCount }, (_, fn) => fn).flatMap((fn) => {
    const parts = functionParts(core, fn);
    const names = (parts?.parameters ?? []).map((parameter) => nameOf(core, parameter));
    const index = names.findIndex((name, at) => requestNames.has(name) && responseNames.has(names[at + 1] ?? ''));
    const [request, response, next] = parts?.parameters.slice(index) ?? [];
    if (index < 0 || request === undefined || response === undefined) return [];
    return [{ fn, index, request, response, next: names[index + 2] === 'next' && next !== undefined ? next : null }];
  });
}

function nameOf({ numbers }: Core, parameter: ValueId): string {
  const node = numbers.nodeOf(parameter);
  return node?.kind === 'parameter' ? node.name : '';
}

function isHandler(core: Core, calls: Calls, candidate: Candidate, uses: ParameterUses, callers: readonly CallShape[]): boolean {
  return isUsedAsHandler(candidate, uses) && !isKnown(core, candidate) && !isCalledOtherwise(core, calls, candidate, callers);
}

/** What a server does with its response tells most; what any stream has, only beside a request that is read as one. */
function isUsedAsHandler({ request, response, next }: Candidate, uses: ParameterUses): boolean {
  const [read, sent] = [uses(request), uses(response)];
  const has = (found: number, hint: number): boolean => (found & hint) !== 0;
  if (has(read | sent, hints.called) || has(read, hints.sendsRequest)) return false;
  if (has(sent, hints.answers)) return true;
  if (has(sent, hints.readsAnswer)) return false;
  if (has(sent, hints.writes) && has(read, hints.readsRequest | hints.readsMessage)) return true;
  return next !== null && has(uses(next), hints.called) && has(read, hints.readsRequest);
}

/** Nothing is guessed where the program shows what it is handed. */
function isKnown({ solver, objects, models }: Core, { request, response }: Candidate): boolean {
  const isApi = (object: AbstractObject): boolean => objects.kindOf(object) === objectKinds.api;
  if (solver.pointsTo(request).some(isApi)) return true;
  return solver.pointsTo(response).some((object) => isApi(object) && models.member(objects.payloadOf(object), 'setHeader') === noApi);
}

/** Calls of the candidates, but for those of tests, which make up requests of their own. */
function callersOf(core: Core, calls: Calls, candidates: readonly Candidate[]): ReadonlyMap<ProgramFunction, readonly CallShape[]> {
  const { objects, numbers } = core;
  const wanted = new Map<AbstractObject, CallShape[]>(candidates.map(({ fn }) => [objects.intern(objectKinds.function, fn), []]));
  for (const shape of core.shapes) {
    if (isAside(numbers.files[numbers.fileOf(shape.origin)]?.path ?? '')) continue;
    for (const callee of calls.calleesOf(shape)) wanted.get(callee)?.push(shape);
  }
  return new Map([...wanted].map(([object, shapes]) => [objects.payloadOf(object), shapes]));
}

function isCalledOtherwise(core: Core, calls: Calls, { index }: Candidate, callers: readonly CallShape[]): boolean {
  return callers.length > 0 && callers.every((shape) => isOwn(core, calls.argumentAt(shape, index)?.value ?? null));
}

const plain: ReadonlySet<string> = new Set(['constant', 'pattern', 'function', 'class', 'object', 'concat', 'scalar']);

/** Made by the program itself, or nothing at all. */
function isOwn({ numbers, solver, objects }: Core, value: ValueId | null): boolean {
  if (value === null || plain.has(numbers.nodeOf(originOf(numbers, value))?.kind ?? '')) return true;
  const found = solver.pointsTo(value);
  const isFromOutside = (object: AbstractObject): boolean =>
    objects.kindOf(object) === objectKinds.outside || objects.kindOf(object) === objectKinds.api;
  return found.length > 0 && !found.some(isFromOutside);
}
