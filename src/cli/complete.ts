// The words that may follow in a command line that is being typed; the completion scripts ask for them.
import type { Options } from 'yargs';
import type { CommandEntry } from './command.ts';
import { commands } from './commands/index.ts';

const globalFlags = ['--help', '--color', '--no-color'];

/** Candidates for the last of `words`, which follow `mcgate`. Empty: let the shell complete file names. */
export async function completeWords(words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const outer = named(commands, before);
  if (outer === null) return startingWith(current, [...commands.map(({ name }) => name), ...globalFlags, '--version']);
  const inner = 'commands' in outer ? named(outer.commands, before.slice(before.indexOf(outer.name) + 1)) : outer;
  const names = 'commands' in outer && inner === null ? outer.commands.map(({ name }) => name) : [];
  const load = inner?.load ?? ('commands' in outer ? outer.alone : undefined);
  if (load === undefined) return startingWith(current, [...names, ...globalFlags]);
  const { flags, positionals, suggests } = await load();
  const flagName = (before.at(-1) ?? '').replace(/^--/, '');
  const flag = flags[flagName];
  if (before.at(-1)?.startsWith('--') === true && flag !== undefined && flag.type !== 'boolean')
    return startingWith(current, [...choicesOf(flag), ...(suggests[flagName] ?? [])]);
  if (current.startsWith('-')) return startingWith(current, [...Object.keys(flags).map((name) => `--${name}`), ...globalFlags]);
  const ids = outer.name === 'explain' ? (await (await import('./catalogue.ts')).loadRules()).map(({ id }) => id) : [];
  const offered = Object.entries(positionals).flatMap(([name, options]) => [...choicesOf(options), ...(suggests[name] ?? [])]);
  return startingWith(current, [...names, ...offered, ...ids]);
}

/** The first word that names one of `entries`. */
function named<T extends CommandEntry>(entries: readonly T[], words: readonly string[]): T | null {
  for (const word of words) {
    const found = entries.find(({ name }) => name === word);
    if (found !== undefined) return found;
  }
  return null;
}

function choicesOf({ choices }: Pick<Options, 'choices'>): readonly string[] {
  return (choices ?? []).map(String);
}

function startingWith(start: string, words: readonly string[]): readonly string[] {
  return words.filter((word) => word.startsWith(start)).sort();
}
