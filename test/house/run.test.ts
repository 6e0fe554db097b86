// The test command's own steps: a failure is never lost, and no more than two run at a time.
import { describe, expect, it } from 'vitest';
import { run, runPool } from '../../scripts/test/run.ts';

const step = (name: string, script: string): { readonly name: string; readonly args: readonly string[] } => ({
  name,
  args: ['-e', script],
});

describe('steps of the test command', () => {
  it.each([
    ['an exit code', 'console.log("out"); console.error("err"); process.exitCode = 3'],
    ['a signal', 'console.log("out"); console.error("err"); setTimeout(() => process.kill(process.pid, "SIGKILL"), 200)'],
  ])('fail on %s, with both outputs whole', async (name, script) => {
    const result = await run(step(name, script));
    expect(result.ok).toBe(false);
    expect(result.output).toContain('out');
    expect(result.output).toContain('err');
  });

  it('fail where the program cannot be started', async () => {
    expect((await run(step('none', ''), 'no-such-program-here')).ok).toBe(false);
  });

  it('all run, two at a time, and each is announced', async () => {
    const announced: string[] = [];
    const wait = 'setTimeout(() => {}, 150)';
    const started = performance.now();
    const results = await runPool([step('a', wait), step('b', 'process.exit(1)'), step('c', wait), step('d', wait)], 2, ({ name }) => {
      announced.push(name);
    });
    expect(Object.fromEntries(results.map(({ name, ok }) => [name, ok]))).toEqual({ a: true, b: false, c: true, d: true });
    expect(announced.sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(performance.now() - started).toBeGreaterThan(300);
  });
});
