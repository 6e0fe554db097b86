// The commands of `mcgate rules`. A file is loaded only when its command is asked for.
import type { SingleCommand } from '../../command.ts';

export const rulesCommands: readonly SingleCommand[] = [
  {
    name: 'test',
    signature: 'test [cases..]',
    summary: 'Run the tests of your models of libraries',
    load: async () => (await import('./test.ts')).command,
  },
];
