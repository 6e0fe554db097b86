// What makes a finding the same finding in two trees, and the one-to-one matching of the two.
import { createHash } from 'node:crypto';
import type { RawFinding } from './documents.ts';
import { compareText } from './order.ts';
import { confidences, severities } from './vocabulary.ts';

/** A finding of the judged tree, with what it matched in the base tree. */
export interface MatchedFinding {
  readonly finding: RawFinding;
  /** 32 hex digits (128 bits, so that no two anchors can be made to collide) of rule and anchor, then `-n` for the nth equal one from the second on. */
  readonly identity: string;
  /** The same finding in the base tree, or null: it is new. */
  readonly prior: RawFinding | null;
}

export interface Matching {
  readonly judged: readonly MatchedFinding[];
  /** Findings of the base tree that the judged tree no longer has. */
  readonly fixed: readonly { readonly finding: RawFinding; readonly identity: string }[];
}

type Placed = Pick<RawFinding, 'location' | 'message'>;

interface Numbered {
  readonly finding: RawFinding;
  readonly ordinal: number;
}

/**
 * Matches findings one to one: a copy of an existing finding is new. Within equal rule and anchor the same place matches
 * first, then the same path, then the same file name, then the rest in order. The result does not depend on the order of the input.
 */
export function matchFindings(base: readonly RawFinding[], judged: readonly RawFinding[]): Matching {
  const before = groupByKey(base);
  const after = groupByKey(judged);
  const matched: MatchedFinding[] = [];
  const fixed: { finding: RawFinding; identity: string }[] = [];
  for (const [key, findings] of after) {
    const olds = (before.get(key) ?? []).map((finding, index) => ({ finding, ordinal: index + 1 }));
    const { pairs, left } = pairUp(olds, findings);
    const used = new Set([...pairs.values()].map((old) => old.ordinal));
    let next = 1;
    for (const finding of findings) {
      const old = pairs.get(finding);
      if (old !== undefined) {
        matched.push({ finding, identity: identityOf(key, old.ordinal), prior: old.finding });
        continue;
      }
      while (used.has(next)) next += 1;
      used.add(next);
      matched.push({ finding, identity: identityOf(key, next), prior: null });
    }
    for (const old of left) fixed.push({ finding: old.finding, identity: identityOf(key, old.ordinal) });
  }
  for (const [key, findings] of before) {
    if (after.has(key)) continue;
    findings.forEach((finding, index) => fixed.push({ finding, identity: identityOf(key, index + 1) }));
  }
  return { judged: matched, fixed };
}

/** True if `finding` is more severe or surer than `prior`. */
export function isWorse(finding: Pick<RawFinding, 'severity' | 'confidence'>, prior: Pick<RawFinding, 'severity' | 'confidence'>): boolean {
  return (
    severities.indexOf(finding.severity) < severities.indexOf(prior.severity) ||
    confidences.indexOf(finding.confidence) < confidences.indexOf(prior.confidence)
  );
}

/** Total order by path, line, column and message: what reports and ordinals go by. */
export function compareByPlace(a: Placed, b: Placed): number {
  return (
    compareText(a.location.path, b.location.path) ||
    (a.location.startLine ?? 0) - (b.location.startLine ?? 0) ||
    (a.location.startColumn ?? 0) - (b.location.startColumn ?? 0) ||
    compareText(a.message, b.message)
  );
}

/** Four passes, from the surest sign of sameness to none; each takes the findings in order, so every step is linear. */
function pairUp(
  olds: readonly Numbered[],
  findings: readonly RawFinding[],
): { pairs: Map<RawFinding, Numbered>; left: readonly Numbered[] } {
  const pairs = new Map<RawFinding, Numbered>();
  let left: readonly Numbered[] = olds;
  for (const sign of [place, path, name, rule]) {
    const queues = new Map<string, Numbered[]>();
    for (const old of left.toReversed()) {
      const queue = queues.get(sign(old.finding));
      if (queue === undefined) queues.set(sign(old.finding), [old]);
      else queue.push(old);
    }
    for (const finding of findings) {
      if (pairs.has(finding)) continue;
      const old = queues.get(sign(finding))?.pop();
      if (old !== undefined) pairs.set(finding, old);
    }
    const taken = new Set(pairs.values());
    left = left.filter((old) => !taken.has(old));
  }
  return { pairs, left };
}

function place({ location }: RawFinding): string {
  return `${location.path}\0${String(location.startLine)}\0${String(location.startColumn)}`;
}

function path({ location }: RawFinding): string {
  return location.path;
}

function name({ location }: RawFinding): string {
  return location.path.slice(location.path.lastIndexOf('/') + 1);
}

/** The same within a group: what is left is paired in order. */
function rule({ ruleId }: RawFinding): string {
  return ruleId;
}

function groupByKey(findings: readonly RawFinding[]): Map<string, RawFinding[]> {
  const groups = new Map<string, RawFinding[]>();
  for (const finding of [...findings].sort(compareByPlace)) {
    const key = createHash('sha256').update(finding.ruleId).update('\0').update(finding.anchor).digest('hex').slice(0, 32);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}

function identityOf(key: string, ordinal: number): string {
  return ordinal === 1 ? key : `${key}-${String(ordinal)}`;
}
