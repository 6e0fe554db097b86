// The list of commands. A file is loaded only when its command is asked for.
import type { CommandEntry } from '../command.ts';
import { checklistCommands } from './checklist/index.ts';
import { policyCommands } from './policy/index.ts';
import { rulesCommands } from './rules/index.ts';
import { signersCommands } from './signers/index.ts';

export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    signature: 'check [paths..]',
    summary: 'Judge a change, or a folder as it is',
    load: async () => (await import('./check.ts')).command,
  },
  {
    name: 'init',
    signature: 'init [folder]',
    summary: 'Write a commented config and a workflow',
    load: async () => (await import('./init.ts')).command,
  },
  {
    name: 'doctor',
    signature: 'doctor [folder]',
    summary: 'Say what is missing, and what mends it',
    load: async () => (await import('./doctor.ts')).command,
  },
  {
    name: 'setup',
    signature: 'setup',
    summary: 'Fetch the pinned osv-scanner and its database',
    load: async () => (await import('./setup.ts')).command,
  },
  {
    name: 'explain',
    signature: 'explain <subject>',
    summary: 'Explain a rule, or a finding by its identity',
    load: async () => (await import('./explain.ts')).command,
  },
  {
    name: 'rules',
    signature: 'rules',
    summary: 'List what mcgate looks for, or test your models',
    commands: rulesCommands,
    alone: async () => (await import('./rules/list.ts')).command,
    examples: [['$0 rules test', 'Run the tests of your models of libraries']],
  },
  {
    name: 'policy',
    signature: 'policy',
    summary: "Ask, compare and keep the agent's policy",
    commands: policyCommands,
    examples: [
      ['$0 policy validate', 'Is the policy well formed?'],
      ['$0 policy explain fileSystem.read src/a.ts', 'Which lines decide this?'],
      ['$0 policy diff main .mcgate/policy.yaml', 'What does the change allow?'],
      ['$0 policy print --effective', 'What holds, layers and defaults included'],
    ],
  },
  {
    name: 'checklist',
    signature: 'checklist',
    summary: 'Follow, sign and record what a release needs',
    commands: checklistCommands,
    examples: [
      ['$0 checklist status', 'How does each item stand?'],
      ['$0 checklist sign threat-modelling', 'Sign one, with an SSH key'],
      ['$0 checklist export record', 'Keep the evidence of a release'],
    ],
  },
  {
    name: 'approve',
    signature: 'approve [findings..]',
    summary: 'Let a weakening or widening through, signed',
    load: async () => (await import('./approve.ts')).command,
  },
  {
    name: 'signers',
    signature: 'signers',
    summary: 'Keep the list of whose signatures count',
    commands: signersCommands,
    examples: [
      ['$0 signers list', 'Whose keys count, and why others do not'],
      ['$0 signers add ann@example.org --key ~/.ssh/id_ed25519.pub', 'Let a key sign'],
    ],
  },
  {
    name: 'suppress',
    signature: 'suppress <identity>',
    summary: 'Set a finding aside for a while',
    load: async () => (await import('./suppress.ts')).command,
  },
  {
    name: 'baseline',
    signature: 'baseline <action>',
    summary: 'Record what stands today, or shrink that record',
    load: async () => (await import('./baseline.ts')).command,
  },
  {
    name: 'completion',
    signature: 'completion [shell]',
    summary: 'Print a completion script for bash or zsh',
    load: async () => (await import('./completion.ts')).command,
  },
];
