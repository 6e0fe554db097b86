// The record of a release, verified on its own, years later: whether what it says was signed was signed, by whom, about one tree.
import type { ChecklistItemState, RecordedItem, ReleaseStatement, SignOffStatement } from '../core/documents.ts';
import { predicateTypes } from './statement.ts';
import type { Signer, Verified } from './verify.ts';

type Good = Extract<Verified, { ok: true }>;

/** One envelope of a bundle, and what came of it. */
export interface CheckedEnvelope {
  /** 1-based line of the bundle. */
  readonly line: number;
  readonly verified: Verified;
}

/** How an item of the record bears out. */
export interface CheckedItem {
  readonly state: ChecklistItemState;
  /** Principals whose signatures verify. */
  readonly signers: readonly string[];
  /** Null where the record holds. */
  readonly problem: string | null;
}

export interface CheckedRelease {
  readonly record: ReleaseStatement;
  /** Who signed the record itself. */
  readonly recordedBy: readonly string[];
  readonly items: readonly CheckedItem[];
  /** Of the bundle as a whole; empty where it holds. */
  readonly problems: readonly string[];
}

/** Pure. A bundle holds one record; each item that it calls fulfilled by signatures needs so many that verify, about the record's own tree. */
export function checkRelease(envelopes: readonly CheckedEnvelope[]): CheckedRelease | null {
  const records = envelopes.filter((one) => statementIn(one)?.predicateType === predicateTypes.release);
  const [first] = records;
  if (first === undefined) return null;
  const good = first.verified as Good;
  const record = good.statement as ReleaseStatement;
  const subject = record.subject[0]?.digest.sha256 ?? '';
  const problems = envelopes.flatMap((one) => envelopeProblems(one, subject));
  if (records.length > 1) problems.push('there is more than one record of a release');
  const signOffs = envelopes.flatMap(({ verified }) =>
    verified.ok && isSignOff(verified.statement) && verified.statement.subject[0]?.digest.sha256 === subject
      ? [{ statement: verified.statement, signers: verified.signers }]
      : [],
  );
  return {
    record,
    recordedBy: namesOf(good.signers),
    items: record.predicate.items.map((item) => checkItem(item, signOffs)),
    problems: [
      ...problems,
      ...(good.signers.length === 0 ? [`nobody whose signature counts signed the record: ${good.refused.join('; ')}`] : []),
    ],
  };
}

function statementIn({ verified }: CheckedEnvelope): Good['statement'] | null {
  return verified.ok ? verified.statement : null;
}

function isSignOff(statement: Good['statement']): statement is SignOffStatement {
  return statement.predicateType === predicateTypes.signOff;
}

function envelopeProblems({ line, verified }: CheckedEnvelope, subject: string): readonly string[] {
  if (!verified.ok) return [`line ${String(line)} ${verified.problem}`];
  const { statement, signers, refused } = verified;
  if (statement.subject[0]?.digest.sha256 !== subject) return [`line ${String(line)} is about another tree`];
  return statement.predicateType !== predicateTypes.release && signers.length === 0 ? [`line ${String(line)}: ${refused.join('; ')}`] : [];
}

interface SignedItem {
  readonly statement: SignOffStatement;
  readonly signers: readonly Signer[];
}

function checkItem({ itemDigest, threshold, state }: RecordedItem, signOffs: readonly SignedItem[]): CheckedItem {
  const own = signOffs.filter(({ statement: { predicate } }) => predicate.item === state.id && predicate.itemDigest === itemDigest);
  const deciding = own.filter(({ statement }) => statement.predicate.decision === (state.status === 'refused' ? 'refused' : 'accepted'));
  const signers = namesOf(deciding.flatMap((one) => one.signers));
  // Whatever the record says: a person's word is a signature.
  const signed = state.evidence === 'sign-off' || state.attestations.length > 0;
  if (state.status !== 'fulfilled' || !signed) return { state, signers, problem: null };
  const keys = new Set(deciding.flatMap((one) => one.signers.map(({ key }) => key.fingerprint)));
  if (own.some(({ statement, signers: by }) => statement.predicate.decision === 'refused' && by.length > 0))
    return { state, signers, problem: 'the bundle holds a refusal of it' };
  // A key may have several names, and a name several keys.
  if (Math.min(keys.size, signers.length, state.by.length) >= threshold) return { state, signers, problem: null };
  return { state, signers, problem: `${String(Math.min(keys.size, signers.length))} of ${String(threshold)} signatures verify` };
}

function namesOf(signers: readonly Signer[]): readonly string[] {
  return [...new Set(signers.flatMap(({ principals }) => principals))].sort();
}
