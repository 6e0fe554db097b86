// Functions that nothing tells to be handlers of HTTP requests but the names of their parameters and what is done with these: what they are handed is a
// request of the models' library `handler`, unless a call in the program says otherwise.
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { Calls } from './calls.ts';
import { functionParts, type CallShape, type Core } from './core.ts';
import { isAside } from './entries.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { createParameterUses, hints, type ParameterUses } from './parameter-uses.ts';
import { originOf } from './texts.ts';
import type { ProgramFunction, ValueId } from './value-flow.ts';

/** '' is one that is taken apart at once: `({ query }, res)`. */
const requestNames: ReadonlySet<string> = new Set(['req', 'request', '']);
const responseNames: ReadonlySet<string> = new Set(['res', 'resp', 'response']);

/** A request and, behind it, a response; a context that is both; the event that a gateway makes of a request. */
type Convention = 'request' | 'context' | 'event';

/** What a parameter of such a name may be, alone. */
const alone: ReadonlyMap<string, Convention> = new Map([
  ['ctx', 'context'],
  ['event', 'event'],
]);
const types = { request: 'Request', context: 'Context', event: 'Event' } as const;

/** A function whose parameters have the conventional names. */
interface Candidate {
  readonly fn: ProgramFunction;
  readonly convention: Convention;
  /** Of the request, the context or the event among the parameters. */
  readonly index: number;
  readonly request: ValueId;
  /** Where the request is taken apart at once. */
  readonly isPattern: boolean;
  readonly response: ValueId | null;
  /** Called to hand the request on to what comes next. */
  readonly next: ValueId | null;
}

/** Seeds them. */
export function giveToHandlers(core: Core, calls: Calls): void {
  const candidates = candidatesOf(core);
  if (candidates.length === 0) return;
  const uses = createParameterUses(core, calls);
  const callers = callersOf(core, calls, candidates);
  const typeOf = (name: string): ApiNode => core.models.type('handler', name);
  const handlers = candidates.filter((candidate) => isHandler(core, calls, candidate, uses, callers.get(candidate.fn) ?? []));
  for (const { convention, request, response } of handlers) {
    core.seedApi(request, typeOf(types[convention]));
    if (response !== null) core.seedApi(response, typeOf('Response'));
  }
}

function candidatesOf(core: Core): readonly Candidate[] {
  return Array.from({ length: core.numbers.functionCount }, (_, fn) => candidateOf(core, fn)).filter((found) => found !== null);
}

function candidateOf(core: Core, fn: ProgramFunction): Candidate | null {
  const parameters = functionParts(core, fn)?.parameters ?? [];
  const names = parameters.map((parameter) => nameOf(core, parameter));
  const behind = names.findIndex((name, at) => at > 0 && responseNames.has(name) && requestNames.has(names[at - 1] ?? '')) - 1;
  const index = behind >= 0 ? behind : names.findIndex((name) => alone.has(name));
  const request = parameters[index];
  if (request === undefined) return null;
  const convention = behind >= 0 ? 'request' : (alone.get(names[index] ?? '') ?? 'request');
  const response = convention === 'request' ? (parameters[index + 1] ?? null) : null;
  const next = names[index + 2] === 'next' ? (parameters[index + 2] ?? null) : null;
  return { fn, convention, index, request, isPattern: names[index] === '', response, next };
}

function nameOf({ numbers }: Core, parameter: ValueId): string {
  const node = numbers.nodeOf(parameter);
  return node?.kind === 'parameter' ? node.name : '';
}

function isHandler(core: Core, calls: Calls, candidate: Candidate, uses: ParameterUses, callers: readonly CallShape[]): boolean {
  return isUsedAsHandler(candidate, uses) && !isKnown(core, candidate) && !isCalledOtherwise(core, calls, candidate, callers);
}

function has(found: number, hint: number): boolean {
  return (found & hint) !== 0;
}

/** What a server does with its response tells most; what any stream has, only beside a request that is read as one. */
function isUsedAsHandler({ convention, request, isPattern, response, next }: Candidate, uses: ParameterUses): boolean {
  const [read, sent] = [uses(request), response === null ? 0 : uses(response)];
  const isRead = has(read, hints.readsRequest | hints.readsMessage);
  if (convention === 'event') return has(read, hints.readsEvent);
  if (convention === 'context') return has(read, hints.answersContext) && (isRead || has(read, hints.readsContext));
  if (isPattern && !isRead) return false;
  // What else is done with them says nothing against that.
  if (has(sent, hints.answers)) return true;
  if (has(read | sent, hints.called) || has(read, hints.sendsRequest) || has(sent, hints.readsAnswer)) return false;
  if (has(sent, hints.writes) && isRead) return true;
  return next !== null && has(uses(next), hints.called) && has(read, hints.readsRequest);
}

/** Nothing is guessed where the program shows what it is handed. */
function isKnown({ solver, objects, models }: Core, { request, response }: Candidate): boolean {
  const isApi = (object: AbstractObject): boolean => objects.kindOf(object) === objectKinds.api;
  if (solver.pointsTo(request).some(isApi)) return true;
  const isOther = (object: AbstractObject): boolean => isApi(object) && models.member(objects.payloadOf(object), 'setHeader') === noApi;
  return response !== null && solver.pointsTo(response).some(isOther);
}

/** Calls of the candidates, but for those of tests, which make up requests of their own. */
function callersOf(core: Core, calls: Calls, candidates: readonly Candidate[]): ReadonlyMap<ProgramFunction, readonly CallShape[]> {
  const { objects, numbers } = core;
  const isAsideAt = numbers.files.map(({ path }) => isAside(path));
  const wanted = new Map<AbstractObject, CallShape[]>(candidates.map(({ fn }) => [objects.intern(objectKinds.function, fn), []]));
  for (const shape of core.shapes) {
    if (isAsideAt[numbers.fileOf(shape.origin)] === true) continue;
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
