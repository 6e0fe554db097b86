// The report itself, in the order of its schema.
import { compareText } from '../core/order.ts';
import type { Report } from '../core/documents.ts';
import { formatJson } from './escape.ts';

/** The schema's keys. One order serves all objects: no two of them disagree. Unknown keys follow, sorted. */
const keyOrder: readonly string[] = [
  ...['schemaVersion', 'tool', 'verdict', 'mode', 'partial', 'subject', 'event', 'kind', 'ids', 'package', 'name', 'version', 'ecosystem'],
  ...[
    'fixedVersions',
    'score',
    'judged',
    'trusted',
    'base',
    'commit',
    'gates',
    'findings',
    'rules',
    'notices',
    'approvals',
    'counts',
    'identity',
    'ruleId',
  ],
  ...[
    'id',
    'title',
    'phase',
    'rationale',
    'remediation',
    'severity',
    'confidence',
    'code',
    'message',
    'location',
    'state',
    'blocks',
    'worsened',
    'cwe',
  ],
  ...[
    'references',
    'snippet',
    'evidence',
    'fix',
    'lineHash',
    'suppression',
    'step',
    'approval',
    'status',
    'by',
    'approvers',
    'submittedAt',
    'made',
    'tree',
    'until',
    'detail',
    'digest',
    'attestations',
    'outcome',
    'owner',
    'unit',
    'examined',
    'leftOut',
    'facts',
  ],
  ...[
    'reason',
    'reasons',
    'coverage',
    'expires',
    'attestation',
    'otherAttestations',
    'remedy',
    'count',
    'side',
    'path',
    'paths',
    'items',
    'startLine',
    'startColumn',
    'endLine',
    'endColumn',
    'line',
    'column',
  ],
  ...[
    'key',
    'scope',
    'modes',
    'roles',
    'region',
    'witness',
    'before',
    'after',
    'signers',
    'lines',
    'baseDigest',
    'headDigest',
    'blocking',
    'new',
    'existing',
    'fixed',
    'suppressed',
    'baselined',
    'durationMs',
  ],
  ...[
    'author',
    'date',
    'text',
    'growth',
    'degree',
    'length',
    'source',
    'api',
    'what',
    'why',
    'snippetLine',
    'steps',
    'attack',
    'failedGuards',
    'also',
    'alsoLeft',
  ],
];

const rank: ReadonlyMap<string, number> = new Map(keyOrder.map((key, index) => [key, index]));

/** Valid against `schemas/report.schema.json`; the same report gives the same bytes, whatever order its keys were made in. */
export function format(report: Report): string {
  return formatJson(ordered(report));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareKeys(a, b))
      .map(([key, item]) => [key, ordered(item)]),
  );
}

function compareKeys(a: string, b: string): number {
  return (rank.get(a) ?? keyOrder.length) - (rank.get(b) ?? keyOrder.length) || compareText(a, b);
}
