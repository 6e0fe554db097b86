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

export function sinkUses(core: Core, found: readonly FoundSink[], constantsOf: ValueFlow['constantsOf']): readonly SinkUse[] {
  const uses: SinkUse[] = [];
  const seen = new Map<unknown, Set<string>>();
  const isUndefined = createUndefinedNames(core.numbers);
  for (const { model, value, use, where } of found) {
    const key = `${String(value)} ${String(where.file)} ${String(where.start)} ${String(where.end)}`;
    const known = seen.get(model) ?? new Set<string>();
    seen.set(model, known);
    if (known.has(key) || !conditionsHold(core, model.when, where.shape, constantsOf)) continue;
    known.add(key);
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

function conditionsHold(core: Core, when: readonly Condition[], shape: CallShape | null, constantsOf: ValueFlow['constantsOf']): boolean {
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
          ? constantsOf(argument.value)
          : propertyConstants(core, argument.value, condition.property, constantsOf);
    if (values === null) return condition.not;
    const among = (value: Constant): boolean => condition.is.includes(value);
    return condition.not ? values.some((value) => !among(value)) : values.some(among);
  });
}

/** What a property of an options object can be; absent is null. */
function propertyConstants(
  core: Core,
  options: ValueId,
  property: string,
  constantsOf: ValueFlow['constantsOf'],
): readonly Constant[] | null {
  const objects = core.solver.pointsTo(options);
  if (objects.length === 0) return constantsOf(options) === null ? null : [null];
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
    if (!core.heap.has(object, id)) {
      if (core.heap.isOpen(object)) return null;
      found.push(null);
      continue;
    }
    const constants = constantsOf(core.heap.place(object, id));
    if (constants === null) return null;
    found.push(...constants);
  }
  return found;
}
