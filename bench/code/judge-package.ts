// The code gate over one package, and its answer as a report, so that what is measured is what a user would see.
import { createHash } from 'node:crypto';
import type { Finding, RawFinding, Report } from '../../src/core/documents.ts';
import type { GateFindings, GateContext, ResultCache, WorkerPool } from '../../src/core/gate.ts';
import { describeRule } from '../../src/core/rule.ts';
import { confidenceReaches, severityReaches } from '../../src/core/vocabulary.ts';
import type { Tree } from '../../src/core/workspace.ts';
import { createCodeGate } from '../../src/gates/code/index.ts';
import type { LibraryParameters } from '../../src/gates/code/flow/engine.ts';
import type { CodeRule } from '../../src/gates/code/rule.ts';

export interface Judgement {
  readonly findings: GateFindings;
  readonly report: Report;
}

export interface JudgeOptions {
  readonly rules: readonly CodeRule[];
  readonly pool: WorkerPool;
  readonly cache: ResultCache;
  readonly libraryParameters: LibraryParameters;
}

/** Judges a tree with the default settings, as an audit. */
export async function judgePackage(judged: Tree, options: JudgeOptions): Promise<Judgement> {
  const findings = await createCodeGate(options.rules).run(contextOf(judged, options));
  return { findings, report: reportOf(findings, options.rules) };
}

function contextOf(judged: Tree, { pool, cache, libraryParameters }: JudgeOptions): GateContext {
  return {
    workspace: { judged, base: null, past: null, close: () => Promise.resolve() },
    settings: { enabled: true, failOn: 'high', confidence: 'medium', timeoutMs: 300_000, exclude: [], libraryParameters },
    options: { offline: true, osvDatabase: null, cache: true },
    models: [],
    checklist: null,
    cache,
    runTool: () => Promise.reject(new Error('the code gate runs no tool')),
    scratch: '',
    openAdvisoryScanner: () => Promise.reject(new Error('the code gate scans no advisories')),
    // The pool outlives a package.
    openWorkers: () => ({ size: pool.size, run: (task, timeoutMs) => pool.run(task, timeoutMs), close: () => Promise.resolve() }),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}

/** A cache that keeps nothing: every run is cold. */
export const noCache: ResultCache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };

function reportOf({ findings, coverage, reasons }: GateFindings, rules: readonly CodeRule[]): Report {
  const told = findings.map((finding) => toldOf(finding, rules));
  const blocking = told.filter(({ blocks }) => blocks).length;
  const outcome = blocking > 0 ? 'fail' : reasons.length > 0 ? 'incomplete' : 'pass';
  return {
    schemaVersion: '1',
    tool: { name: 'mcgate', version: '0.0.0' },
    verdict: outcome,
    mode: 'block',
    partial: [],
    subject: { event: 'local', kind: 'audit', judged: { name: 'package', commit: null }, trusted: null, base: null },
    gates: [{ id: 'code', outcome, reason: null, reasons, coverage, durationMs: 0 }],
    findings: told,
    rules: rules.map(describeRule),
    notices: [],
    counts: { blocking, new: told.length, existing: 0, fixed: 0, suppressed: 0, baselined: 0 },
    durationMs: 0,
  };
}

function toldOf({ anchor, ...finding }: RawFinding, rules: readonly CodeRule[]): Finding {
  const rule = rules.find(({ id }) => id === finding.ruleId);
  const blocks = rule?.blocks === true && severityReaches(finding.severity, 'high') && confidenceReaches(finding.confidence, 'medium');
  const identity = createHash('sha256').update(`${finding.ruleId}\0${anchor}`).digest('hex').slice(0, 32);
  return { ...finding, identity, state: 'new', blocks };
}
