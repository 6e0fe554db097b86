// Entry of the `mcgate` command: streams, signals and the exit code. `--version` is answered before anything else is loaded.
import type * as sessions from './session.ts';
import { version } from '../wiring/version.ts';

/** Until a run has answered, its exit code is 2: a process that ends early for whatever cause is no pass and no verdict. */
const unanswered = 2;

process.exitCode = unanswered;
const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') {
  process.exitCode = 0;
  // A reader that went away is no failure.
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${version}\n`);
} else {
  run().catch((error: unknown) => {
    process.stderr.write(`mcgate could not start: ${String(error)}\n`);
  });
}

async function run(): Promise<void> {
  const [{ runCommandLine }, { formatFailure }, { listenForInterrupt }, session] = await Promise.all([
    import('./command-line.ts'),
    import('../wiring/failure.ts'),
    import('../wiring/interrupt.ts'),
    import('./session.ts'),
  ]);
  const stack = process.env['MCGATE_DEBUG'] === '1';
  const evidence = 'the output of the same command under MCGATE_DEBUG=1';
  const fail = (error: unknown): string => formatFailure(error, { stack, evidence });
  process.on('uncaughtException', (error) => {
    process.stderr.write(fail(error));
    // Nothing is known of the state that is left; Node itself would answer 1, which reads as a verdict.
    process.exit(unanswered);
  });
  const { stdout, stderr } = openStreams(session);
  const interrupt = listenForInterrupt(() => {
    if (stderr.live) void stderr.write('\nStopping; press Ctrl-C again to stop at once.\n');
  });
  try {
    const { signal } = interrupt;
    process.exitCode = await runCommandLine(argv, { cwd: process.cwd(), env: process.env, stdout, stderr, signal, now: () => new Date() });
  } catch (error) {
    process.exitCode = unanswered;
    await stderr.write(interrupt.exitCode() === null ? fail(error) : 'mcgate: cancelled\n').catch(() => undefined);
  } finally {
    interrupt.stop();
    process.exitCode = interrupt.exitCode() ?? process.exitCode;
  }
}

function openStreams({ chooseStyle, isLive, openOutput }: typeof sessions): Pick<sessions.Session, 'stdout' | 'stderr'> {
  const { stdout, stderr, env } = process;
  const open = (stream: NodeJS.WriteStream): sessions.Output => openOutput(stream, chooseStyle(argv, env, stream), isLive(env, stream));
  return { stdout: open(stdout), stderr: { ...open(stderr), stream: stderr } };
}
