// From graphs to findings: links and solves each tree in a worker, then has the few files with findings told. Skipped where nothing changed since.
import { createHash } from 'node:crypto';
import type { LibraryModel } from '../../../analysis/models/model.ts';
import type { FormerDependencies } from '../../../analysis/link/manifests.ts';
import type { JudgedPattern } from '../../../analysis/regex/check.ts';
import type { RawFinding } from '../../../core/documents.ts';
import type { Flow, FlowPlace } from '../../../analysis/taint/flow.ts';
import type { GateContext, WorkerPool } from '../../../core/gate.ts';
import type { Tree } from '../../../core/workspace.ts';
import type { Job, TreePlace } from '../jobs.ts';
import { digestOf, graphKey, type Judged } from '../run-jobs.ts';
import { slowRulesOf, type FlowRule, type SlowRule } from '../rule.ts';
import { isFinding, type SolveTask } from '../task.ts';
import type { LibraryParameters, Solution } from './engine.ts';
import { createDescriber, type FlowFile } from './describe.ts';
import { findingOfFlow } from './finding.ts';
import { formerDependencies, formerLibraries } from './libraries.ts';
import { parsedManifests, readManifests, type Manifest, type Manifests } from './manifests.ts';
import { loadPacked, pack, storePacked, unpack } from './packed.ts';

/** A content with a graph. */
export interface GraphedJob {
  readonly job: Job;
  readonly judged: Judged;
}

/** A slow regular expression where it is written, and how a finding tells of it where text is matched by it. */
export type ToldPattern = Pick<RawFinding, 'location' | 'severity' | 'confidence'>;

/** What following one tree's flows gave. */
export interface TreeFlows {
  readonly findings: readonly RawFinding[];
  readonly patterns: readonly ToldPattern[];
  /** Files that were linked. */
  readonly files: number;
  /** The tree's packages, by their `package.json`. */
  readonly packages: readonly string[];
  /** Those whose exported parameters counted as sources. */
  readonly libraries: readonly string[];
  /** Paths of tests that nothing loads. */
  readonly tests: readonly string[];
  /** Paths of those that nothing is known to load. */
  readonly testFiles: readonly string[];
  /** What limits what was found, each once, with the number of places. */
  readonly gaps: readonly { readonly reason: string; readonly count: number }[];
  /** Why nothing is known, or not all that there is; or null. */
  readonly failure: string | null;
}

/** What it takes to follow flows. */
export interface FlowSetting {
  readonly context: Pick<GateContext, 'workspace' | 'cache' | 'settings' | 'models'>;
  readonly pool: WorkerPool;
  readonly rules: readonly (FlowRule | SlowRule)[];
  /** Tells engines and rules apart, for the cache. */
  readonly engine: string;
  readonly judgedPatterns: readonly JudgedPattern[];
}

/** Follows both trees side by side. The base is null where there is none. Throws McgateError `invalid-document` for a broken model of the trusted tip, never for what files hold. */
export async function followFlows(
  graphed: readonly GraphedJob[],
  setting: FlowSetting,
): Promise<{ readonly judged: TreeFlows; readonly base: TreeFlows | null }> {
  // A narrowed run tells a part, but data comes from and goes to all.
  const { judged, base } = setting.context.workspace.around ?? setting.context.workspace;
  const baseProgram = base === null ? null : await programOf(graphed, 'base', base, setting, null);
  const judgedProgram = await programOf(graphed, 'judged', judged, setting, baseProgram);
  if (baseProgram === null) return { judged: withUnread(await followTree(judgedProgram, setting), judgedProgram, null), base: null };
  if (baseProgram.key === judgedProgram.key) {
    const both = await followTree(judgedProgram, setting);
    return { judged: both, base: both };
  }
  const [one, other] = await Promise.all([followTree(judgedProgram, setting), followTree(baseProgram, setting)]);
  return { judged: withUnread(one, judgedProgram, baseProgram), base: other };
}

/** Whoever makes a manifest unreadable must not make flows vanish by it: one that the change touched has to be read. */
function withUnread(flows: TreeFlows, { leftOut }: TreeProgram, base: TreeProgram | null): TreeFlows {
  const before = new Set(base?.leftOut);
  const [first] = leftOut.filter((entry) => !before.has(entry));
  if (first === undefined || flows.failure !== null) return flows;
  return { ...flows, failure: `${first.slice(first.indexOf(' ') + 1)} cannot be read, or there are too many such files` };
}

interface TreeProgram {
  readonly tree: Tree;
  readonly files: readonly FlowFile[];
  readonly manifests: readonly Manifest[];
  readonly leftOut: Manifests['leftOut'];
  readonly libraryParameters: LibraryParameters;
  readonly knownLibraries: readonly string[];
  readonly formerDependencies: readonly FormerDependencies[];
  readonly models: readonly LibraryModel[];
  /** Names all that the flows depend on. */
  readonly key: string;
}

