// Stryker's test runner for what decides. A start of vitest costs more than most tests: here tests stay loaded, and run in one process, the cheap ones
// first. Only the quick, pure tests are among them; those on real repositories or with real keys are not.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import * as fastCheck from 'fast-check';
import { bundleTests, type Loaders } from './bundle.ts';
import { createCollector, type Collector, type NotedFile, type NotedTest } from './collect.ts';
import { fileOf, isAbout, planOf, type Costs, type MutantRun } from './plan.ts';

/** Properties run a sample of their cases: there are thousands of mutants. */
const sample = '0.05';
const mostCases = { elsewhere: 20, here: 60 };
const isQuick = (file: string): boolean => !/-(?:git|keys)\.test\.ts$/u.test(file);
/** What each test costs, for the processes that did not see the first run. */
const costsFile = 'test-costs.json';

const longestMessage = 1000;

type Counts = Record<string, number>;

/** What instrumented code reads and writes. */
interface Instrumented {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  mutantCoverage: { readonly static: Counts; readonly perTest: Record<string, Counts> } | undefined;
}

interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly timeSpentMs: number;
  /** Processor time in milliseconds: the same on a busy machine. */
  readonly cost: number;
  readonly status: 0 | 1;
  readonly failureMessage?: string;
}

interface Context {
  readonly instantiate: Awaited<ReturnType<typeof bundleTests>>;
  readonly files: readonly string[];
  readonly instrumented: Instrumented;
}

interface Instance {
  readonly loaders: Loaders;
  readonly collector: Collector;
  /** The file whose test is running. */
  running: string;
}

/** What is signed is mutated apart from the policy, whose tests take minutes. */
function testsOf(mutate: readonly string[]): string {
  const folders = mutate.some((pattern) => pattern.startsWith('src/attestation/'))
    ? 'attestation,core,gates/checklist,pipeline'
    : 'core,pipeline,policy';
  return `test/{${folders}}/**/*.test.ts`;
}

async function createContext(mutate: readonly string[]): Promise<Context> {
  process.env['MCGATE_LONG'] = sample;
  const files = globSync(testsOf(mutate))
    .map((file) => file.replaceAll('\\', '/'))
    .filter(isQuick)
    .sort();
  const instrumented = {} as Instrumented;
  Object.assign(globalThis, { __stryker__: instrumented });
  return { instantiate: await bundleTests(process.cwd(), files), files, instrumented };
}

async function newInstance({ instantiate }: Context, isHere: (file: string) => boolean): Promise<Instance> {
  const collector = createCollector();
  const sampling = samplingOf(() => (isHere(instance.running) ? mostCases.here : mostCases.elsewhere));
  const packages: Readonly<Record<string, unknown>> = { vitest: collector.api, 'fast-check': sampling };
  const instance: Instance = { collector, loaders: await instantiate((name) => packages[name]), running: '' };
  return instance;
}

/** fast-check with few cases; a smaller counterexample would kill no better. */
function samplingOf(mostNow: () => number): object {
  const assert = <T>(property: fastCheck.IRawProperty<T>, { numRuns = 100, ...parameters }: fastCheck.Parameters<T> = {}): unknown =>
    fastCheck.assert(property, { ...parameters, numRuns: Math.min(numRuns, mostNow()), endOnFailure: true });
  return { ...fastCheck, assert, default: { ...fastCheck.default, assert } };
}

function collectFile({ loaders, collector }: Instance, file: string): Promise<NotedFile> {
  return collector.collect(file, () => loaders[file]?.() ?? Promise.reject(new Error(`No ${file}.`)));
}

async function runTest(instance: Instance, { id, run }: NotedTest): Promise<TestResult> {
  const fileName = fileOf(id);
  instance.running = fileName;
  const [start, before] = [performance.now(), process.cpuUsage()];
  const told = (): Omit<TestResult, 'status'> => {
    const { user, system } = process.cpuUsage(before);
    return { id, name: id, fileName, timeSpentMs: performance.now() - start, cost: (user + system) / 1000 };
  };
  try {
    await run();
    return { ...told(), status: 0 };
  } catch (error) {
    return { ...told(), status: 1, failureMessage: String(error).slice(0, longestMessage) };
  }
}

async function dryRun(context: Context): Promise<object> {
  const { instrumented, files } = context;
  Object.assign(instrumented, { activeMutant: undefined, hitCount: undefined, mutantCoverage: undefined });
  // With as many cases as a test may ever get: one that fails among them without a mutant would kill every mutant.
  const instance = await newInstance(context, () => true);
  const tests: TestResult[] = [];
  for (const file of files) {
    let start = performance.now();
    const noted = await collectFile(instance, file);
    for (const test of noted.tests) {
      instrumented.currentTestId = test.id;
      const result = await runTest(instance, test);
      // With what lies between, so that no overhead is left: Stryker would wait that long for each mutant that hangs.
      tests.push({ ...result, timeSpentMs: performance.now() - start });
      start = performance.now();
      instrumented.currentTestId = undefined;
    }
    for (const cleanup of noted.cleanups) await cleanup();
  }
  writeFileSync(costsFile, JSON.stringify(tests.map(({ id, cost }) => [id, cost])));
  return { status: 'complete', tests, mutantCoverage: instrumented.mutantCoverage };
}

function readCosts(): Costs {
  return new Map(existsSync(costsFile) ? (JSON.parse(readFileSync(costsFile, 'utf8')) as readonly (readonly [string, number])[]) : []);
}

/**
 * Tries tests on a mutant until one fails. The mutant is there while a test runs, and not before: that tests cannot be loaded is no doing of a
 * mutant and kills none. It is thrown, for Stryker to try again and to count as an error.
 */
export async function mutantRun(context: Context, costs: Costs, run: MutantRun): Promise<object> {
  const { instrumented } = context;
  const { activeMutant, hitLimit } = run;
  Object.assign(instrumented, { activeMutant: undefined, hitCount: 0, hitLimit, mutantCoverage: undefined });
  const instance = await newInstance(context, (file) => isAbout(file, run));
  const loaded = new Map<string, NotedFile>();
  let nrOfTests = 0;
  for (const { id, file } of planOf(costs, run)) {
    const noted = loaded.get(file) ?? (await collectFile(instance, file));
    loaded.set(file, noted);
    const test = noted.tests.find((each) => each.id === id);
    if (test === undefined) throw new Error(`${id} is gone.`);
    nrOfTests += 1;
    instrumented.activeMutant = activeMutant.id;
    const { failureMessage } = await runTest(instance, test);
    instrumented.activeMutant = undefined;
    const { hitCount } = instrumented;
    if (hitCount !== undefined && hitLimit !== undefined && hitCount > hitLimit) return { status: 'timeout', reason: 'Hit limit reached' };
    if (failureMessage !== undefined) return { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
  }
  for (const { cleanups } of loaded.values()) for (const cleanup of cleanups) await cleanup();
  return { status: 'survived', nrOfTests };
}

function createTestRunner({ mutate }: { readonly mutate: readonly string[] }): object {
  let context: Promise<Context> | undefined;
  let costs: Costs | undefined;
  const ready = (): Promise<Context> => (context ??= createContext(mutate));
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    init: async () => {
      await ready();
    },
    dryRun: async () => dryRun(await ready()),
    mutantRun: async (run: MutantRun) => mutantRun(await ready(), (costs ??= readCosts()), run),
  };
}

/** What Stryker hands over. */
createTestRunner.inject = ['options'] as const;

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: createTestRunner }];
