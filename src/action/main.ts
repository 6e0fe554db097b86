// Entry of the Action. Until a run has answered, its exit code is 2: a process that ends early for whatever cause is no pass.
const unanswered = 2;
/** Milliseconds that what is left of a run that has answered may take: a connection that stays open must not hold up the job. */
const longestEnd = 10_000;

process.exitCode = unanswered;
if (Number.parseInt(process.versions.node, 10) >= 24) {
  start().catch((error: unknown) => {
    process.stdout.write(`::error title=mcgate::mcgate could not start: ${oneLine(error)}\n`);
  });
} else {
  process.stdout.write(`::error title=mcgate::mcgate needs Node.js 24 or newer, this is ${process.version}.\n`);
}

async function start(): Promise<void> {
  const { runMain } = await import('./run-main.ts');
  process.exitCode = await runMain();
  setTimeout(() => process.exit(), longestEnd).unref();
}

function oneLine(error: unknown): string {
  return String(error).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
