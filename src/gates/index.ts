// The list of gates. Each is loaded in its own child process, on demand.
import type { Gate } from '../core/gate.ts';
import type { GateId } from '../core/documents.ts';

/** Gates that are not built yet answer `skipped` with this reason; nothing pretends to have looked. */
export const gateLoaders: Readonly<Record<GateId, (() => Promise<Gate>) | null>> = {
  code: async () => (await import('./code/index.ts')).gate,
  dependencies: async () => (await import('./dependencies/index.ts')).gate,
  configuration: null,
  permissions: async () => (await import('./permissions/index.ts')).gate,
  checklist: async () => (await import('./checklist/index.ts')).gate,
};