async function programOf(
  graphed: readonly GraphedJob[],
  name: TreePlace['tree'],
  tree: Tree,
  { context, engine }: FlowSetting,
  before: Pick<TreeProgram, 'manifests'> | null,
): Promise<TreeProgram> {
  const files = graphed
    .flatMap(({ job, judged }) =>
      job.places.flatMap((place): readonly FlowFile[] => (place.tree === name ? [{ path: place.path, kind: job.kind, ...judged }] : [])),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const { read: manifests, leftOut } = await readManifests(tree);
  const { libraryParameters } = context.settings;
  const trees = before === null ? null : ([parsedManifests(before.manifests), parsedManifests(manifests)] as const);
  const known = {
    libraryParameters,
    knownLibraries: trees === null ? [] : formerLibraries(...trees, libraryParameters),
    formerDependencies: trees === null ? [] : formerDependencies(...trees),
  };
  const hash = createHash('sha256').update(JSON.stringify([engine, known, manifests, leftOut, context.models]));
  for (const { path, digest } of files) hash.update(`\0${path}\0${digest}`);
  const models = await parsedModels(context.models);
  return { ...known, tree, files, manifests, leftOut, models, key: `flows/${hash.digest('hex')}` };
}

/** What reads them weighs half a megabyte, and few repositories have any. */
async function parsedModels(models: GateContext['models']): Promise<readonly LibraryModel[]> {
  if (models.length === 0) return [];
  const { parseLibraryModel } = await import('../library-model.ts');
  return models.map(({ text, path }) => parseLibraryModel(text, path));
}

async function followTree(program: TreeProgram, setting: FlowSetting): Promise<TreeFlows> {
  const { cache } = setting.context;
  if (program.files.length === 0) return { ...nothing, failure: null };
  const known = await loadPacked(cache, program.key);
  const cached = known === null ? null : treeFlowsOf(known);
  if (cached !== null) return cached;
  const flows = await solveTree(program, setting);
  if (flows.failure === null) await storePacked(cache, program.key, pack(flows));
  return flows;
}

const nothing = { findings: [], patterns: [], files: 0, packages: [], libraries: [], tests: [], testFiles: [], gaps: [] } as const;

/** Null for what is none: a damaged cache is a miss. */
function treeFlowsOf(bytes: Uint8Array): TreeFlows | null {
  try {
    const value = unpack(bytes) as Partial<Record<keyof TreeFlows, unknown>> | null;
    if (value === null || !Array.isArray(value.findings) || !value.findings.every(isFinding) || typeof value.files !== 'number')
      return null;
    const lists = [value.patterns, value.gaps, value.packages, value.libraries, value.tests, value.testFiles];
    return lists.every((list) => Array.isArray(list)) && value.failure === null ? (value as TreeFlows) : null;
  } catch {
    return null;
  }
}

async function solveTree(program: TreeProgram, setting: FlowSetting): Promise<TreeFlows> {
  const { pool, context, rules, judgedPatterns } = setting;
  const timeoutMs = Math.max(1000, Math.floor(context.settings.timeoutMs / 2));
  const missing = { ...nothing, files: program.files.length };
  const graphs = await graphsOf(program, setting, timeoutMs);
  if (typeof graphs === 'string') return { ...missing, failure: graphs };
  const { manifests, libraryParameters, knownLibraries, formerDependencies: former, models } = program;
  const known = { libraryParameters, knownLibraries, formerDependencies: former };
  const task: SolveTask = { kind: 'solve', files: graphs, manifests, ...known, models, judgedPatterns };
  const result = await pool.run(task, timeoutMs);
  if (!result.ok) return { ...missing, failure: failureText(result, timeoutMs) };
  const solution = solutionOf(result.value, program.files.length);
  if (solution === null) return { ...missing, failure: 'the answer is malformed' };
  const told = await tell(solution, program, rules, setting, timeoutMs);
  const { packages, libraries } = solution;
  const pathsOf = (indexes: readonly number[]): readonly string[] => indexes.flatMap((index) => program.files[index]?.path ?? []);
  const [tests, testFiles] = [pathsOf(solution.tests), pathsOf(solution.testFiles)];
  return { ...missing, ...told, packages, libraries, tests, testFiles, gaps: gapsOf(solution), failure: told.failure ?? cutOf(solution) };
}

function failureText(result: { readonly failure: 'crashed' | 'timed-out'; readonly detail: string }, timeoutMs: number): string {
  if (result.failure === 'timed-out') return `it takes more than ${String(Math.round(timeoutMs / 1000))} seconds`;
  return result.detail.includes('memory limit') ? 'it needs too much memory' : 'the engine failed';
}

/** The packed graph of each file: made in this run, or kept, or made now. Else why not. */
async function graphsOf(
  { tree, files }: TreeProgram,
  { context, pool }: FlowSetting,
  timeoutMs: number,
): Promise<readonly { readonly path: string; readonly graph: Uint8Array }[] | string> {
  const graphs: { readonly path: string; readonly graph: Uint8Array }[] = [];
  for (const file of files) {
    const { path, kind, digest, graph } = file;
    const known = graph ?? (await loadPacked(context.cache, graphKey(digest)));
    if (known !== null) graphs.push({ path, graph: known });
    if (known !== null) continue;
    const read = await tree.read(path, Number.MAX_SAFE_INTEGER);
    // What a working tree holds by now may be another content: its graph must not be kept under this one's name.
    const isSame = read.ok && digestOf(file, read.bytes) === digest;
    const made = isSame ? await pool.run({ kind: 'graph', file: { kind, bytes: read.bytes } }, timeoutMs) : null;
    if (made?.ok !== true || !(made.value instanceof Uint8Array)) return `${path} cannot be read again`;
    await storePacked(context.cache, graphKey(digest), made.value);
    graphs.push({ path, graph: made.value });
  }
  return graphs;
}

/** A worker that links hostile files' graphs is believed no further than that its indexes exist: of files, of tests, and of the step that is told. */
export function solutionOf(value: unknown, files: number): Solution | null {
  const solution = (value ?? {}) as Partial<Record<keyof Solution, unknown>>;
  const { flows, gaps, fileGaps, packages, libraries, tests, testFiles } = solution;
  if (!Array.isArray(flows) || ![gaps, fileGaps, packages, libraries, tests, testFiles].every((list) => Array.isArray(list))) return null;
  const isFile = (file: unknown): boolean => isIndex(file, files);
  const sound = (flows as Solution['flows']).every(
    ({ steps, failedGuards, also = [], told }) =>
      [...steps, ...failedGuards, ...also].every(({ file }) => isFile(file)) && (told === undefined || isIndex(told, steps.length)),
  );
  return sound && [...(tests as readonly unknown[]), ...(testFiles as readonly unknown[])].every(isFile) ? (value as Solution) : null;
}

function isIndex(value: unknown, length: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}

async function tell(
  solution: Solution,
  { tree, files }: TreeProgram,
  rules: readonly (FlowRule | SlowRule)[],
  { pool }: FlowSetting,
  timeoutMs: number,
): Promise<Pick<TreeFlows, 'findings' | 'patterns' | 'failure'>> {
  const ruleOf = chooserOf(rules);
  const wanted = solution.flows.filter((flow) => ruleOf(flow) !== null);
  const describer = createDescriber(wanted, files);
  const failure = await describer.read(tree, pool, timeoutMs);
  const told = wanted.flatMap((flow) => {
    const rule = ruleOf(flow);
    const finding = rule === null ? null : findingOfFlow(flow, rule, describer.placeOf, describer.clean);
    return finding === null ? [] : [{ flow, finding }];
  });
  const findings = told.map(({ finding }) => finding);
  const patterns = told.flatMap(({ flow, finding: { severity, confidence } }) =>
    patternsOf(flow).flatMap((written): readonly ToldPattern[] => {
      const place = describer.placeOf(written);
      return place === null ? [] : [{ location: place.location, severity, confidence }];
    }),
  );
  return { findings, patterns, failure };
}

/** Where the slow regular expressions that a flow tells of are written. */
function patternsOf({ slow, also = [] }: Flow): readonly FlowPlace[] {
  if (slow === null) return [];
  return slow.place === null ? also : [slow.place, ...also];
}

function chooserOf(rules: readonly (FlowRule | SlowRule)[]): (flow: Flow) => FlowRule | SlowRule | null {
  const byClass = new Map(rules.flatMap((rule) => (rule.match.kind === 'flow' ? [[rule.match.class, rule]] : [])));
  const slow = slowRulesOf(rules);
  return (flow) => {
    const { slow: found } = flow;
    const rule =
      found === null ? byClass.get(flow.class) : slow.find(({ match }) => match.slow.inOneAttempt === found.vulnerability.inOneAttempt);
    return rule ?? null;
  };
}

/** Whoever makes the engine reach a bound of the whole program must not make flows vanish by it. */
export function cutOf({ gaps, fileGaps }: Solution): string | null {
  return gaps[0] ?? fileGaps.find(({ cut }) => cut === true)?.reason ?? null;
}

function gapsOf({ gaps, fileGaps }: Solution): TreeFlows['gaps'] {
  const counts = new Map<string, number>();
  // What stands behind a colon quotes the source.
  for (const text of [...gaps, ...fileGaps.map((gap) => gap.reason)]) {
    const [reason = ''] = text.split(':', 1);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
