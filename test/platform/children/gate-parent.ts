// A process that runs a gate and prints the answer; tests kill it on the way.
import { createGates } from '../../../src/platform/gate-process.ts';
import { gateJob } from '../gate-job.ts';

const [behaviour = '', argument = ''] = process.argv.slice(2);
const { runGate } = createGates({ entry: new URL('bad-gate-child.ts', import.meta.url) });
const answer = await runGate(gateJob([behaviour, argument]), () => undefined, new AbortController().signal);
process.stdout.write(JSON.stringify(answer));
