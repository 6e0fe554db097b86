// The other channels: what each sends, in which portions, and what it leaves out.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Log } from 'sarif';
import type { Report } from '../../../src/core/documents.ts';
import { fail, failAndIncomplete, incomplete, partial, pass } from '../../report/reports/kinds.ts';
import { many } from '../../report/reports/many.ts';
import { forbidden, startForge, type Forge } from './forge.ts';
import { deliver, everything, head, judged, limits, place, type Ran, type Shape } from './run.ts';

vi.setConfig({ maxConcurrency: 40, testTimeout: 90_000 });

async function run(
  report: Report,
  shape: Shape,
  prepare: (forge: Forge) => void = () => undefined,
): Promise<Ran & { readonly forge: Forge }> {
  const forge = await startForge(head);
  prepare(forge);
  const ran = await deliver(forge, report, shape);
  await forge.close();
  return { ...ran, forge };
}

const few = (amount: number): Report => ({ ...many, findings: many.findings.slice(0, amount) });

describe.concurrent('annotations', () => {
  const options = { annotations: true };

  it('beyond those of the step go into a check run, fifty a request', async () => {
    const { of, stdout, forge } = await run(few(110), { options });
    expect(stdout.match(/^::error /gmu)).toHaveLength(10);
    const sent = [...forge.asked('check'), ...forge.asked('annotate')].map(
      ({ body }) => body['output'] as { annotations: { message: string }[] },
    );
    expect(sent.map(({ annotations }) => annotations.length)).toEqual([50, 50]);
    expect(sent[0]?.annotations[0]?.message).toContain('Number 10 of many');
    expect(of('annotations')).toMatchObject({
      state: 'delivered',
      remedy: null,
      detail: '10 annotations shown, 100 more in the check mcgate findings',
    });
  });

  it('of gates that could not answer are counted too', async () => {
    const gates = few(60).gates.map((gate, index) => (index === 0 ? { ...gate, outcome: 'incomplete' as const } : gate));
    const { of, forge } = await run({ ...few(60), gates }, { options });
    expect(of('annotations').detail).toMatch(/^10 annotations shown, \d+ /u);
    const titles = forge.asked('check').map(({ body }) => (body['output'] as { title: string }).title);
    expect(titles).toEqual(['fail: 51 annotations beyond those that the job shows.']);
  });

  it('are as many as the limit lets, and the rest is told', async () => {
    const { of, forge } = await run(many, { options });
    expect(forge.asked('annotate')).toHaveLength(2);
    expect(of('annotations').detail).toBe(
      '20 annotations shown, 120 in the check mcgate findings, 4860 not: they are too many, or of no file',
    );
  });

  it('of a check run have the conclusion of the verdict, and never pass what is no pass', async () => {
    for (const [verdict, conclusion] of [
      ['pass', 'neutral'],
      ['fail', 'failure'],
      ['incomplete', 'failure'],
    ] as const) {
      const { forge } = await run({ ...few(12), verdict }, { options });
      expect(forge.asked('check')[0]?.body).toMatchObject({ name: 'mcgate findings', head_sha: head, status: 'completed', conclusion });
    }
  });

  it('make no check run where the step shows all, unless an old one says otherwise', async () => {
    expect((await run(fail, { options })).forge.asked('check')).toEqual([]);
    const mended = await run(pass, { options }, (forge) => {
      forge.conclusions.push('failure');
    });
    expect(mended.forge.conclusions).toEqual(['failure', 'neutral']);
    const same = await run(fail, { options }, (forge) => {
      forge.conclusions.push('failure');
    });
    expect(same.forge.conclusions).toEqual(['failure']);
  });

  it.each<[string, Report, readonly string[]]>([
    ['no pass stands over a failure', fail, ['neutral', 'failure']],
    ['no pass stands over what has no answer', incomplete, ['neutral', 'failure']],
    ['a pass adds nothing', pass, ['neutral']],
  ])('where GitHub does not say what an old check run says: %s', async (_, report, conclusions) => {
    const { forge } = await run(report, { options }, (one) => {
      one.conclusions.push('neutral');
      one.say({ checks: () => ({ status: 502, body: '' }) });
    });
    expect(forge.conclusions).toEqual(conclusions);
  });

  it('that GitHub takes in part are told', async () => {
    const { of } = await run(few(110), { options }, (forge) => {
      forge.say({ annotate: () => ({ status: 502, body: '' }) });
    });
    expect(of('annotations')).toMatchObject({
      state: 'delivered',
      detail: expect.stringContaining('50 in the check mcgate findings, 50 not') as string,
    });
  });

  it('are no reason for a permission that is not needed', async () => {
    const { of } = await run(fail, { options }, (forge) => {
      forge.say({ checks: () => forbidden });
    });
    expect(of('annotations').remedy).toBeNull();
  });

  it('do not need a good token', async () => {
    const access = { apiUrl: 'http://github.example', serverUrl: '', token: '' };
    const { of, stdout } = await run(fail, { options, ports: { access } });
    expect([of('annotations').state, stdout.includes('::error ')]).toEqual(['delivered', true]);
  });
});

