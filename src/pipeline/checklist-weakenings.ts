// Compares the checklist of the trusted tip with that of the judged tree: what would be asked for less. Pure.
import { phases, resolveChecklist, type ChecklistItem, type ItemEvidence } from '../attestation/checklist.ts';
import { canonical } from '../core/canonical.ts';
import type { Checklist } from '../core/documents.ts';
import { severities } from '../core/vocabulary.ts';
import { locationOf } from './document-location.ts';
import type { TrustedDocument } from './trusted-documents.ts';
import type { Weakening } from './weakening.ts';

/** What softens an item, as a clause behind its id. A new item softens nothing, and neither does guidance, for sign-offs name the item as it is worded. */
export function compareChecklists(trusted: TrustedDocument<Checklist>, judged: TrustedDocument<Checklist>): readonly Weakening[] {
  const before = resolveChecklist(trusted.parsed.value);
  const after = resolveChecklist(judged.parsed.value);
  return before.flatMap((was) => {
    const index = after.findIndex(({ id }) => id === was.id);
    const is = after[index];
    const location = locationOf(judged, index < 0 ? ['items'] : ['items', index]);
    const found = is === undefined ? [{ key: '', what: 'is taken out', was: canonical(was), is: null }] : softenings(was, is);
    return found.map((one): Weakening => ({
      rule: 'checklist-softened',
      message: `Item ${was.id} ${one.what}`,
      location,
      key: `items.${was.id}${one.key === '' ? '' : `.${one.key}`}`,
      before: one.was,
      after: one.is,
    }));
  });
}

interface Softening {
  readonly key: string;
  readonly what: string;
  readonly was: string | null;
  readonly is: string | null;
}

type Compare = (was: ChecklistItem, is: ChecklistItem) => string | null;

/** By key: what becomes softer, or null. */
const comparisons: Readonly<Partial<Record<keyof ChecklistItem, Compare>>> = {
  title: (was, is) => (was.title === is.title ? null : `would say ${JSON.stringify(is.title)}, which is something else to sign`),
  phase: (was, is) =>
    was.phase === is.phase
      ? null
      : phases.indexOf(is.phase) > phases.indexOf(was.phase)
        ? `would be due only with ${is.phase}`
        : `would no longer wait for what comes before ${was.phase}`,
  evidence: (was, is) => evidenceSoftening(was.evidence, is.evidence),
  signers: (was, is) => signersSoftening(was.signers, is.signers),
  threshold: (was, is) => (is.threshold < was.threshold ? `would need ${String(is.threshold)} of ${String(was.threshold)} people` : null),
  notAuthor: (was, is) => (was.notAuthor && !is.notAuthor ? 'could be signed by an author of the change' : null),
  expiresDays: (was, is) =>
    is.expiresDays > was.expiresDays ? `could be signed for ${String(is.expiresDays)} days instead of ${String(was.expiresDays)}` : null,
  appliesTo: ({ appliesTo: was }, { appliesTo: is }) => (is === null || widens(was, is) ? null : 'would be asked for in fewer places'),
};

function softenings(was: ChecklistItem, is: ChecklistItem): readonly Softening[] {
  return Object.entries(comparisons).flatMap(([name, compare]): readonly Softening[] => {
    const key = name as keyof ChecklistItem;
    const what = compare(was, is);
    return what === null ? [] : [{ key: key === 'expiresDays' ? 'expires' : key, what, was: canonical(was[key]), is: canonical(is[key]) }];
  });
}

function signersSoftening(was: readonly string[] | null, is: readonly string[] | null): string | null {
  if (was === null) return null;
  if (is === null) return 'could be signed by anybody who may sign';
  const added = is.filter((name) => !was.includes(name));
  return added.length === 0 ? null : `could be signed by ${added.join(', ')} too`;
}

/** Evidence of another kind is other evidence: which is the stronger nobody can say. */
function evidenceSoftening(was: ItemEvidence, is: ItemEvidence): string | null {
  if (was.kind !== 'report' || is.kind !== 'report') return canonical(was) === canonical(is) ? null : 'would be shown by something else';
  const formats = is.formats.filter((format) => !was.formats.includes(format));
  if (formats.length > 0) return `would take reports of the format ${formats.join(', ')}`;
  if (was.tools !== null && (is.tools === null || is.tools.some((tool) => was.tools?.includes(tool) !== true)))
    return 'would take reports of other tools';
  if (is.maxAgeDays > was.maxAgeDays)
    return `would take reports that are ${String(is.maxAgeDays)} days old instead of ${String(was.maxAgeDays)}`;
  return severities.indexOf(is.failOn) < severities.indexOf(was.failOn) ? `would take reports with findings below ${is.failOn}` : null;
}

/** True if each condition is gone or has what it had before and more: then the item is asked for at least where it was. */
function widens(was: ChecklistItem['appliesTo'], is: NonNullable<ChecklistItem['appliesTo']>): boolean {
  if (was === null) return false;
  return (['paths', 'branches', 'labels'] as const).every((key) => {
    const [before, after] = [was[key], is[key]];
    return after === null || before?.every((one) => after.includes(one)) === true;
  });
}
