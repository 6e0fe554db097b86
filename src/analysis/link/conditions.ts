// Whether a sink's conditions hold: what is constant in the call's options.
import type { Condition, FlowClass } from '../models/model.ts';
import { factsOf } from '../program/file-graph.ts';
import type { Constant } from './constants.ts';
import type { FoundSink } from './consumers.ts';
import type { CallShape, Core } from './core.ts';
import { objectKinds } from './objects.ts';
import { originOf } from './texts.ts';
import { createUndefinedNames } from './undefined-names.ts';
import type { SinkUse, ValueFlow, ValueId } from './value-flow.ts';

/** What is known of values when all are linked. */
export interface KnownValues extends Pick<ValueFlow, 'constantsOf'> {
  /** Nothing flows there. */
  readonly isEmpty: (value: ValueId) => boolean;
}

export function sinkUses(core: Core, found: readonly FoundSink[], known: KnownValues): readonly SinkUse[] {
  const uses: SinkUse[] = [];
  const seen = new Map<unknown, Set<string>>();
  const isUndefined = createUndefinedNames(core.numbers);
  for (const { model, value, use, where } of found) {
    const key = `${String(value)} ${String(where.file)} ${String(where.start)} ${String(where.end)}`;
    const told = seen.get(model) ?? new Set<string>();
    seen.set(model, told);
    if (told.has(key) || !conditionsHold(core, model.when, where.shape, known)) continue;
    told.add(key);
    uses.push({
      model,
      value,
      facts: factsOf(use),
      factFile: core.numbers.fileOf(value),
      file: where.file,
      start: where.start,
      end: where.end,
      guessed: where.guessed,
      ...(model.callable && mayBeFunction(core, value) && { isFunction: true }),
      ...(where.guessed && databases.has(model.class) && where.shape !== null && isUndefined(where.shape.callee) && { isUndefined: true }),
    });
  }
  return uses;
}

/** What pages load from elsewhere and use without declaring it is no database. */
const databases: ReadonlySet<FlowClass> = new Set(['nosql', 'sql']);

/** One of a table's functions, chosen by a name that is computed: `handlers[name]`. That a function may stand there as well says nothing of the text. */
function mayBeFunction({ numbers, solver, objects }: Core, value: ValueId): boolean {
  const node = numbers.nodeOf(originOf(numbers, value));
  if (node?.kind !== 'load' || typeof node.property === 'string') return false;
  return solver.pointsTo(value).some((object) => {
    const kind = objects.kindOf(object);
    return kind === objectKinds.function || kind === objectKinds.bound;
  });
}

function conditionsHold(core: Core, when: readonly Condition[], shape: CallShape | null, known: KnownValues): boolean {
  return when.every((condition) => {
    if (shape === null) return condition.not;
    const index = condition.argument === 'last' ? shape.arguments.length - 1 : condition.argument;
    // Behind a spread nobody can count.
    if (shape.spread >= 0 && index >= shape.spread) return condition.not;
    const argument = shape.arguments[index];
    const values =
      argument === undefined
        ? [null]
        : condition.property === null
          ? known.constantsOf(argument.value)
          : propertyConstants(core, argument.value, condition.property, known);
    if (values === null) return condition.not;
    const among = (value: Constant): boolean => condition.is.includes(value);
    return condition.not ? values.some((value) => !among(value)) : values.some(among);
  });
}

/** What a property of an options object can be; absent is null. */
function propertyConstants(core: Core, options: ValueId, property: string, known: KnownValues): readonly Constant[] | null {
  const objects = core.solver.pointsTo(options);
  if (objects.length === 0) return known.constantsOf(options) === null ? null : [null];
  const found: Constant[] = [];
  for (const object of objects) {
    const kind = core.objects.kindOf(object);
    // A callback stands where the options may be left out.
    if (kind === objectKinds.function) {
      found.push(null);
      continue;
    }
    if (kind !== objectKinds.literal) return null;
    const id = core.heap.propertyId(property);
    // A place that is only read was made for the reader.
    if (!core.heap.has(object, id) || known.isEmpty(core.heap.place(object, id))) {
      if (core.heap.isOpen(object)) return null;
      found.push(null);
      continue;
    }
    const constants = known.constantsOf(core.heap.place(object, id));
    if (constants === null) return null;
    found.push(...constants);
  }
  return found;
}