describe.concurrent('code scanning', () => {
  const options = { uploadSarif: true };
  const uploads = (forge: Forge): readonly Log[] =>
    forge.asked('upload').map(({ body }) => JSON.parse(gunzipSync(Buffer.from(String(body['sarif']), 'base64')).toString()) as Log);
  const runs = (forge: Forge): readonly (string | undefined)[] => uploads(forge).map((log) => log.runs[0]?.automationDetails?.id);

  it('gets a run a gate, of the judged commit', async () => {
    const { forge, of } = await run(fail, { options });
    expect(uploads(forge).map((log) => log.runs.length)).toEqual(uploads(forge).map(() => 1));
    expect(runs(forge)).toEqual(['mcgate/code/', 'mcgate/dependencies/', 'mcgate/weakening/']);
    expect(forge.asked('upload')[0]?.body).toMatchObject({ commit_sha: judged, ref: 'refs/pull/12/merge' });
    expect(of('code-scanning')).toMatchObject({ state: 'delivered', detail: '3 uploads processed' });
  });

  it('gets no suppressed result', async () => {
    const { forge } = await run(fail, { options });
    const states = uploads(forge).flatMap((log) =>
      (log.runs[0]?.results ?? []).map(({ properties }) => properties?.['mcgate/state'] as string),
    );
    expect(states.length).toBeGreaterThan(0);
    expect(states).not.toContain('suppressed');
  });

  it.each<[string, Report]>([
    ['failed beside', failAndIncomplete],
    ['is', incomplete],
  ])('gets nothing of a gate that %s incomplete', async (_, report) => {
    const { forge } = await run(report, { options });
    expect(runs(forge)).not.toContain('mcgate/dependencies/');
  });

  it.each<[string, Report, Shape]>([
    ['of a partial run', partial, {}],
    ['of an event without a place', fail, { place: { uploads: false } }],
  ])('gets nothing %s', async (_, report, shape) => {
    const { forge, of } = await run(report, { ...shape, options });
    expect([forge.asked(), of('code-scanning').state]).toEqual([[], 'off']);
  });

  it('is told why it gets nothing where no gate answered', async () => {
    const gates = incomplete.gates.map((gate) => ({ ...gate, outcome: 'incomplete' as const }));
    const [unanswered, part] = [await run({ ...incomplete, gates }, { options }), await run(partial, { options })];
    expect([unanswered.of('code-scanning').state, unanswered.forge.asked()]).toEqual(['off', []]);
    expect(unanswered.of('code-scanning').detail).toContain('No gate answered');
    expect(part.of('code-scanning').detail).toContain('partial run');
  });

  it('is asked until it is done', async () => {
    const { forge, of } = await run(fail, { options }, (one) => {
      one.say({
        progress: (before) => (before < 2 ? { status: 404, body: {} } : before < 5 ? { body: { processing_status: 'pending' } } : null),
      });
    });
    expect(of('code-scanning').detail).toBe('3 uploads processed');
    expect(forge.asked('progress').length).toBeGreaterThan(5);
  });

  it('is not asked for ever', async () => {
    const { forge, of } = await run(fail, { options }, (one) => {
      one.say({ progress: () => ({ body: { processing_status: 'pending' } }) });
    });
    expect(of('code-scanning')).toMatchObject({ state: 'delivered', detail: '3 uploads, 3 still being processed' });
    expect(forge.asked('progress')).toHaveLength(30);
  });

  it('tells what it could not process', async () => {
    const { of } = await run(fail, { options }, (one) => {
      one.say({
        progress: () => ({ body: { processing_status: 'failed', errors: ['rejecting SARIF, as there are more results than allowed'] } }),
      });
    });
    expect(of('code-scanning')).toMatchObject({ state: 'failed', detail: expect.stringContaining('more results than allowed') as string });
  });

  it.each([
    'Code Security must be enabled for this repository to use code scanning.',
    'Advanced Security must be enabled for this repository to use code scanning',
  ])('that is off is no missing permission: %s', async (message) => {
    const { of } = await run(fail, { options }, (one) => {
      one.say({ upload: () => ({ status: 403, body: { message } }) });
    });
    expect(of('code-scanning')).toMatchObject({ state: 'refused', remedy: expect.stringContaining('settings') as string });
  });

  it('gets an upload that is small enough', async () => {
    const { forge } = await run(many, { options });
    for (const { body } of forge.asked('upload')) expect(Buffer.from(String(body['sarif']), 'base64').length).toBeLessThan(10_000_000);
    expect(uploads(forge)[0]?.runs[0]?.results).toHaveLength(5_000);
  });
});

