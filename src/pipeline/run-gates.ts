// Runs the gates side by side, each in its own child process, over the part of the trees that it may see.
import type { CheckPorts, CheckRequest, GateAnswer } from '../core/check.ts';
import type { Coverage, GateId, LeftOut, Reason } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import type { ChecklistStanding, TrustedText } from '../core/gate.ts';
import type { Repository } from '../core/repository.ts';
import { gateIds } from '../core/vocabulary.ts';
import { gateLoaders } from '../gates/index.ts';
import type { StoodChecklist } from './checklist.ts';
import type { GateEvidence } from './judge.ts';
import { type CheckListings, exclude, narrow, policyListings, surroundings } from './scope.ts';
import type { ResolvedConfig } from './settings.ts';
import type { UnreadAttestation } from './unread-attestations.ts';

/**
 * Throws McgateError `usage` where `--gate` asks for a gate that this version does not have: an answer of skipped gates alone would be a
 * pass of nothing.
 */
export function refuseUnbuilt(asked: CheckRequest['gates']): void {
  const missing = (asked ?? []).find((id) => gateLoaders[id] === null);
  if (missing === undefined) return;
  const built = gateIds.filter((id) => gateLoaders[id] !== null).join(', ');
  throw new McgateError('usage', notBuilt(missing), { remedy: `Name one of these: ${built}.` });
}

function notBuilt(id: GateId): string {
  return `This version of mcgate has no ${id} gate yet`;
}

export interface GateSources {
  readonly request: CheckRequest;
  readonly config: ResolvedConfig;
  readonly listings: CheckListings;
  readonly repository: Pick<Repository, 'root' | 'gitDir'>;
  readonly models: readonly TrustedText[];
  readonly ports: CheckPorts;
}

/** Those that will run unless the trusted config, which is not read yet, switches them off. The checklist comes after the others. */
export function likelyGates(request: CheckRequest): readonly GateId[] {
  return gateIds.filter((id) => id !== 'checklist' && skipReason(id, request, true) === null);
}

/** The checklist asks what the others answered, so it comes after them. */
export function runOtherGates(sources: GateSources): Promise<readonly GateEvidence[]> {
  return runGates(
    gateIds.filter((id) => id !== 'checklist'),
    sources,
    null,
  );
}

export interface RunChecklist {
  readonly gates: readonly GateEvidence[];
  readonly unread: readonly UnreadAttestation[];
}

/** `stand` is asked only if the gate runs. */
export async function runChecklist(sources: GateSources, stand: () => Promise<StoodChecklist>): Promise<RunChecklist> {
  const isSkipped = skipReason('checklist', sources.request, sources.config.gates.checklist.enabled) !== null;
  if (isSkipped) return { gates: await runGates(['checklist'], sources, null), unread: [] };
  const { unread, ...standing } = await stand();
  return { gates: await runGates(['checklist'], sources, standing), unread };
}

/** One entry a gate, in their order; a gate that was told not to run says why. */
function runGates(
  ids: readonly GateId[],
  { request, config, listings, repository, models, ports }: GateSources,
  checklist: ChecklistStanding | null,
): Promise<readonly GateEvidence[]> {
  const narrowed = narrow(listings, request);
  return Promise.all(
    ids.map(async (id): Promise<GateEvidence> => {
      const settings = config.gates[id];
      const skipped = skipReason(id, request, settings.enabled);
      const empty = { id, settings, findings: [], baseFindings: [], reasons: [], rules: [], coverage: null, durationMs: 0 };
      if (skipped !== null) return { ...empty, skipped };
      const { listings: seen, leftOut } = exclude(readsDocuments(id) ? policyListings(listings) : narrowed, settings.exclude);
      // Only the code gate looks for what a commit cannot take back, and follows data from file to file.
      const around = id === 'code' ? surroundings(exclude(listings, settings.exclude).listings, request) : null;
      const { root, gitDir } = repository;
      const workspace = { root, gitDir, ...seen, past: id === 'code' ? seen.past : null, ...(around !== null && { around }) };
      const started = performance.now();
      ports.progress({ kind: 'started', gate: id });
      const job = { gate: id, settings, options: request.options, workspace, models: id === 'code' ? models : [], checklist };
      const answer = await ports.runGate(job, ports.progress, ports.signal);
      ports.progress({ kind: 'finished', gate: id });
      return { ...empty, skipped, ...evidenceOf(answer, leftOut), durationMs: Math.round(performance.now() - started) };
    }),
  );
}

/** These see `.mcgate/` alone, whatever narrows the run. */
function readsDocuments(id: GateId): boolean {
  return id === 'permissions' || id === 'checklist';
}

function evidenceOf(
  answer: GateAnswer,
  leftOut: readonly LeftOut[],
): Pick<GateEvidence, 'findings' | 'baseFindings' | 'reasons' | 'rules' | 'coverage'> {
  if (!answer.ok) return { findings: [], baseFindings: [], reasons: [answer.reason], rules: [], coverage: null };
  const { findings, baseFindings, reasons, rules, coverage } = answer.result;
  const whole: Coverage = { ...coverage, leftOut: [...leftOut, ...coverage.leftOut] };
  return { findings, baseFindings, reasons, rules, coverage: whole };
}

function skipReason(id: GateId, request: CheckRequest, enabled: boolean): Reason | null {
  if (gateLoaders[id] === null) return { code: 'not-built', message: notBuilt(id) };
  if (request.gates !== null && !request.gates.includes(id)) return { code: 'not-asked', message: '--gate names other gates' };
  if (!enabled)
    return {
      code: 'disabled',
      message: 'The trusted config switches it off',
      remedy: `Set gates.${id}.enabled to true in .mcgate/config.yaml.`,
    };
  return null;
}
