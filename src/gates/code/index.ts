// The code gate: every JavaScript and TypeScript file by the rules of rules/code/, every text file for secrets.
import { createHash } from 'node:crypto';
import { rules as catalogue } from '../../../rules/generated/code.ts';
import type { Coverage, RawFinding, Reason } from '../../core/documents.ts';
import type { Gate, GateFindings, GateContext } from '../../core/gate.ts';
import { compareByPlace } from '../../core/identity.ts';
import { compareText } from '../../core/order.ts';
import { describeRule } from '../../core/rule.ts';
import type { PastEntry, PastListing, Tree } from '../../core/workspace.ts';
import { fileGraphVersion } from '../../analysis/program/file-graph.ts';
import { holdsCode } from './file-kind.ts';
import { withoutCovered } from './flow/covered.ts';
import { followFlows, type GraphedJob, type TreeFlows } from './flow/follow.ts';
import { settlePatterns } from './flow/slow-patterns.ts';
import { createCredentialTally } from './flow/test-secrets.ts';
import { rulesOfRunning, settleTests } from './flow/tests.ts';
import { createLeftOutTally, planJobs, planPastJobs, type Job, type LeftOutTally, type TreePlace, type Trees } from './jobs.ts';
import { pastFindings, reasonForCut, shortId } from './past.ts';
import { flowRulesOf, slowRulesOf, type CodeMatch, type CodeRule, type FlowRule, type SlowRule } from './rule.ts';
import { limitOf, runJobs, type JobResult } from './run-jobs.ts';
import {
  factsOf,
  notFollowed,
  reasonsFor,
  shortfallOfFailure,
  shortfallOfGraph,
  shortfallOfPast,
  shortfallOfProblem,
  type Shortfall,
} from './tell.ts';

/** Raised when the same content may give other findings although no rule's text changed. */
const engineVersion = '16';

/** A code gate over `rules`; the workers that it opens must have the same. */
export function createCodeGate(rules: readonly CodeRule[]): Gate {
  const engine = digestOf(rules);
  const slowRules = slowRulesOf(rules);
  const flowRules = [...flowRulesOf(rules), ...slowRules];
  return {
    id: 'code',
    rules: rules.map(describeRule),
    async run(context) {
      const tally = createLeftOutTally();
      const { judged, base, past, around } = context.workspace;
      const jobs = [
        ...planJobs(entriesOf({ judged, base }), around === undefined ? null : entriesOf(around), tally),
        ...planPastJobs(past?.entries ?? [], [judged.entries, base?.entries ?? []]),
      ];
      const deciding = { flow: flowRulesOf(rules), slow: slowRules, running: rulesOfRunning(rules), isNarrowed: around !== undefined };
      const collected = createCollection(tally, past, deciding);
      await judge(jobs, context, { engine, flowRules }, collected);
      return collected.result();
    },
  };
}

/** The code gate with all of rules/code/. */
export const gate: Gate = createCodeGate(catalogue);

interface Engine {
  readonly engine: string;
  readonly flowRules: readonly (FlowRule | SlowRule)[];
}

async function judge(jobs: readonly Job[], context: GateContext, { engine, flowRules }: Engine, collected: Collection): Promise<void> {
  if (jobs.length === 0) return;
  let pool = context.openWorkers('code');
  try {
    const judgedPatterns = await runJobs(jobs, pool, context, engine, collected.add);
    if (flowRules.length === 0) return;
    if (madeBytes(collected.graphed()) > heavyBytes) {
      await pool.close();
      pool = context.openWorkers('code');
    }
    const { judged, base } = await followFlows(collected.graphed(), { context, pool, rules: flowRules, engine, judgedPatterns });
    const told = context.workspace.around?.told ?? null;
    const seen = toldOf(judged, told);
    collected.addFlows(seen, base === judged ? seen : base && toldOf(base, told));
  } finally {
    await pool.close();
  }
}

function entriesOf({ judged, base }: { readonly judged: Tree; readonly base: Tree | null }): Trees {
  return { judged: judged.entries, base: base?.entries ?? null };
}

