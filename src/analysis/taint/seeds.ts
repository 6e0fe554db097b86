// Where flows begin: what models call a source, and the parameters of the exported API.
import type { SourceKind } from '../models/model.ts';
import type { ValueFlow, ValueId } from '../link/value-flow.ts';
import { groupOf, sourceGroups } from './confidence.ts';
import { messageOrigin } from './message-origin.ts';
import { bitOf, everything, maskOf, noLevels, type ClassMask, type Level, type Levels } from './levels.ts';
import type { Seed } from './cells.ts';
import type { ProgramView } from './program-view.ts';
import { doubtedOfSource } from './request-headers.ts';
import type { Way } from './trace.ts';

export interface SourceSeed extends Seed {
  readonly kind: SourceKind;
  readonly what: string;
  readonly api: string | null;
  /** What the API can be made of; null for what is no parameter of one. */
  readonly files: ReadonlySet<number> | null;
  /** See `SourceModel`. */
  readonly isAddress: boolean;
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

/** Code generated for an extension, or its own pages, call its functions: which paths they name is their affair, but none of them is meant to run commands. */
const runningClasses = maskOf(['command', 'code']);

/** One seed for each source. */
export function seedsOf(view: ProgramView): readonly SourceSeed[] {
  const { program } = view;
  const seeds: SourceSeed[] = [];
  const levelsOf = (level: Level, classes: ClassMask): Levels => {
    const levels = noLevels();
    levels[level] = classes;
    return levels;
  };
  for (const source of program.sources) {
    const { kind, value, what, mixed, model } = source;
    // Text is no operator of a query.
    const classes = model?.text === true ? everything & ~bitOf('nosql') : everything;
    const origin = kind === 'browser' ? messageOrigin(program, value) : 'any';
    if (origin === 'known') continue;
    // What a page has names like any object's (`name`, `href`, `data`): where it may be another's, it mostly is.
    const isWeak = (kind === 'browser' && mixed) || origin === 'asked';
    const level = isWeak ? weakLevel : model?.guessed === true ? guessedLevel : sureLevel;
    const doubted = doubtedOfSource(view, source);
    const levels = levelsOf(level, classes & ~doubted);
    levels[weakLevel] = (levels[weakLevel] ?? 0) | (classes & doubted);
    seeds.push({
      group: groupNumber(kind),
      value,
      levels,
      isHandedIn: false,
      kind,
      what,
      api: null,
      files: null,
      isAddress: model?.address === true,
    });
  }
  const handedIn = {
    kind: 'parameter',
    what: 'parameter of the exported API',
    isHandedIn: true,
    isAddress: false,
    group: groupNumber('parameter'),
  } as const;
  for (const { value, api, files, isKept, isExtension } of program.exported) {
    const level = isKept === true || isNumber(program, value) ? weakLevel : sureLevel;
    const classes = isExtension ? runningClasses : everything;
    seeds.push({ ...handedIn, value, levels: levelsOf(level, classes), api, files });
  }
  return seeds;
}

function groupNumber(kind: SourceKind): number {
  return sourceGroups.indexOf(groupOf(kind));
}

function isNumber(program: ValueFlow, value: ValueId): boolean {
  const at = program.nodeAt(value);
  const type = at === null ? undefined : program.files[at.file]?.graph.nodes[at.node]?.type;
  return type?.specifier === null && numericTypes.has(type.name);
}
