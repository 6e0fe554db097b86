// Ctrl-C and its kin: the first asks the run to stop and clean up, a second ends the process at once.

/** Exit codes as shells give them: 128 plus the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Signal = keyof typeof exitCodes;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code that the first signal calls for, or null where none came. */
  readonly exitCode: () => number | null;
  readonly stop: () => void;
}

/** Listens until `stop`. `received` is called once. */
export function listenForInterrupt(received: (signal: NodeJS.Signals) => void): Interrupt {
  const controller = new AbortController();
  let first: Signal | null = null;
  const stop = (): void => {
    for (const name of names()) process.removeListener(name, onSignal);
  };
  const onSignal = (name: Signal): void => {
    if (first === null) {
      first = name;
      received(name);
      controller.abort();
      return;
    }
    stop();
    process.kill(process.pid, name);
  };
  for (const name of names()) process.on(name, onSignal);
  return { signal: controller.signal, exitCode: () => (first === null ? null : exitCodes[first]), stop };
}

function names(): readonly Signal[] {
  return Object.keys(exitCodes) as Signal[];
}
