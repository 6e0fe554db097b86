// The whole test command: static checks two at a time, then the tests with every core to themselves, since some measure time.
// A step that fails prints its whole output; the last line is `N passed, N failed`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, runPool } from './test/run.ts';
import type { Step, StepResult } from './test/run.ts';
import { pack } from './test/pack.ts';
import { countTests } from './test/count.ts';
import type { Count } from './test/count.ts';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const scratch = await mkdtemp(path.join(tmpdir(), 'mcgate-test-'));
const testReport = path.join(scratch, 'tests.json');

/** Node's arguments of a tool in node_modules. */
function tool(file: string, ...args: readonly string[]): readonly string[] {
  return [path.join('node_modules', file), ...args];
}

// The longest first, so that the last one to end is a short one.
const checks: readonly Step[] = [
  { name: 'lint', args: tool('eslint/bin/eslint.js', '.', '--ignore-pattern', 'test/', '--max-warnings', '0') },
  // By itself, for lint is more than half of all checks: on one core it would take longer than the others on the other.
  { name: 'lint of tests', args: tool('eslint/bin/eslint.js', 'test', '--max-warnings', '0') },
  { name: 'format', args: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  { name: 'dist is what src gives', args: ['scripts/build.ts', '--check'] },
  { name: 'unused code', args: tool('knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors') },
  {
    name: 'arrows',
    args: tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', 'src', 'rules', 'test', 'scripts'),
  },
  { name: 'types', args: tool('typescript7/bin/tsc', '--noEmit') },
  { name: 'docs', args: ['scripts/check-docs.ts'] },
  { name: 'size', args: tool('size-limit/bin.js') },
];

const tests: Step = {
  name: 'tests',
  args: tool('vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${testReport}`),
};

function announce({ name, ok, seconds, output }: StepResult, note = ''): void {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)${note}\n`);
  if (!ok) process.stdout.write(`${output.trimEnd()}\n\n`);
}

async function packageSteps(): Promise<readonly StepResult[]> {
  const { result, tarball } = await pack(scratch);
  announce(result);
  if (tarball === null) return [result];
  const steps: readonly Step[] = [
    { name: 'publint', args: tool('publint/src/cli.js', 'run', tarball, '--strict') },
    {
      name: 'types of the package',
      args: tool(
        '@arethetypeswrong/cli/dist/index.js',
        tarball,
        '--profile',
        'esm-only',
        '--no-definitely-typed',
        '--exclude-entrypoints',
        './package.json',
      ),
    },
  ];
  return [result, ...(await runPool(steps, 2, announce))];
}

async function runAll(): Promise<Count> {
  // Everything else reads what this writes.
  const generated = await run({ name: 'generate', args: ['scripts/generate.ts'] });
  announce(generated);
  if (!generated.ok) return { passed: 0, failed: 1, skipped: [] };
  const results = [generated, ...(await runPool(checks, 2, announce)), ...(await packageSteps())];
  const tested = await run(tests);
  const counted = countTests(await readFile(testReport, 'utf8').catch(() => null), tested.ok);
  announce(tested, ` ${String(counted.passed)} passed, ${String(counted.failed)} failed, ${String(counted.skipped.length)} skipped`);
  for (const name of counted.skipped) process.stdout.write(`     skipped: ${name}\n`);
  const ok = results.filter((result) => result.ok).length;
  return { passed: counted.passed + ok, failed: counted.failed + results.length - ok, skipped: counted.skipped };
}

const started = performance.now();
try {
  const { passed, failed } = await runAll();
  if (failed > 0 || passed === 0) process.exitCode = 1;
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