describe.concurrent('the status', () => {
  const options = { status: true };

  it.each([
    [pass, 'success'],
    [fail, 'failure'],
    [incomplete, 'error'],
  ])('is the verdict', async (report, state) => {
    const { forge } = await run(report, { options });
    const { body, url } = forge.asked('status')[0] ?? {};
    expect(url).toBe(`/repos/acme/shop/statuses/${head}`);
    expect(body).toMatchObject({ state, context: 'mcgate', target_url: place.web.run });
    expect(String(body?.['description']).length).toBeLessThanOrEqual(140);
  });

  const set = (run: string, state: string, context = 'mcgate'): Readonly<Record<string, unknown>> => ({
    context,
    state,
    target_url: `https://github.com/acme/shop/actions/runs/${run}`,
  });
  const own = '77/attempts/2';
  const [announced, later] = [set(own, 'pending'), set('78', 'pending')];

  // The newest first.
  it.each<[string, readonly unknown[], number]>([
    ['a run that began later failed', [set('78', 'failure'), later, announced], 0],
    ['a run that began later is at work', [later, announced], 0],
    ['a run that began later passed', [set('78', 'success'), later, announced], 1],
    ['a run that began before was slower', [set('78', 'failure'), announced, later], 1],
    ['it alone is there', [announced], 1],
    ['nobody announced anything', [set('78', 'failure')], 1],
    ['the later one is of something else', [set('78', 'failure', 'other'), announced], 1],
    ['a later one was overtaken itself', [set(own, 'failure'), later, announced], 1],
    ['it leads nowhere, and came before', [announced, { ...later, target_url: null }], 1],
  ])('a pass, where %s', async (_, statuses, times) => {
    const { forge } = await run(pass, { options }, (one) => {
      one.say({ statuses: () => ({ body: statuses }) });
    });
    expect(forge.asked('status')).toHaveLength(times);
  });

  it.each([fail, incomplete])('what does not pass is set, whoever else set something', async (report) => {
    const { forge } = await run(report, { options }, (one) => {
      one.say({ statuses: () => ({ body: [set('78', 'success'), later, announced] }) });
    });
    expect(forge.asked('status')).toHaveLength(1);
  });
});

describe.concurrent('the step summary', () => {
  const options = { summary: true };

  it('is added to what is there', async () => {
    const { summary, of } = await run(fail, { options, summary: 'before\n' });
    expect(summary).toMatch(/^before\n#+ .*mcgate: fail/u);
    expect(of('summary').state).toBe('delivered');
  });

  it('is within what GitHub takes, or not written', async () => {
    const { summary, of } = await run(many, { options, summary: 'x'.repeat(1024 * 1024 - 2_000) });
    expect([of('summary').state, summary.length]).toEqual(['failed', 1024 * 1024 - 2_000]);
    expect(Buffer.byteLength((await run(many, { options })).summary)).toBeLessThanOrEqual(1024 * 1024);
  });

  it.each([
    [null, 'off'],
    ['/nowhere/summary.md', 'failed'],
  ])('needs its file: %s', async (summaryFile, state) => {
    expect((await run(fail, { options, ports: { summaryFile } })).of('summary').state).toBe(state);
  });
});

describe.concurrent('a run that is cancelled', () => {
  it('ends at once, and says so', async () => {
    const stop = new AbortController();
    const { all } = await run(fail, { options: everything, ports: { signal: stop.signal } }, (forge) => {
      const silent = (): 'silent' => {
        stop.abort();
        return 'silent';
      };
      forge.say({ viewer: silent, status: silent, upload: silent });
    });
    expect(all.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'failed', 'failed', 'failed']);
  });
});

describe.concurrent('time', () => {
  it('is bounded, whatever GitHub does', { timeout: 60_000 }, async () => {
    const short = { ...limits, client: { ...limits.client, whole: 300 } };
    const { all } = await run(few(60), { options: everything, ports: { limits: short } }, (forge) => {
      const silent = (): 'silent' => 'silent';
      forge.say({ viewer: silent, status: silent, upload: silent, check: silent });
    });
    expect(all.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'failed', 'failed', 'failed']);
  });
});
