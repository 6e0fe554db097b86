// Judges what is known about a value where it is used: which classes of harm the tests before it rule out, and why the others do not.
import type { Fact, FactId, NodeId, Test } from '../program/file-graph.ts';
import { everything, killsOfLength, longText, maskOf, paths, names, shortText } from './levels.ts';
import { gatherStart } from './guard-text.ts';
import { gatherCall, gatherDerived, gatherReturned } from './guard-calls.ts';
import { firstPartOf } from './derivation.ts';
import { stoppedByPart } from './guard-host.ts';
import { gatherAsked, gatherMember } from './guard-members.ts';
import { placeOf, type Base, type Judging } from './judging.ts';
import type { ReadPattern } from './pattern-view.ts';
import type { ProgramView } from './program-view.ts';
import {
  addNote,
  addVerdict,
  conclude,
  constantKills,
  eitherVerdict,
  gatherNothing,
  noVerdict,
  type Gathered,
  type Verdict,
} from './verdict.ts';

export interface Guards {
  /** What the facts, all of them true of one value, rule out. */
  readonly judge: (file: number, facts: readonly FactId[], base?: Base | null) => Verdict;
  /** Whether the facts, true of a list, say that none of its elements is the text, or holds it. */
  readonly isNone: (file: number, facts: readonly FactId[], text: string) => boolean;
}