/** What was found by looking at the whole, where a narrowed run tells it. */
function toldOf(flows: TreeFlows, told: readonly string[] | null): TreeFlows {
  if (told === null) return flows;
  const paths = new Set(told);
  return { ...flows, findings: flows.findings.filter(({ location }) => paths.has(location.path)) };
}

/** Bytes of packed graphs made in one run, beyond which the threads that made them hold hundreds of MB that linking is better off without. */
const heavyBytes = 4.5 * 1024 * 1024;

function madeBytes(graphed: readonly GraphedJob[]): number {
  return graphed.reduce((sum, { judged }) => sum + (judged.graph?.length ?? 0), 0);
}

interface Collection {
  readonly add: (job: Job, result: JobResult) => void;
  /** What has a graph, of all that was added. */
  readonly graphed: () => readonly GraphedJob[];
  readonly addFlows: (judged: TreeFlows, base: TreeFlows | null) => void;
  readonly result: () => GateFindings;
}

interface Deciding {
  readonly flow: readonly FlowRule[];
  readonly slow: readonly SlowRule[];
  readonly running: ReadonlySet<string>;
  /** Not all that stands in the trees was looked at. */
  readonly isNarrowed: boolean;
}

function createCollection(tally: LeftOutTally, past: PastListing | null, rules: Deciding): Collection {
  const findings: Record<'judged' | 'base', RawFinding[]> = { judged: [], base: [] };
  const shortfalls: { readonly path: string; readonly shortfall: Shortfall }[] = [];
  const counts = { code: 0, secrets: 0, past: 0 };
  const pastSecrets = new Map<PastEntry, readonly RawFinding[]>();
  const graphed: GraphedJob[] = [];
  const credentials = { judged: createCredentialTally(), base: createCredentialTally() };
  let followed: { readonly judged: TreeFlows; readonly base: TreeFlows | null } | null = null;
  const flows: { facts: NonNullable<Coverage['facts']>; reasons: readonly Reason[] } = { facts: {}, reasons: [] };

  const add = (job: Job, result: JobResult): void => {
    const shortfall = shortfallOf(job, result);
    if ('answer' in result && result.answer.graph !== null) graphed.push({ job, judged: result });
    const [found, named] = 'answer' in result ? [result.answer.findings, result.answer.named] : [[], []];
    for (const place of job.places) {
      credentials[place.tree === 'base' ? 'base' : 'judged'].add(place.tree === 'past' ? place.entry.path : place.path, named);
      if (place.tree === 'past')
        addPast(place.entry, found, shortfall && shortfallOfPast(shortfall, shortId(place.entry), isMissing(result)));
      else addPlaced(place, result, shortfall);
    }
  };
  const addPast = (entry: PastEntry, found: readonly RawFinding[], shortfall: Shortfall | null): void => {
    pastSecrets.set(
      entry,
      found.map((finding) => placedAt(finding, entry.path)),
    );
    if (shortfall === null) counts.past += 1;
    else {
      tally.add(shortfall.reason, entry.path);
      shortfalls.push({ path: entry.path, shortfall });
    }
  };
  const addPlaced = ({ tree, path, changed, asked }: TreePlace, result: JobResult, shortfall: Shortfall | null): void => {
    if (!asked) return;
    const placed = 'answer' in result ? result.answer.findings.map((finding) => placedAt(finding, path)) : [];
    for (const finding of placed) findings[tree].push(finding);
    if (tree === 'base') return;
    if (shortfall !== null) {
      tally.add(shortfall.reason, path);
      if (changed) shortfalls.push({ path, shortfall });
    } else if ('answer' in result && result.answer.looked !== 'binary') {
      counts[result.answer.looked] += 1;
      if (result.answer.foreign)
        tally.add('holds a template in another language, or a script that a server fills in: searched for secrets only', path);
    }
  };

  const settleCredentials = (found: readonly RawFinding[]): readonly RawFinding[] => {
    if (followed === null || rules.isNarrowed) return found;
    const { judged, base } = followed;
    return credentials.judged.settle(found, judged, base === null ? new Set() : credentials.base.outside(base));
  };
  const addFlows = (judged: TreeFlows, base: TreeFlows | null): void => {
    const withFlows = (own: readonly RawFinding[], flowed: TreeFlows, before: TreeFlows | null): RawFinding[] => [
      ...withoutCovered(settlePatterns(settleTests(own, rules.running, flowed), rules.slow, flowed, before), flowed.findings, rules.flow),
      ...flowed.findings,
    ];
    followed = { judged, base };
    findings.judged = withFlows(settleCredentials(findings.judged), judged, base);
    const settledBase = base === null || rules.isNarrowed ? findings.base : credentials.base.settle(findings.base, base, new Set());
    if (base !== null) findings.base = withFlows(settledBase, base, null);
    flows.facts = factsOf(judged);
    // One answer for both trees: no code has changed.
    const touched = judged !== base;
    const failure = judged.failure ?? base?.failure ?? null;
    if (touched && failure !== null) flows.reasons = [notFollowed(failure)];
  };

  return {
    add,
    addFlows,
    graphed: () => graphed,
    result: () => {
      const settled = new Map([...pastSecrets].map(([entry, found]) => [entry, settleCredentials(found)]));
      const history = past === null ? [] : pastFindings(past, settled, [...findings.judged, ...findings.base]);
      const cut = past === null ? null : reasonForCut(past);
      return {
        findings: [...findings.judged, ...history].sort(compareByPlace),
        baseFindings: findings.base.sort(compareByPlace),
        coverage: coverageOf(counts, tally, past, flows.facts),
        reasons: [...flows.reasons, ...(cut === null ? [] : [cut]), ...reasonsFor(shortfalls.sort((a, b) => compareText(a.path, b.path)))],
      };
    },
  };
}

