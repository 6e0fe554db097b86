// Every way in which a file may go unjudged has words, and a code where a change must not pass with it.
import { expect, it } from 'vitest';
import type { FileProblem } from '../../../src/gates/code/task.ts';
import type { JobFailure } from '../../../src/gates/code/run-jobs.ts';
import { reasonsFor, shortfallOfFailure, shortfallOfProblem } from '../../../src/gates/code/tell.ts';

const exclude = 'gates.code.exclude';
const failures: [JobFailure, string, string][] = [
  [{ kind: 'unreadable', detail: 'permission denied' }, 'a.js cannot be read: permission denied.', 'Let it be read'],
  [{ kind: 'changed', detail: 'it changed after it was listed' }, 'a.js cannot be read: it changed after it was listed.', 'Run it again'],
  [{ kind: 'too-large' }, 'a.js is code of more than 2 MiB, which is more than can be judged.', exclude],
  [{ kind: 'timed-out', seconds: 30 }, 'a.js was not judged within 30 seconds.', exclude],
  [
    { kind: 'crashed', detail: 'Worker terminated due to reaching memory limit: JS heap out of memory' },
    'a.js cannot be judged: it needs too much memory.',
    exclude,
  ],
  [{ kind: 'crashed', detail: 'the worker ended with exit code 1' }, 'a.js cannot be judged: it crashes the worker.', exclude],
];

it.each(failures)('%j', (failure, message, remedy) => {
  const reasons = reasonsFor([{ path: 'a.js', shortfall: shortfallOfFailure(failure, 2 * 1024 * 1024) }]);
  expect(reasons).toEqual([expect.objectContaining({ path: 'a.js', message, remedy: expect.stringContaining(remedy) as string })]);
});

it('lets large files that are no code pass', () => {
  expect(reasonsFor([{ path: 'a.mp4', shortfall: shortfallOfFailure({ kind: 'too-large' }, null) }])).toEqual([]);
});

it.each(['syntax', 'read-in-part', 'too-deep', 'rule-failed', 'too-many-findings'] as const satisfies readonly FileProblem['kind'][])(
  '%s is a reason',
  (kind) => {
    const shortfall = shortfallOfProblem({ kind, message: 'x' });
    expect(reasonsFor([{ path: 'a.js', shortfall }])).toHaveLength(1);
  },
);
