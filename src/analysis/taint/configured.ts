// What a server is set up with: parameters of a function that makes handlers of requests, used where these answer them.
import type { FlowPlace } from './flow.ts';
import type { ProgramView } from './program-view.ts';
import { seedOf } from './seeds.ts';
import type { Way } from './trace.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Tells of a way that ends in a handler of requests whether it begins around that handler: whoever runs the server chose it, and nobody who asks it. */
export function createConfigured(view: ProgramView): (way: Way, end: FlowPlace) => boolean {
  const handlers = handlersByFile(view);
  return (way, { file, start }) => {
    const { kind, value } = seedOf(way);
    const around = kind === 'parameter' ? rangeOf(view, value) : null;
    if (around?.file !== file) return false;
    return (handlers.get(file) ?? []).some((handler) => isWithin(handler, around) && handler.start <= start && start < handler.end);
  };
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start;
}

function handlersByFile(view: ProgramView): ReadonlyMap<number, readonly Range[]> {
  const found = new Map<number, Map<number, Range>>();
  for (const { kind, value } of view.program.sources) {
    const range = kind === 'remote' ? rangeOf(view, value) : null;
    if (range !== null) found.set(range.file, (found.get(range.file) ?? new Map<number, Range>()).set(range.start, range));
  }
  return new Map([...found].map(([file, ranges]) => [file, [...ranges.values()]]));
}

/** Where the function stands that the value is one of. */
function rangeOf({ program, graphOf }: ProgramView, value: number): (Range & { readonly file: number }) | null {
  const fn = program.functionOf(value);
  const at = fn === null ? null : program.functionAt(fn);
  const found = at === null ? undefined : graphOf(at.file)?.functions[at.fn];
  return at === null || found === undefined ? null : { file: at.file, start: found.start, end: found.end };
}
