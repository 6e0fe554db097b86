// The entry of a gate's child process.
import { gateLoaders } from '../gates/index.ts';
import { serveGate } from '../platform/gate-serve.ts';
import { openWorkspace } from '../platform/workspace.ts';

await serveGate(gateLoaders, { openWorkspace });
