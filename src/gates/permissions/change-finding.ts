// Turns what two policies decide differently into findings: message, severity, place, identity and evidence.
import type { PolicyChangeEvidence, RawFinding, Severity } from '../../core/documents.ts';
import { rule as granted } from '../../../rules/permissions/granted.ts';
import { rule as narrowed } from '../../../rules/permissions/narrowed.ts';
import { rule as settingLoosened } from '../../../rules/permissions/setting-loosened.ts';
import { rule as undetermined } from '../../../rules/permissions/undetermined.ts';
import { rule as widened } from '../../../rules/permissions/widened.ts';
import type { PolicyChange, Undetermined } from '../../policy/difference/difference.ts';
import { locateChange, type ComparedTexts } from './change-location.ts';

/** What all findings of one comparison share. */
export interface Comparison {
  readonly texts: ComparedTexts;
  readonly baseDigest: string | null;
  readonly headDigest: string;
  /** False where there is nothing to compare with but the secure defaults: then nothing blocks. */
  readonly change: boolean;
  /** True for a setting that cannot be compared, so that any change of it counts. */
  readonly unordered: (key: string) => boolean;
}

const longestRegion = 1000;
const longestQuote = 160;
const mostLines = 20;

/** A rise, or a setting that got looser. */
export function widenedFinding(change: PolicyChange, comparison: Comparison): RawFinding {
  const rule = !comparison.change ? granted : change.witness === null ? settingLoosened : widened;
  return changeFinding(change, rule.id, comparison.change ? severityOf(change) : rule.severity, comparison);
}

/** A fall, or a setting that got stricter. */
export function narrowedFinding(change: PolicyChange, comparison: Comparison): RawFinding {
  return changeFinding(change, narrowed.id, narrowed.severity, comparison);
}

/** What could not be decided within the bound. */
export function undeterminedFinding({ scope, region, reason, lines }: Undetermined, comparison: Comparison): RawFinding {
  const rule = comparison.change ? undetermined : granted;
  const change: PolicyChange = { scope, region, lines, modes: null, roles: null, witness: null, before: 'unknown', after: 'unknown' };
  const message = `${scope}: what changes for ${quote(region)} cannot be told: ${reason}`;
  return { ...changeFinding(change, rule.id, rule.severity, comparison), message };
}

/** Critical is what lets the agent reach out, touch files or run something without asking. */
export function severityOf({ scope, after, witness }: Pick<PolicyChange, 'scope' | 'after' | 'witness'>): Severity {
  if (witness === null)
    return /^(?:authentication|encryption|rotation|audit|sandbox|modes|roles|resources)(?:\.|$)/u.test(scope) ? 'high' : 'medium';
  return after === 'allow' && /^(?:network|fileSystem|execution)\./u.test(scope) ? 'critical' : 'high';
}

/** A text of the policy inside a sentence. */
export function quote(text: string): string {
  return `\`${cut(text, longestQuote).replaceAll('`', "'")}\``;
}

function changeFinding(change: PolicyChange, ruleId: string, severity: Severity, comparison: Comparison): RawFinding {
  const { scope, modes, roles, region, before, after } = change;
  const { location, snippet, gone } = locateChange(change.lines, comparison.texts);
  return {
    ruleId,
    severity,
    confidence: 'high',
    message: `${messageOf(change, ruleId, comparison)}${gone === null ? '' : `. Gone: ${quote(gone.text)} (${gone.place})`}`,
    location,
    // The whole region, and no line: identity survives lines that move.
    anchor: JSON.stringify([scope, modes, roles, region, before, after]),
    ...(snippet === null ? {} : { snippet }),
    evidence: evidenceOf(change, comparison),
    ...(ruleId === narrowed.id || ruleId === granted.id ? {} : { fix: fixOf(change) }),
  };
}

/** Where nothing is compared but a fact is told in its words. */
export function evidenceOf(change: PolicyChange, { baseDigest, headDigest }: Comparison): PolicyChangeEvidence {
  const { scope, modes, roles, region, witness, before, after, lines } = change;
  return {
    kind: 'policy-change',
    scope,
    modes,
    roles,
    region: cut(region, longestRegion),
    witness,
    before: cut(before, longestRegion),
    after: cut(after, longestRegion),
    lines: lines.slice(0, mostLines).map(({ side, path, line, column, key }) => ({ side, path, line, column, key })),
    baseDigest,
    headDigest,
  };
}

const states: Readonly<Record<string, string>> = { allow: 'allowed', ask: 'asked', deny: 'denied' };

function messageOf(
  { scope, modes, roles, region, witness, before, after }: PolicyChange,
  ruleId: string,
  { unordered }: Comparison,
): string {
  const limited = `${inWords(modes, ' in mode')}${inWords(roles, ' for role')}`;
  const subject = `${scope}${limited}`;
  if (ruleId === granted.id) {
    return witness === null
      ? `${subject} is ${quote(after)}, ${unordered(scope) ? 'other' : 'looser'} than the secure default ${quote(before)}`
      : `${subject}: ${quote(region)} is ${stateOf(after)}; the secure defaults say ${before}. For example ${quote(witness)}`;
  }
  const strict = ruleId === narrowed.id;
  if (witness === null) {
    const how = strict ? 'gets stricter' : unordered(scope) ? 'is changed, which counts as looser' : 'gets looser';
    return `${subject} ${how}: it was ${quote(before)}, now ${quote(after)}`;
  }
  return `${subject} ${strict ? 'narrows' : 'widens'}: ${quote(region)} was ${stateOf(before)}, now ${stateOf(after)}; for example ${quote(witness)}`;
}

function stateOf(effect: string): string {
  return states[effect] ?? effect;
}

function inWords(names: readonly string[] | null, lead: string): string {
  if (names === null || names.length === 0) return '';
  const shown = names.slice(0, 5).map((name) => cut(name, 40));
  return `${lead}${names.length === 1 ? '' : 's'} ${shown.join(', ')}${names.length > 5 ? ` and ${String(names.length - 5)} more` : ''}`;
}

/** How to approve it reports say themselves, with both digests. */
function fixOf({ lines, witness }: PolicyChange): string {
  const undo = lines.some(({ side }) => side === 'head') ? 'Take the line out again' : 'Put back what is gone';
  return `${undo}${witness === null ? '' : ', or deny what is not needed'}; \`mcgate policy diff\` shows all that changes.`;
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
