// Where flows begin: what models call a source, and the parameters of the exported API.
import type { SourceKind } from '../models/model.ts';
import type { ValueFlow, ValueId } from '../link/value-flow.ts';
import { groupOf, sourceGroups } from './confidence.ts';
import { bitOf, everything, noLevels, type Level } from './levels.ts';
import type { Seed } from './tabulation.ts';
import type { Way } from './trace.ts';

export interface SourceSeed extends Seed {
  readonly kind: SourceKind;
  readonly what: string;
  readonly api: string | null;
}

/** Where a way of what sources hand out begins. */
export function seedOf({ seed }: Way): SourceSeed {
  return seed as SourceSeed;
}

const sureLevel: Level = 0;
const numericTypes: ReadonlySet<string> = new Set(['number', 'boolean', 'bigint']);
/** Told as by a call that nothing is known of. */
const guessedLevel: Level = 2;
/** Told at low confidence only; so is what types say cannot be text, or a name that it is private: whoever calls with text breaks the contract. */
const weakLevel: Level = 4;

/** One seed for each source. */
export function seedsOf(program: ValueFlow): readonly SourceSeed[] {
  const seeds: SourceSeed[] = [];
  const add = (kind: SourceKind, value: ValueId, what: string, api: string | null, level: Level, isText = false): void => {
    const levels = noLevels();
    // Text is no operator of a query.
    levels[level] = isText ? everything & ~bitOf('nosql') : everything;
    seeds.push({ group: sourceGroups.indexOf(groupOf(kind)), value, levels, isHandedIn: api !== null, kind, what, api });
  };
  // What a page has names like any object's (`name`, `href`, `data`): where it may be another's, it mostly is.
  for (const { kind, value, what, mixed, model } of program.sources) {
    const level = kind === 'browser' && mixed ? weakLevel : model?.guessed === true ? guessedLevel : sureLevel;
    add(kind, value, what, null, level, model?.text);
  }
  for (const { value, api, isKept } of program.exported) {
    const isWeak = isKept === true || isNumber(program, value);
    add('parameter', value, 'parameter of the exported API', api, isWeak ? weakLevel : sureLevel);
  }
  return seeds;
}

function isNumber(program: ValueFlow, value: ValueId): boolean {
  const at = program.nodeAt(value);
  const type = at === null ? undefined : program.files[at.file]?.graph.nodes[at.node]?.type;
  return type?.specifier === null && numericTypes.has(type.name);
}
