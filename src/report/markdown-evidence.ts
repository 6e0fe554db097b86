// What shows that a finding is real, as list items: in short where everybody sees it, step by step where it is folded away.
import type { AdvisoryEvidence, Evidence, FlowEvidence, Location, PolicyChangeEvidence } from '../core/documents.ts';
import { code, markdownPlace, words } from './markdown-words.ts';
import { advisoryAddress, type ReportContext } from './web-link.ts';
import {
  alsoCount,
  attackCost,
  count,
  dependencyPath,
  flowSource,
  guardCount,
  middleLeftOut,
  policyDigests,
  policyLine,
  policySubject,
} from './wording.ts';

export interface EvidenceItems {
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
}

export function evidenceItems(evidence: Evidence, { links }: ReportContext): EvidenceItems {
  switch (evidence.kind) {
    case 'change':
      return { shown: [`- **Changed:** ${code(evidence.key)} from ${value(evidence.before)} to ${value(evidence.after)}`], hidden: [] };
    case 'policy-change':
      return policyItems(evidence, (location) => markdownPlace(location, links.judged));
    case 'attack':
      return { shown: [`- **Attack:** ${code(evidence.text)}: ${words(attackCost(evidence))}`], hidden: [] };
    case 'flow':
      return flowItems(evidence, (location) => markdownPlace(location, links.judged));
    case 'advisory':
      return { shown: advisoryItems(evidence), hidden: [] };
  }
}

function value(text: string | null): string {
  return text === null ? '(absent)' : code(text);
}

/** An advisory may have dozens of names. */
const shownIds = 3;

function advisoryItems(evidence: AdvisoryEvidence): readonly string[] {
  const { ids, score, fixedVersions } = evidence;
  const links = ids.slice(0, shownIds).map((id) => {
    const address = advisoryAddress(id);
    return address === null ? words(id) : `[${words(id)}](${address})`;
  });
  const more = ids.length > shownIds ? ` and ${String(ids.length - shownIds)} more names` : '';
  const fixed = fixedVersions.length > 0 ? `fixed in ${words(fixedVersions.join(', '))}` : 'no fixed version yet';
  return [
    `- **Package:** ${code(`${evidence.package} ${evidence.version}`)} (${words(evidence.ecosystem)}), ${fixed}`,
    ...(evidence.path === undefined ? [] : [`- **Comes by:** ${words(dependencyPath(evidence))}`]),
    `- **Advisory:** ${links.join(', ')}${more}${score === null ? '' : ` (CVSS ${score.toFixed(1)})`}`,
  ];
}

/** A comment has little room: the first and the last steps. */
const shownSteps = 10;
const shownGuards = 4;
const shownOthers = 4;

function flowItems(evidence: FlowEvidence, place: (location: Location) => string): EvidenceItems {
  const { steps, failedGuards, also = [], alsoLeft = 0, attack } = evidence;
  const moreOthers = Math.max(0, also.length - shownOthers) + alsoLeft;
  const { kept, gapAt, left } = middleLeftOut(steps, shownSteps);
  const entry = (location: Location, what: string, line: string | undefined): string =>
    `${place(location)} ${words(what)}${line === undefined ? '' : `: ${code(line.trim().replaceAll('\t', ' '))}`}`;
  const from = steps[0] === undefined ? '' : ` at ${place(steps[0].location)}`;
  return {
    shown: [
      ...(attack === undefined ? [] : [`- **Attack:** ${code(attack.text)}: ${words(attackCost(attack))}`]),
      `- **Flow:** ${count(steps.length, 'step')} from ${words(flowSource(evidence))}${from}`,
    ],
    hidden: [
      ...kept.flatMap(({ item, number }, index) => [
        ...(index === gapAt ? [`- ${String(left.length)} more steps`] : []),
        `- **${String(number)}** ${entry(item.location, item.what, item.snippetLine)}`,
      ]),
      ...(failedGuards.length === 0 ? [] : [`- **${guardCount(failedGuards.length)}**`]),
      ...failedGuards.slice(0, shownGuards).map(({ location, why, snippetLine }) => `  - ${entry(location, why, snippetLine)}`),
      ...(failedGuards.length > shownGuards ? [`  - ${String(failedGuards.length - shownGuards)} more`] : []),
      ...(also.length === 0 ? [] : [`- **${alsoCount(evidence)}**`]),
      ...also.slice(0, shownOthers).map(({ location, what, snippetLine }) => `  - ${entry(location, what, snippetLine)}`),
      ...(moreOthers > 0 ? [`  - ${String(moreOthers)} more`] : []),
    ],
  };
}

const shownLines = 3;

function policyItems(evidence: PolicyChangeEvidence, place: (location: Location) => string): EvidenceItems {
  const { region, witness, before, after, lines } = evidence;
  const [was, is] = policyDigests(evidence);
  const more = lines.length > shownLines ? ` and ${String(lines.length - shownLines)} more` : '';
  const line = (one: PolicyChangeEvidence['lines'][number]): string =>
    one.side === 'base' ? code(policyLine(one)) : place({ path: one.path, startLine: one.line, startColumn: one.column });
  return {
    shown: [],
    hidden: [
      `- **Changed:** ${words(policySubject(evidence))}: ${code(region)} from ${code(before)} to ${code(after)}`,
      ...(witness === null ? [] : [`- **For example:** ${code(witness)}`]),
      ...(lines.length === 0 ? [] : [`- **Lines:** ${lines.slice(0, shownLines).map(line).join(', ')}${more}`]),
      `- **Policies:** ${code(was)} before, ${code(is)} after`,
    ],
  };
}
