// What a call may call, as taint asks it to judge tests.
import { noApi } from '../models/compiled.ts';
import type { BuiltinTable } from './builtin-names.ts';
import type { Calls } from './calls.ts';
import type { CallShape, Core } from './core.ts';
import type { Modules } from './modules.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { calleeName } from './texts.ts';
import type { Callee, ValueId } from './value-flow.ts';
import { classParts } from './wiring-parts.ts';

export interface CalleePorts {
  readonly calls: Calls;
  readonly builtins: BuiltinTable;
  readonly modules: Modules;
}

export function calleeAnswers(core: Core, ports: CalleePorts): (call: ValueId) => readonly Callee[] {
  const shapes = new Map<ValueId, CallShape>();
  for (const shape of core.shapes) if (shape.callee >= 0) shapes.set(shape.result, shape);
  const cache = new Map<ValueId, readonly Callee[]>();
  return (call) => {
    const known = cache.get(call);
    if (known !== undefined) return known;
    const shape = shapes.get(call);
    const found = shape === undefined ? [] : ports.calls.calleesOf(shape).flatMap((object) => calleeOf(core, ports, object));
    const answer: readonly Callee[] =
      found.length > 0 || shape === undefined ? found : [{ kind: 'unknown', name: calleeName(core.numbers, shape.callee) ?? '' }];
    cache.set(call, answer);
    return answer;
  };
}

function calleeOf(core: Core, ports: CalleePorts, object: AbstractObject): readonly Callee[] {
  const payload = core.objects.payloadOf(object);
  switch (core.objects.kindOf(object)) {
    case objectKinds.function:
      return [{ kind: 'function', fn: payload }];
    case objectKinds.class: {
      const construct = classParts(core, payload)?.construct ?? null;
      return construct === null ? [] : [{ kind: 'function', fn: construct }];
    }
    case objectKinds.api:
      return [{ kind: 'library', name: core.models.nameOf(payload), guards: core.models.guards(payload) }];
    case objectKinds.builtin: {
      const name = ports.builtins.names[payload] ?? '';
      const state = ports.modules.globalPath(name);
      return [{ kind: 'library', name, guards: state === noApi ? [] : core.models.guards(state) }];
    }
    default:
      return [];
  }
}
