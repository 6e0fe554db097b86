// What GitHub's runner hands over and what it reads back: inputs, outputs, the place of a report, the log.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commitsOf } from '../../src/action/fetch-stage.ts';
import { parseFetchMessage } from '../../src/action/fetch-messages.ts';
import { readInputs, variableOf } from '../../src/action/inputs.ts';
import { openLog } from '../../src/action/log.ts';
import { countOutputs, formatOutputs } from '../../src/action/outputs.ts';
import { placeOf, repositoryOf } from '../../src/action/place.ts';
import type { HostedEvent } from '../../src/core/event.ts';
import { McgateError } from '../../src/core/error.ts';
import { unanswered } from '../../src/pipeline/unanswered.ts';
import { parseOutputs } from '../support/action.ts';

function inputs(given: Readonly<Record<string, string>>): ReturnType<typeof readInputs> {
  return readInputs(Object.fromEntries(Object.entries(given).map(([name, value]) => [variableOf(name), value])));
}

function refusal(given: Readonly<Record<string, string>>): McgateError {
  try {
    inputs(given);
  } catch (error) {
    if (error instanceof McgateError) return error;
  }
  throw new Error('not refused');
}

describe('inputs', () => {
  it('are named as the runner names them', () => {
    expect(variableOf('fail-on')).toBe('INPUT_FAIL-ON');
    expect(variableOf('upload sarif')).toBe('INPUT_UPLOAD_SARIF');
  });

  it('have the defaults that action.yml declares, where they are empty', () => {
    const { inputs: declared } = parse(readFileSync('action.yml', 'utf8')) as { inputs: Record<string, { default?: string }> };
    const presets = Object.entries(declared).map(([name, { default: preset = '' }]) => [name, preset.startsWith('$') ? '' : preset]);
    expect(inputs(Object.fromEntries(presets) as Record<string, string>)).toEqual(inputs({}));
    expect(inputs({})).toMatchObject({ gates: null, failOn: null, setup: true, cache: true, results: true, offline: false, path: null });
    expect(inputs({}).delivery).toEqual({ annotations: true, summary: true, comment: true, uploadSarif: true, status: true });
  });

  it('are read as YAML and lines', () => {
    const given = {
      gate: ' code\r\n\n  permissions \ncode',
      'fail-on': 'low',
      offline: 'TRUE',
      'no-cache': 'True',
      status: 'false',
      output: 'a b.md\nc.json',
    };
    expect(inputs(given)).toMatchObject({
      gates: ['code', 'permissions'],
      failOn: 'low',
      offline: true,
      results: false,
      outputs: ['a b.md', 'c.json'],
    });
    expect(inputs(given).delivery.status).toBe(false);
  });

  it('the token that fetches is the other one, unless it is named', () => {
    expect(inputs({ token: 'one' })).toMatchObject({ token: 'one', fetchToken: 'one' });
    expect(inputs({ token: 'one', 'fetch-token': 'two' })).toMatchObject({ token: 'one', fetchToken: 'two' });
  });

  it.each([
    ['gate', 'code,permissions'],
    ['fail-on', 'hgih'],
    ['fail-on', 'low\n::error::'],
    ['offline', 'yes'],
    ['comment', '1'],
    ['path', 'a\nb'],
    ['osv-database', 'a\0b'],
    ['output', 'a\0.json'],
    ['report', 'x=y\n'.repeat(101)],
    ['token', 'one two'],
    ['fetch-token', 'ghs_\u202e'],
  ])('%s: %j is refused, and the input is named', (name, value) => {
    const { code, message } = refusal({ [name]: value });
    expect({ code, named: message.startsWith(`Input ${name}: `) }).toEqual({ code: 'usage', named: true });
    expect(message).not.toMatch(/[\n\0\u202e]/u);
  });

  it('what is no token is never quoted', () => {
    expect(refusal({ token: 'half a token' }).message).not.toContain('half');
  });
});

describe('outputs', () => {
  it.each(['', 'a\nb\n', 'x<<y\nz\ny', 'mcgate_1\nverdict=pass', 'a\r\nb', '%0A::set-output', 'x'.repeat(100_000)])(
    'come back as they were: %j',
    (value) => {
      expect(parseOutputs(formatOutputs({ report: value, verdict: 'fail' }))).toEqual({ report: value, verdict: 'fail' });
    },
  );

  it('cannot end early: no value knows its delimiter', () => {
    const delimiters = new Set(Array.from({ length: 20 }, () => /<<(.+)/u.exec(formatOutputs({ verdict: 'pass' }))?.[1]));
    expect(delimiters.size).toBe(20);
  });

  it('count what is not set aside, by gate and severity', () => {
    const finding = (ruleId: string, severity: string, state: string): unknown => ({ ruleId, severity, state });
    const subject = { event: 'push', kind: 'change', judged: { name: 'x', commit: null }, trusted: null, base: null } as const;
    const findings = [finding('code/x', 'high', 'new'), finding('code/y', 'high', 'suppressed'), finding('weakening/z', 'low', 'existing')];
    const report = { ...unanswered('1', [], subject, { code: 'x', message: 'x' }), findings } as Parameters<typeof countOutputs>[0];
    expect(JSON.parse(countOutputs(report).counts ?? '')).toMatchObject({
      code: { critical: 0, high: 1, medium: 0, low: 0, note: 0 },
      checklist: { high: 0 },
      weakening: { low: 1 },
    });
  });
});

