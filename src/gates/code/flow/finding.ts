// A flow as a finding: the place and code of the fault, and the way there as evidence.
import type { FailedGuard, FlowEvidence, FlowStep, RawFinding, Severity } from '../../../core/documents.ts';
import type { SourceKind } from '../../../analysis/models/model.ts';
import { toldIndexOf, toldStepOf, type Flow, type FlowPlace } from '../../../analysis/taint/flow.ts';
import type { Vulnerability } from '../../../analysis/regex/check.ts';
import type { FlowMatch, FlowRule, SlowRule } from '../rule.ts';
import { attackEvidence, attackMessage } from '../slow-regular-expression.ts';
import type { DescribedPlace } from '../task.ts';

/** A place as a report tells it, with its path; null for one whose file could not be read again. */
export type PlaceOf = (place: FlowPlace) => DescribedPlace | null;

const longest = 200;
const mostSteps = 100;
const mostGuards = 20;
const mostAlso = 20;

/** The finding, or null where its place could not be read again. `clean` takes the secrets of a place's file out of a text. */
export function findingOfFlow(
  flow: Flow,
  rule: FlowRule | SlowRule,
  placeOf: PlaceOf,
  clean: (place: FlowPlace, text: string) => string,
): RawFinding | null {
  const first = flow.steps[0];
  const told = toldStepOf(flow);
  const place = told === undefined ? null : placeOf(told);
  const sink = place?.sink ?? null;
  if (first === undefined || told === undefined || place === null || sink === null) return null;
  const { anchor, snippet, lineHash } = sink;
  const api = flow.api === null ? null : cut(clean(first, flow.api));
  const sourceWhat = clean(first, flow.sourceWhat);
  const sinkWhat = clean(told, flow.sinkWhat);
  return {
    ruleId: rule.id,
    severity: severityOf(flow, rule),
    confidence: flow.confidence,
    message: messageOf(flow, sinkWhat, sourceWhat, api, rule),
    location: place.location,
    // The source is no part of it: the same fault stays the same finding whichever way leads to it first.
    anchor: `flow ${flow.slow === null ? flow.class : 'slow pattern'} ${anchor}${useOf(flow, placeOf)}`,
    ...(snippet !== undefined && { snippet }),
    evidence: {
      kind: 'flow',
      source: { kind: flow.sourceKind, what: cut(sourceWhat) },
      api,
      steps: stepsOf(flow, placeOf, clean),
      failedGuards: guardsOf(flow, placeOf, clean),
      ...alsoOf(flow, placeOf, clean),
      ...(flow.slow !== null && { attack: attackOf(flow.slow.vulnerability) }),
    },
    fix: termsOf(rule).fix,
    ...(lineHash !== undefined && { lineHash }),
  };
}

/** What tells apart the uses of text that is told where it is put together; a line break stands in no anchor of a place. */
function useOf(flow: Flow, placeOf: PlaceOf): string {
  const last = flow.steps.length - 1;
  const use = toldIndexOf(flow) === last ? undefined : flow.steps[last];
  return use === undefined ? '' : `\nused by ${placeOf(use)?.sink?.anchor ?? ''}`;
}

/** What strangers send without being asked; of the rest somebody has to hand it over first. */
const strangers: ReadonlySet<SourceKind> = new Set([
  'remote',
  'queue',
  'webview',
  'browser',
  'model-output',
  'tool-result',
  'tool-arguments',
  'archive',
]);

function termsOf({ match }: FlowRule | SlowRule): Pick<FlowMatch, 'harm' | 'fix'> {
  return match.kind === 'flow' ? match : match.slow;
}

function attackOf(vulnerability: Vulnerability): NonNullable<FlowEvidence['attack']> {
  const { text, growth, degree, length, steps } = attackEvidence(vulnerability);
  return { text, growth, ...(degree !== undefined && { degree }), length, steps };
}

/** A short text from a stranger that stops the whole process is worse than a pattern that nobody may reach. */
function severityOf({ class: flowClass, sourceKind, slow }: Flow, { severity }: FlowRule | SlowRule): Severity {
  if (slow?.vulnerability.growth.kind === 'exponential' && strangers.has(sourceKind)) return 'high';
  // What keys a caller's callers choose is not known: it takes one who hands parsed text on.
  if (flowClass === 'prototype' && !strangers.has(sourceKind)) return 'medium';
  return severity === 'critical' && !strangers.has(sourceKind) ? 'high' : severity;
}

function messageOf({ slow }: Flow, sinkWhat: string, sourceWhat: string, api: string | null, rule: FlowRule | SlowRule): string {
  const from = api === null ? sourceWhat : `${sourceWhat} of ${api}`;
  const { harm } = termsOf(rule);
  if (slow !== null) {
    const attack = attackMessage(slow.vulnerability, attackEvidence(slow.vulnerability).text);
    return `${capitalise(from)} is matched by a slow regular expression: whoever chooses it ${harm}. ${attack}`;
  }
  return `${capitalise(sinkWhat)} is made from ${from}: whoever chooses it ${harm}.`;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

type Clean = (place: FlowPlace, text: string) => string;

function stepsOf({ steps }: Flow, placeOf: PlaceOf, clean: Clean): readonly FlowStep[] {
  const half = mostSteps / 2;
  const kept = steps.length <= mostSteps ? steps : [...steps.slice(0, half), ...steps.slice(-half)];
  return kept.flatMap((step) => stepOf(step, placeOf, clean));
}

function stepOf(step: Flow['steps'][number], placeOf: PlaceOf, clean: Clean): readonly FlowStep[] {
  const place = placeOf(step);
  if (place === null) return [];
  return [{ location: place.location, what: cut(clean(step, step.what)), ...(place.line !== '' && { snippetLine: cut(place.line) }) }];
}

/** Other places of the same fault: the first of them, and how many more there are. */
function alsoOf({ also = [] }: Flow, placeOf: PlaceOf, clean: Clean): Pick<FlowEvidence, 'also' | 'alsoLeft'> {
  const told = also.slice(0, mostAlso).flatMap((step) => stepOf(step, placeOf, clean));
  const left = also.length - Math.min(also.length, mostAlso);
  return { ...(told.length > 0 && { also: told }), ...(left > 0 && { alsoLeft: left }) };
}

function guardsOf(flow: Flow, placeOf: PlaceOf, clean: Clean): readonly FailedGuard[] {
  return flow.failedGuards.slice(0, mostGuards).flatMap((guard): readonly FailedGuard[] => {
    const place = placeOf(guard);
    return place === null
      ? []
      : [{ location: place.location, why: cut(clean(guard, guard.why)), ...(place.line !== '' && { snippetLine: cut(place.line) }) }];
  });
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}
