// The record of a release, with hostile texts where a repository has a say.
import type { ReleaseStatement } from '../../../src/core/documents.ts';
import { attacks } from './hostile.ts';
import { pullRequest } from './pull-request.ts';

const items = pullRequest.gates.flatMap(({ coverage }) => coverage?.items ?? []);

function statement(titles: readonly string[], target: string): ReleaseStatement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'tree', digest: { sha256: '4e'.repeat(32) } }],
    predicateType: 'https://unpkg.com/mcgate/predicates/release/v1',
    predicate: {
      ...{ repository: 'acme/widget', target, commit: '4f'.repeat(20), made: '2026-11-22T10:00:00Z', version: '0.1.0', verdict: 'fail' },
      gates: pullRequest.gates.map(({ id, outcome }) => ({ id, outcome, digest: '5d'.repeat(32) })),
      items: titles.map((title, index) => ({
        ...{ itemDigest: '6e'.repeat(32), threshold: 1 },
        state: { ...(items[index % items.length] ?? items[0]), title, detail: title } as NonNullable<(typeof items)[0]>,
      })),
      evidence: titles.map((title, index) => ({
        ...{ name: `reports/${String(index)}.json`, digest: { sha256: '7f'.repeat(32) }, mediaType: 'application/json' },
        annotations: { size: 812, items: [title] },
      })),
      ...{ signers: '', revoked: null },
    },
  };
}

export const release = statement(
  items.map(({ title }) => title),
  'refs/heads/release/1.0',
);
export const hostileRelease = statement(attacks, '<img src=x onerror=alert(1)>');
