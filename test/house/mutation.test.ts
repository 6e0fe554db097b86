// The runner that tries mutants: which tests it notes, which of them it runs on a mutant, and what kills one.
import { describe, expect, it, test } from 'vitest';
import { createCollector } from '../../scripts/mutation/collect.ts';
import { planOf } from '../../scripts/mutation/plan.ts';
import { mutantRun } from '../../scripts/mutation/test-runner.ts';

type Declare = (name: string, ...rest: readonly unknown[]) => void;
type Declarer = Declare & { readonly each: (rows: readonly unknown[]) => Declare; readonly skipIf: (skipped: boolean) => Declare };

test('tests are noted under unique names, with their rows, and run when they are told to', async () => {
  const { api, collect } = createCollector();
  const [it, describe] = [api['test'] as Declarer, api['describe'] as Declarer];
  const run: unknown[] = [];
  const note = (...args: readonly unknown[]): unknown => run.push(args);
  const noted = await collect('a.test.ts', () => {
    it('alone', note);
    describe('suite', () => {
      it.each([
        [1, 'x'],
        [2, 'y'],
      ])('%i is %s', note);
      it.each([[1], 2])('%j', note);
      it.skipIf(true)('left out', note);
      it.skipIf(false)('kept', note, 1000);
    });
    describe.each([{ about: 'rows' }])('$about', (row: unknown) => {
      it('in', () => note(row));
      it('in', note);
    });
    (api['afterAll'] as (cleanup: () => unknown) => void)(note);
    return Promise.resolve();
  });
  expect(run).toEqual([]);
  expect(noted.tests.map(({ id }) => id)).toEqual([
    'a.test.ts > alone',
    'a.test.ts > suite > 1 is x',
    'a.test.ts > suite > 2 is y',
    'a.test.ts > suite > [1]',
    'a.test.ts > suite > 2',
    'a.test.ts > suite > kept',
    'a.test.ts > rows > in',
    'a.test.ts > rows > in (2)',
  ]);
  for (const each of noted.tests) each.run();
  expect(run).toEqual([[], [1, 'x'], [2, 'y'], [[1]], [2], [], [{ about: 'rows' }], []]);
  expect(noted.cleanups).toHaveLength(1);
  expect((await collect('b.test.ts', () => Promise.resolve())).tests).toEqual([]);
});

test('the cheap tests come first, those of the folder before others, and time is bounded', () => {
  const costs = new Map([
    ['test/policy/request/host.test.ts > cheap', 5],
    ['test/policy/request/host.test.ts > dear', 3900],
    ['test/policy/request/host.test.ts > too dear', 3950],
    ['test/policy/pattern/host.test.ts > cheap', 1],
    ['test/policy/pattern/host.test.ts > dear', 900],
    ['test/policy/pattern/host.test.ts > too dear', 950],
    ['test/policy/explain.test.ts > not asked for', 1],
  ]);
  const run = {
    activeMutant: { id: '1', fileName: 'C:\\sandbox\\src\\policy\\request\\host.ts' },
    testFilter: [...costs.keys()].filter((id) => !id.endsWith('not asked for')),
  };
  expect(planOf(costs, run).map(({ id }) => id)).toEqual([
    'test/policy/request/host.test.ts > cheap',
    'test/policy/pattern/host.test.ts > cheap',
    'test/policy/request/host.test.ts > dear',
    'test/policy/pattern/host.test.ts > dear',
  ]);
  // One is always tried.
  expect(planOf(new Map([['test/a.test.ts > x', 1e9]]), { ...run, testFilter: ['test/a.test.ts > x'] })).toHaveLength(1);
});

describe('a mutant', () => {
  const file = 'test/policy/a.test.ts';
  const costs = new Map([[`${file} > a`, 1]]);
  const run = { activeMutant: { id: '7', fileName: 'src/policy/a.ts' }, testFilter: [...costs.keys()], hitLimit: 10 };
  type Instrumented = Parameters<typeof mutantRun>[0]['instrumented'];

  /** A file with one test, loaded in the runner's way. */
  async function tried(body: (instrumented: Instrumented) => void, { load = (): void => undefined, name = 'a' } = {}): Promise<object> {
    const instrumented = {} as Instrumented;
    const instantiate: Parameters<typeof mutantRun>[0]['instantiate'] = (packageOf) =>
      Promise.resolve({
        [file]: () => {
          load();
          expect(instrumented.activeMutant).toBeUndefined();
          const { test: declare } = packageOf('vitest') as { readonly test: Declare };
          declare(name, () => {
            body(instrumented);
          });
          return Promise.resolve();
        },
      });
    return mutantRun({ instantiate, files: [file], instrumented }, costs, run);
  }

  it('is killed by a test that fails, and lives where none does', async () => {
    const isThere = ({ activeMutant }: Instrumented): void => {
      expect(activeMutant).toBe('7');
    };
    expect(await tried(isThere)).toEqual({ status: 'survived', nrOfTests: 1 });
    expect(await tried(() => expect.fail('no'))).toMatchObject({ status: 'killed', killedBy: [`${file} > a`], nrOfTests: 1 });
    expect(await tried((instrumented) => (instrumented.hitCount = 11))).toMatchObject({ status: 'timeout' });
  });

  it('is not killed by tests that cannot be loaded, or are not there', async () => {
    const load = (): void => {
      throw new Error('too many open files');
    };
    await expect(tried(() => undefined, { load })).rejects.toThrow('too many open files');
    await expect(tried(() => undefined, { name: 'b' })).rejects.toThrow();
  });
});
