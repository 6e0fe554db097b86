import { afterEach, describe, expect, it } from 'vitest';
import type { WorkerPool } from '../../src/core/gate.ts';
import { openWorkerPool, type WorkerPoolOptions } from '../../src/platform/worker-pool.ts';

const entry = new URL('children/bad-worker.ts', import.meta.url);
const pools: WorkerPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(options: Partial<WorkerPoolOptions> = {}): WorkerPool {
  const pool = openWorkerPool({ entry, size: 1, ...options });
  pools.push(pool);
  return pool;
}

const long = 20_000;
type Answer = Awaited<ReturnType<WorkerPool['run']>>;

function valueOf(answer: Answer): unknown {
  if (!answer.ok) throw new Error(`${answer.failure}: ${answer.detail}`);
  return answer.value;
}

describe('a worker pool', () => {
  it('answers each task with its own value, in several threads', async () => {
    const pool = open({ size: 2 });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, value) => pool.run({ do: 'echo', value }, long)));
    expect(answers.map(valueOf)).toEqual(Array.from({ length: 50 }, (_, value) => value));
    const threads = await Promise.all(Array.from({ length: 20 }, () => pool.run({ do: 'started' }, long)));
    expect(new Set(threads.map(valueOf)).size).toBeLessThanOrEqual(2);
  });

  it('has at most four threads by default', () => {
    expect(openWorkerPool({ entry }).size).toBeLessThanOrEqual(4);
  });

  it('gives a thread no environment, its data, and drops what it prints', async () => {
    const pool = open({ workerData: { a: 1 } });
    expect(valueOf(await pool.run({ do: 'print' }, long))).toBe('printed');
    expect(valueOf(await pool.run({ do: 'facts' }, long))).toMatchObject({ env: {}, argv: [], data: { a: 1 }, served: 1 });
  });

  it('has the stack for 100,000 levels', async () => {
    expect(valueOf(await open().run({ do: 'deep', value: 100_000 }, long))).toBe(100_000);
  });

  it('keeps the thread when a handler throws or answers what cannot be copied', async () => {
    const pool = open();
    const first = valueOf(await pool.run({ do: 'started' }, long));
    expect(await pool.run({ do: 'throw' }, long)).toEqual({ ok: false, failure: 'crashed', detail: 'thrown\\u{1b}[31m' });
    expect(await pool.run({ do: 'function' }, long)).toMatchObject({ ok: false, failure: 'crashed' });
    expect(await pool.run({ do: 'echo', value: () => 1 }, long)).toMatchObject({ ok: false, failure: 'crashed' });
    expect(valueOf(await pool.run({ do: 'started' }, long))).toBe(first);
  });

  it('replaces a thread that asks for it, after its answer', async () => {
    const pool = open();
    const first = valueOf(await pool.run({ do: 'retire' }, long));
    expect(first).toBeTypeOf('number');
    expect(valueOf(await pool.run({ do: 'started' }, long))).not.toBe(first);
  });

  it.each([
    ['uncaught', 'crashed', long],
    ['exit', 'crashed', long],
    ['memory', 'crashed', long],
    ['spin', 'timed-out', 200],
    ['backtrack', 'timed-out', 200],
    ['hang', 'timed-out', 200],
  ] as const)('replaces a thread that a task ends, and no other task is touched: %s', async (name, failure, timeoutMs) => {
    const pool = open({ size: 2, maxOldGenerationSizeMb: 40 });
    const [bad, ...others] = await Promise.all([
      pool.run({ do: name }, timeoutMs),
      ...Array.from({ length: 6 }, (_, value) => pool.run({ do: 'echo', value }, long)),
    ]);
    expect(bad).toMatchObject({ ok: false, failure });
    expect(others.map(valueOf)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(valueOf(await pool.run({ do: 'echo', value: 'after' }, long))).toBe('after');
  });

  it('answers every task where no thread can start', async () => {
    for (const file of ['children/broken-worker.ts', 'children/none.ts']) {
      const pool = open({ entry: new URL(file, import.meta.url), size: 2 });
      const answers = await Promise.all([1, 2, 3].map((value) => pool.run({ do: 'echo', value }, long)));
      for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: 'crashed' });
    }
  });

  it('answers what waits and what comes when it is closed', async () => {
    const pool = open();
    const waiting = [pool.run({ do: 'spin' }, long), pool.run({ do: 'echo' }, long)];
    await pool.close();
    for (const answer of [...(await Promise.all(waiting)), await pool.run({ do: 'echo' }, long)]) {
      expect(answer).toMatchObject({ ok: false, failure: 'crashed' });
    }
  });
});
