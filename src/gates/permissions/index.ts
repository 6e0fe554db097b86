// The permissions gate: the judged tree's policy against the base's, exactly, and the policy's own tests.
import type { LeftOut, RawFinding, Reason } from '../../core/documents.ts';
import type { Gate, GateContext, GateFindings } from '../../core/gate.ts';
import { describeRule } from '../../core/rule.ts';
import { rules } from '../../../rules/generated/permissions.ts';
import { diffPolicies } from '../../policy/difference/diff-policies.ts';
import type { PolicyDifference } from '../../policy/difference/difference.ts';
import { compareSetting } from '../../policy/language/settings.ts';
import { policyDigest } from '../../policy/language/policy-digest.ts';
import { bounded } from './bounded.ts';
import { narrowedFinding, undeterminedFinding, widenedFinding, type Comparison } from './change-finding.ts';
import { openTexts } from './change-location.ts';
import { baseInvalidFinding, moreFinding } from './other-findings.ts';
import { loadDefaults, loadSide, reasonOf, type PolicySide } from './policy-side.ts';
import { testPolicies } from './test-findings.ts';

/** Findings that are shown whole; the rest is counted. */
const mostBlocking = 300;
const mostNotes = 50;

/** Never `pass` for a policy that could not be read: an invalid one is no policy that stayed as it was. */
export const gate: Gate = { id: 'permissions', rules: rules.map(describeRule), run };

async function run({ workspace }: GateContext): Promise<GateFindings> {
  const judged = await loadSide(workspace.judged);
  const base = workspace.base === null ? null : await loadSide(workspace.base);
  const reasons = reasonsOf(judged, base);
  if (!judged.policy.ok || isLacking(base)) return answer({ judged, base, reasons });
  const former = base?.policy.ok === true ? base.policy.value : null;
  const before = former ?? (await loadDefaults());
  const after = judged.policy.value;
  const comparison: Comparison = {
    texts: openTexts(judged.texts, base?.texts ?? new Map()),
    baseDigest: base !== null && former === null ? null : policyDigest(before),
    headDigest: policyDigest(after),
    change: base !== null,
    unordered: (key) => compareSetting(key, before.settings.get(key), after.settings.get(key)) === 'unordered',
  };
  const difference = isSame(judged, base) ? nothing : diffPolicies(before, after);
  // Where the judged tests cannot be read, it is not known which cases are gone.
  const tested = judged.tests.ok
    ? testPolicies({
        judged: { policy: after, cases: judged.tests.value },
        base: base === null ? null : { policy: former, cases: casesOf(base) },
        comparison,
      })
    : { findings: [], baseFindings: [] };
  const findings = [
    ...(base === null || base.policy.ok ? [] : [baseInvalidFinding(base.policy.error, comparison)]),
    ...changeFindings(difference, comparison),
    ...bounded(tested.findings, mostBlocking, (left, worst) => moreFinding(left, worst, comparison)),
  ];
  return answer({ judged, base, reasons, findings, baseFindings: tested.baseFindings, difference, comparison });
}

const nothing: PolicyDifference = { equal: true, widened: [], narrowed: [], undetermined: [] };

function changeFindings({ widened, narrowed, undetermined }: PolicyDifference, comparison: Comparison): readonly RawFinding[] {
  const blocking = [
    ...undetermined.map((one) => undeterminedFinding(one, comparison)),
    ...widened.map((one) => widenedFinding(one, comparison)),
  ];
  // Without a base the secure defaults are no former policy: nothing was narrowed.
  const notes = comparison.change ? narrowed.map((one) => narrowedFinding(one, comparison)) : [];
  return [
    ...bounded(blocking, mostBlocking, (left, worst) => moreFinding(left, worst, comparison)),
    ...bounded(notes, mostNotes, (left, worst) => moreFinding(left, worst, comparison)),
  ];
}

/** Why the answer is not whole: the judged side is broken, or this clone lacks what either side needs. */
function reasonsOf(judged: PolicySide, base: PolicySide | null): readonly Reason[] {
  const broken = [judged.policy, judged.tests].flatMap((one) => (one.ok ? [] : [one.error]));
  const lacking = base === null ? [] : [base.policy, base.tests].flatMap((one) => (!one.ok && one.lacking ? [one.error] : []));
  return [...broken, ...lacking].map(reasonOf);
}

/** True where the base has a policy that this clone lacks, which is no invalid one. */
function isLacking(base: PolicySide | null): boolean {
  return base?.policy.ok === false && base.policy.lacking;
}

/** The same texts are the same policy, with no need to compare. */
function isSame(judged: PolicySide, base: PolicySide | null): boolean {
  if (base?.policy.ok !== true) return false;
  const texts = (side: PolicySide): string => JSON.stringify([...side.texts]);
  return texts(judged) === texts(base);
}

function casesOf({ tests }: PolicySide): Extract<PolicySide['tests'], { ok: true }>['value'] {
  return tests.ok ? tests.value : [];
}

interface Answer {
  readonly judged: PolicySide;
  readonly base: PolicySide | null;
  readonly reasons: readonly Reason[];
  readonly findings?: readonly RawFinding[];
  readonly baseFindings?: readonly RawFinding[];
  readonly difference?: PolicyDifference;
  readonly comparison?: Comparison;
}

function answer({ judged, base, reasons, findings = [], baseFindings = [], difference, comparison }: Answer): GateFindings {
  const facts: Record<string, string | number> = {
    policy: judged.present ? (comparison?.headDigest ?? 'not read') : 'none: the secure defaults hold',
    'compared with': comparedWith(base, comparison),
    ...(difference === undefined
      ? {}
      : { widened: difference.widened.length, narrowed: difference.narrowed.length, undetermined: difference.undetermined.length }),
    tests: casesOf(judged).length,
  };
  const paths = [...new Set([...judged.texts.keys(), ...(base?.texts.keys() ?? [])])].sort();
  const examined = [...judged.texts.values()].filter((text) => text !== null).length;
  return { findings, baseFindings, reasons, coverage: { unit: 'policy documents', examined, leftOut: leftOut(base), facts, paths } };
}

function comparedWith(base: PolicySide | null, comparison: Comparison | undefined): string {
  if (base === null) return 'the secure defaults: there is no base';
  if (!base.policy.ok) return "the secure defaults: the base's policy is invalid";
  return base.present ? (comparison?.baseDigest ?? "the base's policy") : 'the secure defaults: the base has no policy';
}

/** Tests of the base that cannot be read hold nobody to anything. */
function leftOut(base: PolicySide | null): readonly LeftOut[] {
  if (base === null || base.tests.ok) return [];
  return [
    {
      reason: "the base's tests of the policy are invalid",
      count: 1,
      paths: base.tests.error.positions.slice(0, 1).map(({ path }) => path),
    },
  ];
}
