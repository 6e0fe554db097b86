// The commands of `mcgate checklist`. A file is loaded only when its command is asked for.
import type { SingleCommand } from '../../command.ts';

export const checklistCommands: readonly SingleCommand[] = [
  {
    name: 'status',
    signature: 'status',
    summary: 'Say how each item stands, and what is next',
    load: async () => (await import('./status.ts')).command,
  },
  {
    name: 'request',
    signature: 'request <item>',
    summary: 'Write what to send to a signer',
    load: async () => (await import('./request.ts')).command,
  },
  {
    name: 'sign',
    signature: 'sign <item>',
    summary: 'Sign an item, or refuse to',
    load: async () => (await import('./sign.ts')).command,
  },
  {
    name: 'export',
    signature: 'export <folder>',
    summary: "Write a release's record, with its evidence",
    load: async () => (await import('./export.ts')).command,
  },
  {
    name: 'verify',
    signature: 'verify <bundle>',
    summary: 'Check a record on its own, even years later',
    load: async () => (await import('./verify.ts')).command,
  },
];
