import { describe, expect, test } from 'vitest';
import { lostTriggers, triggersOf } from '../../src/pipeline/workflow-triggers.ts';

function lost(before: unknown, after: unknown): readonly string[] {
  return lostTriggers(triggersOf(before), triggersOf(after));
}

describe('triggers that fire less often', () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    ['the three forms mean the same', 'push', ['push'], []],
    ['the three forms mean the same, again', ['push', 'merge_group'], { merge_group: null, push: {} }, []],
    ['one more event', 'push', ['push', 'merge_group'], []],
    ['one event less', ['push', 'merge_group'], 'push', ['merge_group']],
    ['none at all', 'push', undefined, ['push']],
    ['no sense', 'push', 7, ['push']],
    ['nothing before', null, 'push', []],
    ['keys in another order', { push: { tags: ['a'], branches: ['b'] } }, { push: { branches: ['b'], tags: ['a'] } }, []],
    ['another branch', { push: { branches: ['a'] } }, { push: { branches: ['b'] } }, ['push']],
    ['a filter is added', 'push', { push: { branches: ['a'] } }, ['push']],
    ['all filters go', { push: { branches: ['a'], tags: ['b'] } }, 'push', []],
    ['all filters go, of a pull request', { pull_request: { branches: ['a'] } }, { pull_request: {} }, []],
    ['all filters go, of the safe form', { pull_request_target: { branches: ['a'] } }, { pull_request_target: {} }, []],
    ['all filters go, of a merge queue', { merge_group: { branches: ['a'] } }, { merge_group: null }, []],
    ['one of two filters goes: then `tags` alone decides', { push: { branches: ['a'], tags: ['b'] } }, { push: { tags: ['b'] } }, ['push']],
    ['paths-ignore', { push: null }, { push: { 'paths-ignore': ['src/**'] } }, ['push']],
    ['a filter goes, and nothing is left', { push: { branches: ['a'] } }, { push: null }, []],
    ['a list for a filter, which GitHub refuses', 'push', { push: [] }, ['push']],
    ['a word for a filter, which GitHub refuses', { push: { branches: ['a'] } }, { push: 'x' }, ['push']],
    ['a type is added', { pull_request: { types: ['opened'] } }, { pull_request: { types: ['opened', 'edited'] } }, []],
    ['a type is added beside a filter', { push: { types: 'a', tags: ['b'] } }, { push: { types: ['a', 'c'], tags: ['b'] } }, []],
    ['another type', { push: { types: 'a' } }, { push: { types: 'b' } }, ['push']],
    ['a type is removed', { pull_request: { types: ['opened', 'edited'] } }, { pull_request: { types: 'opened' } }, ['pull_request']],
    ['`edited` is none of the types by default', { pull_request: { types: ['opened', 'edited'] } }, 'pull_request', ['pull_request']],
    [
      '`edited` is none of the types by default, of the safe form',
      { pull_request_target: { types: ['edited'] } },
      'pull_request_target',
      ['pull_request_target'],
    ],
    ['the types by default', { pull_request: { types: ['reopened', 'opened'] } }, { pull_request: { types: null } }, []],
    ['spelled out', 'pull_request', { pull_request: { types: ['opened', 'synchronize', 'reopened'] } }, []],
    ['spelled out, of the safe form', { pull_request_target: { types: ['opened', 'synchronize', 'reopened'] } }, 'pull_request_target', []],
    ['spelled out, but one', 'pull_request', { pull_request: { types: ['opened', 'reopened'] } }, ['pull_request']],
    ['of another event, all types', { merge_group: { types: ['checks_requested'] } }, 'merge_group', []],
    ['of another event, some types', 'merge_group', { merge_group: { types: ['checks_requested'] } }, ['merge_group']],
    ['types, but the filter too', { pull_request: { types: ['opened'] } }, { pull_request: { branches: ['a'] } }, ['pull_request']],
    ['one more schedule', { schedule: [{ cron: 'a' }] }, { schedule: [{ cron: 'b' }, { cron: 'a' }] }, []],
    ['another schedule', { schedule: [{ cron: 'a' }] }, { schedule: [{ cron: 'b' }] }, ['schedule']],
    ['one schedule less', { schedule: [{ cron: 'a' }, { cron: 'b' }] }, { schedule: [{ cron: 'a' }] }, ['schedule']],
    ['no schedule', { schedule: [{ cron: 'a' }] }, { schedule: null }, ['schedule']],
    ['other inputs', { workflow_dispatch: null }, { workflow_dispatch: { inputs: { a: {} } } }, ['workflow_dispatch']],
    ['no inputs', { workflow_call: { inputs: { a: {} } } }, { workflow_call: null }, ['workflow_call']],
    ['the workflow that goes before', { workflow_run: { workflows: ['a'] } }, { workflow_run: null }, ['workflow_run']],
  ])('%s', (_, before, after, expected) => {
    expect(lost(before, after)).toEqual(expected);
  });
});
