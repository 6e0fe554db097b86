// Compares the config, suppressions and baseline of the trusted tip with those of the judged tree. Pure.
import type { BaselineEntry, Config, Suppression, Suppressions, Baseline } from '../core/documents.ts';
import { compareText } from '../core/order.ts';
import { confidences, gateIds, severities } from '../core/vocabulary.ts';
import { resolveConfig, type ResolvedConfig } from './settings.ts';
import { expiryOf } from './suppressions.ts';
import { locationOf } from './document-location.ts';
import type { TrustedDocument } from './trusted-documents.ts';
import type { Weakening, WeakeningRule } from './weakening.ts';

/** Every loosening between two configs; a stricter setting is none. */
export function compareConfigs(trusted: TrustedDocument<Config>, judged: TrustedDocument<Config>): readonly Weakening[] {
  const before = resolveConfig(trusted.parsed.value);
  const after = resolveConfig(judged.parsed.value);
  const found: Weakening[] = [];
  const add: Add = (rule, keys, was, is, message) => {
    found.push({ rule, message, location: locationOf(judged, keys), key: keys.join('.'), before: textOf(was), after: textOf(is) });
  };
  if (before.mode === 'block' && after.mode === 'inform') {
    add('mode-loosened', ['mode'], 'block', 'inform', 'Nothing would block any more: mode becomes "inform"');
  }
  compareGates(before, after, add);
  for (const branch of before.releaseBranches.filter((name) => !after.releaseBranches.includes(name))) {
    add('release-branch-removed', ['release', 'branches'], branch, null, `Missing sign-offs would no longer block on ${branch}`);
  }
  if (before.releaseSince !== null && before.releaseSince !== after.releaseSince) {
    add('approval-loosened', ['release', 'since'], before.releaseSince, after.releaseSince, 'Who counts as an author of a release changes');
  }
  compareApprovals(before, after, add);
  return found;
}

type Value = string | boolean | readonly string[] | null;
type Add = (rule: WeakeningRule, keys: readonly (string | number)[], was: Value, is: Value, message: string) => void;

function compareGates(before: ResolvedConfig, after: ResolvedConfig, add: Add): void {
  for (const id of gateIds) {
    const [was, is] = [before.gates[id], after.gates[id]];
    if (was.enabled && !is.enabled) add('gate-disabled', ['gates', id, 'enabled'], true, false, `Gate ${id} is switched off`);
    if (severities.indexOf(is.failOn) < severities.indexOf(was.failOn)) {
      add(
        'threshold-loosened',
        ['gates', id, 'failOn'],
        was.failOn,
        is.failOn,
        `Gate ${id} would fail on ${is.failOn} instead of ${was.failOn}`,
      );
    }
    if (confidences.indexOf(is.confidence) < confidences.indexOf(was.confidence)) {
      const message = `Gate ${id} would block from ${is.confidence} confidence on instead of ${was.confidence}`;
      add('threshold-loosened', ['gates', id, 'confidence'], was.confidence, is.confidence, message);
    }
    if (followedParameters.indexOf(is.libraryParameters) < followedParameters.indexOf(was.libraryParameters)) {
      const message = `Gate ${id} would follow parameters of exported functions less: libraryParameters becomes "${is.libraryParameters}"`;
      add('threshold-loosened', ['gates', id, 'libraryParameters'], was.libraryParameters, is.libraryParameters, message);
    }
    for (const [index, pattern] of is.exclude.entries()) {
      if (!was.exclude.includes(pattern))
        add('exclusion-added', ['gates', id, 'exclude', index], null, pattern, `Gate ${id} would leave out ${pattern}`);
    }
  }
}

/** From the loosest to the strictest. */
const followedParameters = ['off', 'auto', 'on'] as const satisfies readonly ResolvedConfig['gates']['code']['libraryParameters'][];