/** Judges each set of facts once. */
export function createGuards(view: ProgramView, pattern: ReadPattern): Guards {
  const known = new Map<string, Verdict>();
  const gather = (file: number, facts: readonly FactId[], base: Base | null): Gathered => {
    const gathered = gatherNothing();
    gatherFacts({ view, pattern, file, base, plain: null, depth: 0, left: { facts: mostJudged }, gather: gatherFacts }, facts, gathered);
    return gathered;
  };
  return {
    isNone: (file, facts, text) => {
      const { words, texts } = gather(file, facts, null);
      return words.has(text) || texts.has(text);
    },
    judge: (file, facts, base = null) => {
      if (facts.length === 0) return noVerdict;
      const key = `${String(file)} ${base === null ? '' : String(base.node)} ${facts.join(',')}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const verdict = conclude(gather(file, facts, base));
      known.set(key, verdict);
      return verdict;
    },
  };
}

/** Facts that are looked at to judge one use, those of functions that are called and of alternatives counted. */
const mostJudged = 2000;
/** Facts of one value; more are not looked at. */
const mostFacts = 60;
/** Alternatives in alternatives. */
const deepestAny = 4;

function gatherFacts(judging: Judging, facts: readonly FactId[], gathered: Gathered): void {
  gatherTo(judging, facts, gathered, 0);
}

function gatherTo(judging: Judging, facts: readonly FactId[], gathered: Gathered, depth: number): void {
  const all = judging.view.graphOf(judging.file)?.facts ?? [];
  for (const id of facts.slice(0, mostFacts)) {
    const fact = all[id];
    if (fact === undefined || (judging.left.facts -= 1) < 0) continue;
    if (fact.test.kind !== 'any') gatherFact(judging, fact, gathered);
    else if (fact.holds && depth < deepestAny) gatherAny(judging, fact.test.sets, gathered, depth);
  }
}

function gatherAny(judging: Judging, sets: readonly (readonly FactId[])[], gathered: Gathered, depth: number): void {
  const all = judging.view.graphOf(judging.file)?.facts ?? [];
  if (sets.length > mostFacts) return;
  const isFolder = sets.map((set) => set.some((id) => isEqualToUnknown(judging, all[id])));
  const verdicts = sets.map((set, index) => {
    const inner = gatherNothing();
    gatherTo(judging, set, inner, depth + 1);
    // `p === root || p.startsWith(root + sep)`: the folder itself is no way out of it.
    if (isFolder[index] === true && isFolder.includes(false)) inner.kills |= paths;
    return conclude(inner);
  });
  addVerdict(gathered, eitherVerdict(verdicts));
}

function isEqualToUnknown({ view, file }: Judging, fact: Fact | undefined): boolean {
  return fact?.test.kind === 'equals' && fact.holds && view.constantsOf(file, fact.test.other) === null;
}

function gatherFact(judging: Judging, fact: Fact, gathered: Gathered): void {
  const { test, holds } = fact;
  switch (test.kind) {
    case 'truthy':
      if (!holds) gathered.kills |= everything;
      return;
    case 'equals':
      if (test.part === undefined) gatherEquals(judging, fact, test.other, gathered);
      else gatherPart(judging, fact, test.part, test.other, gathered);
      return;
    case 'typeof':
      if (holds) gathered.kills |= typeofKills[test.type] ?? 0;
      return;
    case 'instanceof':
      if (holds && isHarmlessClass(judging, test.class)) gathered.kills |= everything;
      return;
    case 'reads':
      gatherReads(judging, fact, test.object, gathered);
      return;
    case 'in':
      gatherIn(judging, fact, test.object, gathered);
      return;
    case 'compare':
      // Whatever compares is a number, or text that is one: `NaN` does not.
      if (holds && isNumeric(judging, test.other)) gathered.kills |= everything;
      return;
    case 'length':
      gatherLength(judging, fact, test, gathered);
      return;
    case 'call':
      gatherCall(judging, fact, test, gathered);
      return;
    case 'asked':
      if (holds) gatherAsked(judging, fact, test.call, gathered);
      return;
    case 'returned':
      gatherReturned(judging, fact, test, gathered);
      return;
    case 'any':
  }
}

/** A part of the subject equals: its beginning, or its host. */
function gatherPart(judging: Judging, fact: Fact, part: NodeId, other: NodeId, gathered: Gathered): void {
  const { view, file } = judging;
  const first = firstPartOf(view, file, part);
  if (first !== null) {
    // What it is says nothing of what follows.
    const test = { method: 'startsWith', receiver: first, arguments: [other], subject: -1, names: [] };
    if (!fact.holds && view.constantOf(file, other) === '..') gatherDerived(judging, fact, test, first, 'no', gathered);
    return;
  }
  const cut = view.callOf(file, part);
  if (cut !== null) {
    const test = { method: 'startsWith', receiver: fact.subject, arguments: [other], subject: -1, names: [] };
    gatherStart(judging, fact, test, fact.holds ? 'yes' : 'no', gathered);
  } else if (fact.holds && view.constantsOf(file, other) !== null) gathered.kills |= stoppedByPart(view, file, part, fact.subject);
}

/** `x.length <= 100`, and past `if (x.length > 100) return`. */
function gatherLength({ view, file }: Judging, fact: Fact, test: Extract<Test, { kind: 'length' }>, gathered: Gathered): void {
  const most = view.constantsOf(file, test.other)?.map(Number) ?? [];
  if (most.length === 0 || test.operator.startsWith('<') !== fact.holds) return;
  const kills = killsOfLength(Math.max(...most));
  gathered.kills |= kills;
  addNote(gathered, placeOf(file, fact), (longText | shortText) & ~kills, 'lets texts through that are long enough');
}

/** A string can still be any text, but is no operator of a query. */
const typeofKills: Readonly<Record<string, number>> = {
  number: everything,
  boolean: everything,
  bigint: everything,
  undefined: everything,
  symbol: everything,
  function: everything,
  string: maskOf(['nosql']),
};

const harmlessClasses: ReadonlySet<string> = new Set(['Date', 'RegExp', 'Number', 'Boolean', 'Promise', 'WeakMap', 'WeakSet']);

function isHarmlessClass({ view, file }: Judging, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  return node?.kind === 'global' && harmlessClasses.has(node.name);
}

function isNumeric({ view, file }: Judging, id: NodeId): boolean {
  const constants = view.constantsOf(file, id);
  if (constants !== null) return constants.every((constant) => typeof constant === 'number');
  const node = view.nodeOf(file, id);
  if (node?.kind === 'load') return node.property === 'length' || node.property === 'size';
  return node?.kind === 'scalar' && /^[-+*/%]|^<<|^>>|^\*\*/.test(node.operator);
}

function gatherEquals(judging: Judging, fact: Fact, other: NodeId, gathered: Gathered): void {
  const { view, file, among } = judging;
  const constants = view.constantsOf(file, other);
  if (constants === null && fact.holds && among?.element === other) {
    const test = { method: 'includes', receiver: among.list, arguments: [fact.subject], subject: 0, names: [] };
    gatherMember(judging, fact, test, 'yes', gathered);
  }
  if (constants === null) return;
  if (fact.holds) gathered.kills |= constantKills(constants);
  else for (const constant of constants.slice(0, 1)) if (constants.length === 1) gathered.words.set(String(constant), placeOf(file, fact));
}

/** What any object inherits can be read as well: names that do no harm but to prototypes. */
function gatherReads({ view, file }: Judging, fact: Fact, object: NodeId, gathered: Gathered): void {
  if (fact.holds && view.program.elementConstantsOf(view.valueOf(file, object)) !== null) gathered.kills |= everything & ~names;
}

function gatherIn({ view, file, base }: Judging, fact: Fact, object: NodeId, gathered: Gathered): void {
  const place = placeOf(file, fact);
  if (!fact.holds) {
    // Every ordinary object has `__proto__` in it.
    if (base !== null && base.node === object) gathered.kills |= names;
    return;
  }
  if (view.program.elementConstantsOf(view.valueOf(file, object)) !== null) {
    gathered.kills |= everything & ~names;
    addNote(gathered, place, names, '`in` also finds what an object inherits, such as `__proto__`');
    return;
  }
  gathered.weak |= everything & ~names;
  addNote(gathered, place, everything, 'the names that it must be among are not known');
}
