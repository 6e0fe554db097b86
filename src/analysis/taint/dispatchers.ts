// Functions that call another by the name that they are handed with its arguments: `invoke('remove', id)` calls no `rename`.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import type { ProgramFunction, ValueId } from '../link/value-flow.ts';
import type { ProgramView } from './program-view.ts';
import type { Way } from './trace.ts';

/** More calls with one value, and steps of a way, are not looked at. */
const mostCalls = 200;
const mostSteps = 200;

/** True where the way was handed on with the name of a function that a later call may call, and goes from that call into another. */
export function isMisdirected(view: ProgramView, { steps }: Way): boolean {
  return steps.slice(0, mostSteps).some(({ edge }, at) => {
    const fn = edge.kind === 'call' ? view.program.functionOf(edge.to) : null;
    if (fn === null || view.program.calleesOf(edge.site).length < 2) return false;
    const name = nameOfFunction(view, fn);
    return name !== '' && steps.slice(0, at).some(({ edge: { from } }) => isHandedWith(view, from, fn, name));
  });
}

function nameOfFunction({ program, graphOf }: ProgramView, fn: ProgramFunction): string {
  const at = program.functionAt(fn);
  return graphOf(at.file)?.functions[at.fn]?.name ?? '';
}

/** `f('other', value)`, and nowhere `f('name', value)`. Other functions are those that stand beside it: of many that a call may call not all are known. */
function isHandedWith(view: ProgramView, value: ValueId, fn: ProgramFunction, name: string): boolean {
  const at = view.program.nodeAt(value);
  const texts = at === null ? [] : textsBeside(view, at.file, at.node);
  if (texts.length === 0 || texts.includes(name)) return false;
  const { functions = [] } = view.graphOf(view.program.functionAt(fn).file) ?? {};
  return functions.some((other) => other.name !== '' && texts.includes(other.name));
}

/** Constant texts that are handed over in the same calls. */
function textsBeside({ callsWith, nodeOf: node }: ProgramView, file: number, value: NodeId): readonly string[] {
  return callsWith(file, value)
    .slice(0, mostCalls)
    .flatMap((call) =>
      call.arguments.flatMap((use) => {
        const argument = node(file, nodeOf(use));
        return argument?.kind === 'constant' && typeof argument.value === 'string' ? [argument.value] : [];
      }),
    );
}
