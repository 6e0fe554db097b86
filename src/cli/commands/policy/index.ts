// The commands of `mcgate policy`. A file is loaded only when its command is asked for.
import type { SingleCommand } from '../../command.ts';

export const policyCommands: readonly SingleCommand[] = [
  {
    name: 'validate',
    signature: 'validate [file]',
    summary: 'Say what is wrong with a policy, line by line',
    load: async () => (await import('./validate.ts')).command,
  },
];