function compareApprovals(before: ResolvedConfig, after: ResolvedConfig, add: Add): void {
  if (before.approvals === 'signature' && after.approvals === 'review') {
    add('approval-loosened', ['approvals'], 'signature', 'review', 'A review would count as an approval');
  }
  const added = after.approvers?.filter((login) => before.approvers?.includes(login) !== true) ?? [];
  if (before.approvers !== null && after.approvers === null) {
    add('approval-loosened', ['approvers'], before.approvers, null, 'Everybody with maintain permission could approve');
  } else if (added.length > 0)
    add('approval-loosened', ['approvers'], before.approvers, after.approvers, `${added.join(', ')} could approve`);
  const [people, judgedPeople] = [canonicalPeople(before), canonicalPeople(after)];
  if (people !== judgedPeople) {
    const signing = canonicalPeople(before, 'principals') !== canonicalPeople(after, 'principals');
    const message = signing ? 'Whose signature counts as whose changes' : 'Who counts as the author of a commit changes';
    add('approval-loosened', signing ? signerKeys.people : ['people'], people, judgedPeople, message);
  }
  // What it is by itself grows with the number of signers, so it counts as more than any number before, and as less than any after.
  const [was, is] = [before.signersThreshold ?? 2, after.signersThreshold ?? 1];
  if (before.signersThreshold !== after.signersThreshold && is < was) {
    const [wasText, isText] = [before.signersThreshold, after.signersThreshold].map((each) => (each === null ? null : String(each)));
    add('approval-loosened', signerKeys.threshold, wasText ?? null, isText ?? null, 'Fewer of those who sign could change who signs');
  }
}

/** Keys of weakenings by which somebody could count as more than one signer, or fewer would have to agree. */
export const signerKeys = { people: ['people', 'principals'], threshold: ['signersThreshold'] } as const;

/** With `only`, the principals of those who have any. */
function canonicalPeople(config: ResolvedConfig, only?: 'principals'): string {
  const people = config.people.filter(({ principals = [] }) => only === undefined || principals.length > 0);
  return JSON.stringify(
    people
      .map(({ login, emails = [], principals = [] }) => [
        login,
        only === undefined ? [...emails].sort(compareText) : [],
        [...principals].sort(compareText),
      ])
      .sort((a, b) => compareText(String(a[0]), String(b[0]))),
  );
}

/** Suppressions that the trusted tip does not have, or has with an earlier expiry. */
export function compareSuppressions(trusted: TrustedDocument<Suppressions>, judged: TrustedDocument<Suppressions>): readonly Weakening[] {
  // Of several for one finding the one that holds longest, whose place in the map is the last.
  const known = new Map([...trusted.parsed.value.suppressions].sort((a, b) => endOf(a) - endOf(b)).map((entry) => [entry.identity, entry]));
  const found: Weakening[] = [];
  for (const [index, entry] of judged.parsed.value.suppressions.entries()) {
    const old = known.get(entry.identity);
    if (old !== undefined && endOf(entry) <= endOf(old)) continue;
    const what = `${entry.identity}${entry.rule === undefined ? '' : ` (${entry.rule})`}`;
    found.push({
      rule: 'suppression-added',
      message: old === undefined ? `The change sets ${what} aside` : `The change extends the suppression of ${what} to ${entry.expires}`,
      location: locationOf(judged, ['suppressions', index]),
      key: `suppressions.${entry.identity}`,
      before: old === undefined ? null : summary(old),
      after: summary(entry),
    });
  }
  return found;
}

/** Baseline entries that are new and whose finding does not stand at the trusted tip: one weakening for all. */
export function compareBaselines(
  trusted: TrustedDocument<Baseline>,
  judged: TrustedDocument<Baseline>,
  standing: ReadonlySet<string>,
): readonly Weakening[] {
  const known = new Set(trusted.parsed.value.findings.map((entry) => entry.identity));
  const added = judged.parsed.value.findings.filter((entry) => !known.has(entry.identity) && !standing.has(entry.identity));
  if (added.length === 0) return [];
  const shown = added.slice(0, 5).map(baselineText).join(', ');
  const more = added.length > 5 ? ` and ${String(added.length - 5)} more` : '';
  return [
    {
      rule: 'baseline-grown',
      message: `The baseline grows by ${String(added.length)} that did not stand before: ${shown}${more}`,
      location: { path: judged.path },
      key: 'findings',
      before: null,
      after: added.map((entry) => entry.identity).join(' '),
    },
  ];
}

/** A malformed date holds never. */
function endOf(entry: Suppression): number {
  return expiryOf(entry) ?? 0;
}

function baselineText(entry: BaselineEntry): string {
  return `${entry.identity} (${entry.rule})`;
}

function summary(entry: Suppression): string {
  return `until ${entry.expires}, ${entry.owner}: ${entry.reason}`;
}

function textOf(value: Value): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}