function coverageOf(
  counts: { readonly code: number; readonly secrets: number; readonly past: number },
  tally: LeftOutTally,
  past: PastListing | null,
  flowFacts: NonNullable<Coverage['facts']>,
): Coverage {
  const shallow = past?.cut === 'shallow clone' ? { 'history of the change': 'in part: the clone is shallow' } : {};
  return {
    unit: 'files',
    examined: counts.code + counts.secrets,
    leftOut: tally.list(),
    facts: {
      'code files': counts.code,
      'files searched for secrets only': counts.secrets,
      ...(past === null ? {} : { 'commits of the change': past.commits, 'past contents searched for secrets': counts.past, ...shallow }),
      ...flowFacts,
    },
  };
}

function shortfallOf(job: Job, result: JobResult): Shortfall | null {
  if ('failure' in result) return shortfallOfFailure(result.failure, holdsCode(job.kind) && !job.secretsOnly ? limitOf(job) : null);
  const { looked, problem, graph } = result.answer;
  if (looked === 'binary') return { code: null, what: '', reason: 'binary' };
  if (problem !== null) return shortfallOfProblem(problem);
  return graph === 'truncated' ? shortfallOfGraph : null;
}

function isMissing(result: JobResult): boolean {
  return 'failure' in result && result.failure.kind === 'missing';
}

function placedAt(finding: RawFinding, path: string): RawFinding {
  return { ...finding, location: { ...finding.location, path } };
}

/** Tells rule sets apart, for the cache. What it cannot see (a rule's imports, the engines, the models) changes only with mcgate's version. */
function digestOf(rules: readonly CodeRule[]): string {
  const hash = createHash('sha256').update(`${engineVersion} ${String(fileGraphVersion)}`);
  for (const { id, severity, confidence, match } of rules) {
    hash.update(`\n${JSON.stringify([id, severity, confidence, match.kind, ...bodyOf(match)])}`);
  }
  return hash.digest('hex').slice(0, 32);
}

function bodyOf(match: CodeMatch): readonly unknown[] {
  if (match.kind === 'flow') return [match.class, match.covers, match.harm, match.fix];
  return match.kind === 'inspect' ? [match.create.toString(), match.slow ?? null] : [];
}
