// The process around a run: its log, interrupts, and what is said where there is no report to give.
import { McgateError } from '../core/error.ts';
import { formatFailure } from '../wiring/failure.ts';
import { listenForInterrupt } from '../wiring/interrupt.ts';
import { variableOf } from './inputs.ts';
import { openLog, type Log } from './log.ts';
import { writeOutputs } from './outputs.ts';
import { runAction } from './run.ts';

const unanswered = 2;
/** Milliseconds that it may take to say why a run broke down. */
const longestLastWords = 5_000;

/** The exit code. Never rejects. */
export async function runMain(): Promise<number> {
  const env = { ...process.env };
  // Nothing that is started later can inherit them.
  for (const name of ['token', 'fetch-token']) Reflect.deleteProperty(process.env, variableOf(name));
  // A reader that went away stops nothing: the verdict does not depend on who reads it.
  process.stdout.on('error', () => undefined);
  const log = openLog(writeOut);
  process.on('uncaughtException', (error) => {
    // Nothing is known of the state that is left; Node itself would answer 1, which reads as a verdict.
    const end = (): never => process.exit(unanswered);
    setTimeout(end, longestLastWords);
    tellFailure(error, log, env).then(end, end);
  });
  const interrupt = listenForInterrupt(() => undefined);
  try {
    return await runAction({ env, log, signal: interrupt.signal, now: () => new Date() });
  } catch (error) {
    await tellFailure(interrupt.exitCode() === null ? error : new McgateError('cancelled', 'The run was cancelled.'), log, env);
    return unanswered;
  } finally {
    interrupt.stop();
  }
}

/** Whoever reads the outputs alone must not take silence for a pass. */
async function tellFailure(error: unknown, log: Log, env: Readonly<NodeJS.ProcessEnv>): Promise<void> {
  const stack = env['RUNNER_DEBUG'] === '1' || env['MCGATE_DEBUG'] === '1';
  const text = formatFailure(error, { stack, evidence: "the log of the job, run again with GitHub's debug logging" });
  await log.error(text.trimEnd()).catch(() => undefined);
  const output = env['GITHUB_OUTPUT'] ?? '';
  if (output !== '') await writeOutputs(output, { verdict: 'incomplete' }).catch(() => undefined);
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
}
