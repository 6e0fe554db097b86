// Tests of a text's parts: what it contains, how it begins, and whether a path stays in its folder.
import { nodeOf, type Fact, type NodeId } from '../program/file-graph.ts';
import { endsInSeparator, isSep } from './folder-ends.ts';
import { absolute, bitOf, climbing, paths } from './levels.ts';
import type { MethodTest, Outcome } from './method-test.ts';
import { placeOf, type Judging } from './judging.ts';
import { originsOf, pathFunctionOf, type ProgramView } from './program-view.ts';
import { addNote, prefixVerdict, type Gathered } from './verdict.ts';

/** `x.includes('..')`, `x.indexOf('..') === -1`, `x.indexOf(root) === 0`. */
export function gatherContained(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file } = judging;
  // Of the last place only what lies at the start, or before it: `lastIndexOf(root, 0)`.
  const [, from] = test.method === 'lastIndexOf' ? test.arguments : [];
  const isFromStart = test.method === 'indexOf' || (from !== undefined && view.constantOf(file, from) === 0);
  if (outcome === 'start' && isFromStart) return gatherStart(judging, fact, test, 'yes', gathered);
  if (outcome === 'not-start' && isFromStart) return gatherStart(judging, fact, test, 'no', gathered);
  const [part] = test.arguments;
  if (part === undefined || from !== undefined || (outcome !== 'no' && outcome !== 'absent')) return true;
  const texts = view.constantsOf(file, part);
  // One of several: which is not known.
  const [text, other] = texts ?? [];
  if (typeof text !== 'string' || other !== undefined) return true;
  gathered.texts.set(text, { ...placeOf(file, fact), isResolved: isResolvedPath(view, file, test.receiver) });
  return true;
}

const namesNoFolder = /^(?:[a-z]:)?[./\\]*$/iu;

/** `x.startsWith(root)`: right for a path that was made plain first, and a root that ends in a separator. */
export function gatherStart(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file } = judging;
  const [prefix] = test.arguments;
  const { receiver } = test;
  if (prefix === undefined || receiver === null) return false;
  const constants = isWayUp(view, file, prefix)
    ? ['../']
    : (view.constantsOf(file, prefix) ?? []).filter((constant) => typeof constant === 'string');
  const place = placeOf(file, fact);
  if (outcome === 'no') gatherNoStart(judging, receiver, constants, place, gathered);
  if (outcome !== 'yes') return true;
  if (constants.length === 1) gathered.begins.add(constants[0] ?? '');
  if (constants.length > 0) gathered.kills |= constants.reduce((mask, constant) => mask & prefixVerdict(constant), ~0);
  if (constants.includes('/')) addNote(gathered, place, bitOf('redirect'), 'an address that begins with two slashes names another host');
  // So does every path.
  if (constants.some((constant) => namesNoFolder.test(constant))) return true;
  if (!isPlainPath(judging, receiver))
    addNote(gathered, place, paths, 'the path was not made plain before its beginning was looked at: `..` may follow');
  else if (endsInSeparator(view, file, prefix)) gathered.kills |= paths;
  else {
    gathered.weak |= paths;
    addNote(
      gathered,
      place,
      paths,
      'the beginning that it is compared with does not end in a separator: a neighbouring folder may begin the same',
    );
  }
  return true;
}

/** `'..' + path.sep`. */
function isWayUp(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  const operands = node?.kind === 'concat' ? node.operands.map(nodeOf).filter((operand) => view.constantOf(file, operand) !== '') : [];
  const [up, sep, other] = operands;
  return up !== undefined && sep !== undefined && other === undefined && view.constantOf(file, up) === '..' && isSep(view, file, sep);
}

function gatherNoStart(
  judging: Judging,
  receiver: NodeId,
  constants: readonly string[],
  place: ReturnType<typeof placeOf>,
  gathered: Gathered,
): void {
  const { view, file } = judging;
  const [constant, other] = constants;
  if (constant === undefined || other !== undefined) return;
  gathered.beginsNot.add(constant);
  if (constant === '/') gathered.kills |= absolute;
  if (constant !== '..' && constant !== '../' && constant !== '.') return;
  const relative = view.graphOf(file) === null ? null : isRelativeTo(view, file, receiver);
  if (relative === true) gathered.kills |= paths;
  else if (isPlainPath(judging, receiver)) gathered.kills |= climbing;
  else addNote(gathered, place, climbing, 'only the beginning is looked at: `..` may follow');
}

/** `path.isAbsolute(x)` failed: it is none. */
export function gatherAbsolute({ file }: Judging, fact: Fact, outcome: Outcome, gathered: Gathered): boolean {
  if (outcome === 'no') gathered.kills |= absolute;
  else if (outcome === 'yes') addNote(gathered, placeOf(file, fact), climbing, 'an absolute path may hold `..` as well');
  return true;
}

/** What `path.relative(root, x)` gives. */
function isRelativeTo(view: ProgramView, file: number, node: NodeId): boolean {
  return everyOrigin(view, file, node, (id) =>
    (view.callOf(file, id)?.names ?? []).some((name) => /^path\.(?:\w+\.)?relative$/.test(name)),
  );
}

/** What makes a path plain. */
const plainMakers: ReadonlySet<string> = new Set(['normalize', 'resolve', 'join', 'relative']);
const realPath = /^(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?realpath(?:Sync)?(?:\.native)?$/;

/** True for what was joined or resolved: `..` in what it was made of has led somewhere and is gone. */
export function isResolvedPath(view: ProgramView, file: number, node: NodeId | null): boolean {
  if (node === null) return false;
  return everyOrigin(view, file, node, (id) => ['join', 'resolve'].includes(pathFunctionOf(view.callOf(file, id)) ?? ''));
}

/** The path of an address, out of which every `..` has led already. */
const fromAddress = /^url\.fileURLToPath$/;

/** True for what has no `..` left but at its beginning: the result of resolving or normalising. */
export function isPlainPath({ view, file, plain }: Judging, node: NodeId): boolean {
  return everyOrigin(view, file, node, (id) => {
    if (id === plain) return true;
    const call = view.callOf(file, id);
    const made = pathFunctionOf(call);
    return made === null ? (call?.names ?? []).some((name) => realPath.test(name) || fromAddress.test(name)) : plainMakers.has(made);
  });
}

function everyOrigin(view: ProgramView, file: number, node: NodeId, test: (id: NodeId) => boolean): boolean {
  const graph = view.graphOf(file);
  const origins = graph === null ? null : originsOf(graph, node);
  return origins !== null && origins.length > 0 && origins.every(test);
}