describe('the place of a report', () => {
  const [head, judged] = ['a'.repeat(40), 'b'.repeat(40)];
  const env = {
    GITHUB_REPOSITORY: 'Acme/Shop',
    GITHUB_SERVER_URL: 'https://github.com/',
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_REF: 'refs/heads/main',
  };
  const pull = { number: 7, headSha: head, mergeSha: null, baseRef: 'main', baseSha: null, defaultBranch: 'main', isProtected: false };
  const push = { before: null, after: head, ref: 'refs/heads/x', forced: false, defaultBranch: 'main', isProtected: false };

  it.each<[HostedEvent, object]>([
    [
      { name: 'pull_request', ...pull },
      { headSha: head, judgedSha: judged, ref: 'refs/pull/7/merge', pullRequest: 7, uploads: true },
    ],
    [
      { name: 'pull_request_target', ...pull },
      { headSha: head, judgedSha: judged, ref: 'refs/pull/7/merge', pullRequest: 7, uploads: true },
    ],
    [
      { name: 'merge_group', baseSha: judged, headSha: head, baseRef: 'main' },
      { headSha: head, pullRequest: null, uploads: false },
    ],
    [
      { name: 'push', ...push },
      { headSha: head, ref: 'refs/heads/x', uploads: true },
    ],
    // Of an annotated tag `after` is no commit.
    [
      { name: 'push', ...push, ref: 'refs/tags/v1' },
      { headSha: judged, ref: 'refs/tags/v1' },
    ],
    [
      { name: 'schedule', defaultBranch: 'trunk' },
      { headSha: judged, ref: 'refs/heads/trunk', pullRequest: null, uploads: true },
    ],
  ])('of %j', (event, expected) => {
    const subject = { event: event.name, kind: 'change', judged: { name: 'x', commit: judged }, trusted: null, base: null } as const;
    const report = unanswered('1', [], subject, { code: 'x', message: 'x' });
    expect(placeOf(event, report, env)).toMatchObject({
      ...{ repository: 'Acme/Shop', ...expected },
      web: { repository: 'https://github.com/Acme/Shop', commit: judged, run: 'https://github.com/Acme/Shop/actions/runs/42/attempts/2' },
    });
  });

  it.each(['', 'shop', 'acme/..', 'acme/shop/x', 'acme/shop?x', 'acme/sh op'])('is none in %j', (name) => {
    expect(() => repositoryOf({ GITHUB_REPOSITORY: name })).toThrow(McgateError);
  });
});

describe('the log', () => {
  it('takes no command from anybody else', async () => {
    let written = '';
    const log = openLog((text) => {
      written += text;
      return Promise.resolve();
    });
    await log.line('::error::one\n::stop-commands::x\n\x1b[31m##[error]two');
    await log.text(' \x1b[31m::error::three\n##[group]four');
    await log.group('Five', () => log.line('six'));
    await log.error('a%0A\n::warning::b,c');
    expect(written.match(/^\s*::.*$/gmu)).toEqual(['::group::Five', '::endgroup::', '::error title=mcgate::a%250A%0A\\x3a:warning::b,c']);
    expect(written).not.toContain('##[');
  });
});

describe('what a payload or a process says', () => {
  const event = { name: 'merge_group', baseSha: '', headSha: '', baseRef: '' } as const;

  it.each([
    [{ ...event, number: 1 }, { pull_request: { commits: 3 } }, 3],
    [{ ...event, number: 1 }, { pull_request: { commits: '3' } }, null],
    [{ ...event, number: 1 }, { pull_request: { commits: -1 } }, null],
    [event, { commits: [{}, {}] }, 2],
    [event, {}, null],
  ])('counts commits only where it says so', (of, payload, expected) => {
    expect(commitsOf(of as unknown as HostedEvent, payload)).toBe(expected);
  });

  it.each([null, 'x', {}, { reason: 1 }, { reason: { code: 1, message: 'x' } }, { reason: { code: 'x' } }])('%j is no answer', (value) => {
    expect(parseFetchMessage(value)).toBeNull();
  });

  it('an answer is taken for what it is, and cut', () => {
    expect(parseFetchMessage({ reason: null })).toEqual({ reason: null });
    expect(parseFetchMessage({ reason: { code: 'x', message: 'y'.repeat(9_000), remedy: 1 } })?.reason?.message).toHaveLength(2_000);
  });
});
