// The words that may follow in a command line that is being typed; the completion scripts ask for them.
import type { Options } from 'yargs';
import { commands } from './commands/index.ts';

const globalFlags = ['--help', '--color', '--no-color'];

/** Candidates for the last of `words`, which follow `mcgate`. Empty: let the shell complete file names. */
export async function completeWords(words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const entry = commands.find(({ name }) => before.includes(name));
  if (entry === undefined) return startingWith(current, [...commands.map(({ name }) => name), ...globalFlags, '--version']);
  const { flags, positionals } = await entry.load();
  const flag = flags[(before.at(-1) ?? '').replace(/^--/, '')];
  if (before.at(-1)?.startsWith('--') === true && flag !== undefined && flag.type !== 'boolean')
    return startingWith(current, choicesOf(flag));
  if (current.startsWith('-')) return startingWith(current, [...Object.keys(flags).map((name) => `--${name}`), ...globalFlags]);
  const ids = entry.name === 'explain' ? (await (await import('./catalogue.ts')).loadRules()).map(({ id }) => id) : [];
  return startingWith(current, [...Object.values(positionals).flatMap(choicesOf), ...ids]);
}

function choicesOf({ choices }: Pick<Options, 'choices'>): readonly string[] {
  return (choices ?? []).map(String);
}

function startingWith(start: string, words: readonly string[]): readonly string[] {
  return words.filter((word) => word.startsWith(start)).sort();
}
