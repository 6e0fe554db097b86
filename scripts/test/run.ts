// Runs steps of the test command as processes and keeps their output.
import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  /** Arguments for this Node.js. */
  readonly args: readonly string[];
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Never rejects: what cannot be started has failed. `command` replaces this Node.js. */
export async function run(step: Step, command: string = process.execPath): Promise<StepResult> {
  const started = performance.now();
  const output: Buffer[] = [];
  const ok = await new Promise<boolean>((resolve) => {
    const child = spawn(command, step.args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => {
      output.push(Buffer.from(error.message));
      resolve(false);
    });
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
  return { name: step.name, ok, seconds: (performance.now() - started) / 1000, output: Buffer.concat(output).toString('utf8') };
}

/** Runs steps, at most `width` at a time, in their order; `announce` is called as each ends. */
export async function runPool(
  steps: readonly Step[],
  width: number,
  announce: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await run(step);
      announce(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
