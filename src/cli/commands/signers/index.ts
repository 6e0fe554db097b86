// The commands of `mcgate signers`. A file is loaded only when its command is asked for.
import type { SingleCommand } from '../../command.ts';

export const signersCommands: readonly SingleCommand[] = [
  {
    name: 'list',
    signature: 'list',
    summary: 'Show whose keys count now',
    load: async () => (await import('./list.ts')).command,
  },
  {
    name: 'add',
    signature: 'add <principal>',
    summary: 'Let a key sign',
    load: async () => (await import('./add.ts')).command,
  },
  {
    name: 'remove',
    signature: 'remove <signer>',
    summary: 'Let a key sign no longer, or revoke it',
    load: async () => (await import('./remove.ts')).command,
  },
  {
    name: 'rotate',
    signature: 'rotate <principal>',
    summary: "Replace somebody's keys by a new one",
    load: async () => (await import('./rotate.ts')).command,
  },
];
