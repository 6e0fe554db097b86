// Places in the heap that labels of prototypes go through: which of them may as well hold another object than the one that went in.
import type { ValueId } from '../link/value-flow.ts';
import { nodeOf, type FlowNode, type FunctionId } from '../program/file-graph.ts';
import { onlyOrigin, originsOf, type ProgramView } from './program-view.ts';

/** A place in the heap; what hands values to a callback and back stands there as well, and so do `arguments` and rest parameters, but these are none. */
export function isPlace(view: ProgramView, value: ValueId): boolean {
  const { program } = view;
  if (program.nodeAt(value) !== null || isLocal(view, value) || isHandedOut(view, value)) return false;
  const isArgument = program.holdsArgument(value);
  return (
    !program.outOf(value).some(({ kind, to }) => kind === 'call' || (isArgument && readsArguments(view, to))) &&
    !program.into(value).some(({ kind }) => kind === 'return')
  );
}

/**
 * A property with a name of an object that one function makes and writes: where that function also reads it (`stack.push({ to, from })`, and later
 * `stack.pop().to`), or whoever calls it takes it out of what it gives back: `const { to, name } = walk(path)`.
 */
function isLocal(view: ProgramView, value: ValueId): boolean {
  const { program } = view;
  const literal = program.literalOf(value);
  const kept = program.keptAs(value);
  const made = literal === null || kept === null || typeof kept === 'string' ? null : program.nodeAt(literal);
  if (made === null) return false;
  const fn = program.files[made.file]?.graph.nodes[made.node]?.fn;
  const isWithin = (other: ValueId): boolean => {
    const at = program.nodeAt(other);
    return at !== null && at.file === made.file && view.nodeOf(at.file, at.node)?.fn === fn;
  };
  return (
    program.into(value).every(({ from }) => isWithin(from)) &&
    program.outOf(value).every(({ to }) => isWithin(to) || isOfCall(view, to, made.file, fn))
  );
}

/** A property of what a call of that function gave back. */
function isOfCall(view: ProgramView, value: ValueId, file: number, fn: FunctionId | undefined): boolean {
  const at = view.program.nodeAt(value);
  const graph = at === null ? null : view.graphOf(at.file);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  const object = graph === null || node?.kind !== 'load' ? null : onlyOrigin(graph, nodeOf(node.object));
  const callees = at === null || object === null ? [] : (view.callOf(at.file, object)?.callees ?? []);
  return callees.some((callee) => {
    const called = callee.kind === 'function' ? view.program.functionAt(callee.fn) : null;
    return called !== null && called.file === file && called.fn === fn;
  });
}

/**
 * A field that a constructor sets to what it is handed, where each instance is given back by the function that makes it: `return new Cursor(child)`. Whoever
 * named the child calls the methods of its cursor.
 */
function isHandedOut(view: ProgramView, value: ValueId): boolean {
  const { program } = view;
  const kept = program.keptAs(value);
  if (kept === null || typeof kept === 'string') return false;
  // What it would inherit there, if anything was.
  const written = program.into(value).filter(({ from }) => program.nodeAt(from) !== null || program.into(from).length > 0);
  const makers = written.flatMap(({ from }) => parametersBehind(view, from) ?? [-1]);
  const calls = makers.flatMap((parameter) => (parameter < 0 ? [] : program.into(parameter).filter(({ kind }) => kind === 'call')));
  const isNamed = (to: ValueId): boolean => nodeAt(view, to)?.kind === 'load';
  return (
    calls.length > 0 &&
    calls.length <= mostCalls &&
    !makers.includes(-1) &&
    calls.every(({ site }) => isReturnedInstance(view, site)) &&
    program.outOf(value).every(({ to }) => isNamed(to))
  );
}

/** More calls of one constructor, and more ways out of what makes an instance, are not looked at. */
const mostCalls = 100;
const mostReturns = 20;

/** The parameters that a value is, or what is new beside them: `value || {}`; null for anything else. */
function parametersBehind(view: ProgramView, value: ValueId): readonly ValueId[] | null {
  const at = view.program.nodeAt(value);
  const graph = at === null ? null : view.graphOf(at.file);
  const origins = at === null || graph === null ? null : originsOf(graph, at.node);
  if (at === null || origins === null) return null;
  const kinds = origins.map((id) => graph?.nodes[id]?.kind);
  if (!kinds.every((kind) => kind === 'parameter' || kind === 'object' || kind === 'constant')) return null;
  return origins.filter((_, index) => kinds[index] === 'parameter').map((id) => view.valueOf(at.file, id));
}

function isReturnedInstance(view: ProgramView, site: ValueId): boolean {
  const at = view.program.nodeAt(site);
  const graph = at === null ? null : view.graphOf(at.file);
  const node = at === null ? undefined : graph?.nodes[at.node];
  if (at === null || graph === null || node?.kind !== 'call' || !node.new) return false;
  return (graph.functions[node.fn]?.returns ?? [])
    .slice(0, mostReturns)
    .some((use) => originsOf(graph, nodeOf(use))?.includes(at.node) === true);
}

function nodeAt(view: ProgramView, value: ValueId): FlowNode | null {
  const at = view.program.nodeAt(value);
  return at === null ? null : view.nodeOf(at.file, at.node);
}

/** Of the list itself, or of what may be a copy of it. */
function readsArguments(view: ProgramView, value: ValueId): boolean {
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  const list = at === null || node?.kind !== 'load' ? null : view.nodeOf(at.file, nodeOf(node.object));
  const [first] = at !== null && list?.kind === 'phi' ? list.inputs : [];
  const origin = at === null || first === undefined ? list : view.nodeOf(at.file, nodeOf(first));
  return origin?.kind === 'arguments' || (origin?.kind === 'parameter' && origin.rest);
}
