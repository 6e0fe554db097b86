// The commands of `mcgate policy`. A file is loaded only when its command is asked for.
import type { SingleCommand } from '../../command.ts';

export const policyCommands: readonly SingleCommand[] = [
  {
    name: 'validate',
    signature: 'validate [file]',
    summary: 'Say what is wrong with a policy',
    load: async () => (await import('./validate.ts')).command,
  },
  {
    name: 'check',
    signature: 'check <request..>',
    summary: 'Say what the policy decides on a request',
    load: async () => (await import('./check.ts')).command,
  },
  {
    name: 'explain',
    signature: 'explain <request..>',
    summary: 'Say which lines decide a request',
    load: async () => (await import('./explain.ts')).command,
  },
  {
    name: 'diff',
    signature: 'diff <base> <head>',
    summary: 'Say what two policies decide differently',
    load: async () => (await import('./diff.ts')).command,
  },
  {
    name: 'test',
    signature: 'test [cases]',
    summary: 'Run a table of requests',
    load: async () => (await import('./test.ts')).command,
  },
  {
    name: 'print',
    signature: 'print [file]',
    summary: 'Show a policy, or all that holds in effect',
    load: async () => (await import('./print.ts')).command,
  },
  {
    name: 'fmt',
    signature: 'fmt [file]',
    summary: 'Put a policy into its usual form',
    load: async () => (await import('./fmt.ts')).command,
  },
];
