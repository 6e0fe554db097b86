// The way of an attacker's data as SARIF's code flow, which GitHub shows step by step.
import type { CodeFlow, Location as SarifLocation, PhysicalLocation, ThreadFlowLocation } from 'sarif';
import type { FlowEvidence, Location } from '../core/documents.ts';
import { encodePath, sarifText } from './escape.ts';

const mostSteps = 100;

/** One thread, the source first; at most 100 steps. */
export function codeFlows({ steps }: FlowEvidence): CodeFlow[] {
  const last = Math.min(steps.length, mostSteps) - 1;
  const locations = steps.slice(0, mostSteps).map(({ location, what, snippetLine }, index): ThreadFlowLocation => ({
    location: sarifLocation(location, what, snippetLine),
    importance: index === 0 || index === last ? 'essential' : 'important',
  }));
  return [{ threadFlows: [{ locations }] }];
}

/** Tests that did not stop it, and other places of the same fault, as what GitHub lists beside the finding. Ids count from 1. */
export function relatedLocations({ failedGuards, also = [] }: FlowEvidence): SarifLocation[] {
  return [
    ...failedGuards.map(({ location, why, snippetLine }) => sarifLocation(location, `This test does not stop it: ${why}`, snippetLine)),
    ...also.map(({ location, what, snippetLine }) => sarifLocation(location, `The same fault: this ${what}`, snippetLine)),
  ].map((location, index) => ({ id: index + 1, ...location }));
}

function sarifLocation(location: Location, text: string, line: string | undefined): SarifLocation {
  return { physicalLocation: physicalLocation(location, line), message: { text: sarifText(text, 1_000) } };
}

function physicalLocation(
  { path, startLine = 1, startColumn = 1, endLine = startLine, endColumn = startColumn }: Location,
  line: string | undefined,
): PhysicalLocation {
  return {
    artifactLocation: { uri: path === '' ? '.' : encodePath(path), uriBaseId: '%SRCROOT%' },
    region: { startLine, startColumn, endLine, endColumn, ...(line !== undefined && { snippet: { text: sarifText(line, 400) } }) },
  };
}
