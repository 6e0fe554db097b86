// The config with every default filled in, and the stricter --fail-on.
import type { Config, GateId, Person, Severity } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import type { ResolvedGateSettings } from '../core/gate.ts';
import { gateIds, severities } from '../core/vocabulary.ts';

/** `.mcgate/config.yaml` without gaps. */
export interface ResolvedConfig {
  readonly mode: 'block' | 'inform';
  readonly gates: Readonly<Record<GateId, ResolvedGateSettings>>;
  readonly releaseBranches: readonly string[];
  /** Glob over tags of former releases; null: authors of a release are those of its last change. */
  readonly releaseSince: string | null;
  readonly people: readonly Person[];
  readonly approvals: 'review' | 'signature';
  /** Null: whoever has maintain or admin permission. */
  readonly approvers: readonly string[] | null;
  /** How many of those who sign have to approve a change of who signs; null: as many as there are people for (attestation/threshold.ts). */
  readonly signersThreshold: number | null;
}

const gateDefaults: ResolvedGateSettings = {
  enabled: true,
  failOn: 'high',
  confidence: 'medium',
  timeoutMs: 5 * 60_000,
  exclude: [],
  libraryParameters: 'auto',
};

/** The secure defaults hold for every key that the config leaves out. */
export function resolveConfig(config: Config): ResolvedConfig {
  return {
    mode: config.mode ?? 'block',
    gates: mapGates((id) => {
      const given = config.gates?.[id] ?? {};
      return {
        enabled: given.enabled ?? gateDefaults.enabled,
        failOn: given.failOn ?? gateDefaults.failOn,
        confidence: given.confidence ?? gateDefaults.confidence,
        timeoutMs: given.timeout === undefined ? gateDefaults.timeoutMs : parseDuration(given.timeout),
        exclude: given.exclude ?? gateDefaults.exclude,
        libraryParameters:
          id === 'code' ? (config.gates?.code?.libraryParameters ?? gateDefaults.libraryParameters) : gateDefaults.libraryParameters,
      };
    }),
    releaseBranches: config.release?.branches ?? [],
    releaseSince: config.release?.since ?? null,
    people: config.people ?? [],
    approvals: config.approvals ?? 'review',
    approvers: config.approvers ?? null,
    signersThreshold: config.signersThreshold ?? null,
  };
}

/** Lowers every gate's threshold to `failOn`. Throws McgateError `usage` where that would be looser than the trusted config. */
export function applyFailOn(config: ResolvedConfig, failOn: Severity | null): ResolvedConfig {
  if (failOn === null) return config;
  for (const id of gateIds) {
    const { enabled, failOn: trusted } = config.gates[id];
    if (enabled && severities.indexOf(failOn) < severities.indexOf(trusted)) {
      throw new McgateError('usage', `--fail-on ${failOn} is looser than the trusted config, where gate ${id} fails on ${trusted}`, {
        remedy: `Use --fail-on ${trusted} or a lower severity; a looser threshold belongs in .mcgate/config.yaml of the target branch.`,
      });
    }
  }
  return { ...config, gates: mapGates((id) => ({ ...config.gates[id], failOn })) };
}

/** Milliseconds of `90s`, `5m`, `1h`, `500ms`; the schema has checked the form. */
function parseDuration(text: string): number {
  const unit = text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : text.endsWith('m') ? 60_000 : 3_600_000;
  return Number.parseInt(text, 10) * unit;
}

function mapGates<T>(value: (id: GateId) => T): Readonly<Record<GateId, T>> {
  return Object.fromEntries(gateIds.map((id) => [id, value(id)])) as Record<GateId, T>;
}
