// argv -> command: what is asked for, or a usage error that names the nearest thing that exists.
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { McgateError } from '../core/error.ts';
import { commands } from './commands/index.ts';
import type { Command, CommandEntry, CommandGroup, SingleCommand } from './command.ts';
import { completeWords } from './complete.ts';
import type { ExitCode, Session } from './session.ts';
import { nearest } from './suggest.ts';
import { version } from '../wiring/version.ts';

const globalFlags = ['help', 'version', 'color', 'no-color'] as const;
const widestHelp = 100;

/** Runs the command that `argv` names. Throws McgateError `usage` for what cannot be understood. */
export async function runCommandLine(argv: readonly string[], session: Session): Promise<ExitCode> {
  if (argv.length === 0) {
    await session.stderr.write(`${await parserFor(argv, session, startProgress()).getHelp()}\n`);
    return 2;
  }
  if (argv[0] === '__complete') {
    const words = await completeWords(argv.slice(1));
    await session.stdout.write(words.map((word) => `${word}\n`).join(''));
    return 0;
  }
  const progress = startProgress();
  let shown = '';
  const parser = parserFor(argv, session, progress);
  try {
    await parser.parseAsync([...argv], {}, (_error: unknown, _values: unknown, output: string) => {
      shown = output;
    });
  } catch (error) {
    if (progress.failure !== null) throw progress.failure.error;
    // Some complaints are thrown past the handler that `fail` sets.
    throw error instanceof Error && error.name === 'YError' ? usageError(error.message, argv, progress) : error;
  }
  if (shown !== '') await session.stdout.write(`${shown}\n`);
  return progress.exitCode;
}

/** Help without `[string]` and `[choices: …]`: the descriptions say it. @types/yargs does not know this method yet. */
function withoutTypes(parser: Argv): Argv {
  return (parser as Argv & { usageConfiguration(settings: { readonly 'hide-types': boolean }): Argv }).usageConfiguration({
    'hide-types': true,
  });
}

/** How far the parser came. */
interface Progress {
  /** Names of the group and the command that were found, outermost first. */
  readonly path: string[];
  /** What may be named next. */
  choices: readonly CommandEntry[];
  command: Command | null;
  exitCode: ExitCode;
  /** What the command itself threw, as opposed to yargs' complaints about its arguments. */
  failure: { readonly error: unknown } | null;
}

function startProgress(): Progress {
  return { path: [], choices: commands, command: null, exitCode: 0, failure: null };
}

async function keepFailure<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    progress.failure ??= { error };
    throw error;
  }
}

function parserFor(argv: readonly string[], session: Session, progress: Progress): Argv {
  const parser = withoutTypes(yargs())
    .scriptName('mcgate')
    .usage('$0 <command>\n\nStops an insecure change before it merges.')
    // Messages are told apart by their English text below.
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'greedy-arrays': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
    })
    .wrap(Math.min(widestHelp, session.stdout.style.width))
    .strict()
    .demandCommand(1, 1, 'no command', 'no command')
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(version)
    .alias({ help: 'h' })
    .describe({ help: 'Show help', version: 'Show the version' })
    .option('color', { type: 'boolean', describe: 'Colours, even into a pipe' })
    .option('no-color', { type: 'boolean', describe: 'No colours' })
    .example('$0 check', 'Judge this repository')
    .example('$0 check --help', 'All about one command')
    .epilogue('Exit codes: 0 pass, 1 fail, 2 incomplete or wrong usage.')
    .fail((message: string | null, error: unknown) => {
      throw message === null ? error : usageError(message, argv, progress);
    });
  for (const entry of commands) {
    if ('commands' in entry) addGroup(parser, entry, session, progress);
    else addCommand(parser, entry, session, progress);
  }
  return parser;
}

function addGroup(parser: Argv, group: CommandGroup, session: Session, progress: Progress): void {
  const { alone } = group;
  const declare = (inner: Argv): Argv => {
    progress.path.push(group.name);
    progress.choices = group.commands;
    inner.usage(`$0 ${group.name} ${alone === undefined ? '<command>' : '[command]'}\n\n${group.summary}.`);
    for (const entry of group.commands) addCommand(inner, entry, session, progress);
    for (const [line, does] of group.examples) inner.example(line, does);
    return group.notes === undefined ? inner : inner.epilogue(group.notes);
  };
  if (alone === undefined) {
    parser.command(group.signature, group.summary, (inner) => declare(inner).demandCommand(1, 1, 'no command', 'no command'));
    return;
  }
  parser.command(
    group.signature,
    group.summary,
    (inner) =>
      keepFailure(progress, async () => {
        progress.command = await alone();
        return progress.command.declare(declare(inner));
      }),
    (values) => runCommand(values, session, progress),
  );
}

function addCommand(parser: Argv, entry: SingleCommand, session: Session, progress: Progress): void {
  parser.command(
    entry.signature,
    entry.summary,
    (inner) =>
      keepFailure(progress, async () => {
        progress.path.push(entry.name);
        progress.choices = [];
        progress.command = await entry.load();
        return progress.command.declare(inner);
      }),
    (values) => runCommand(values, session, progress),
  );
}

function runCommand(values: Readonly<Record<string, unknown>>, session: Session, progress: Progress): Promise<void> {
  return keepFailure(progress, async () => {
    if (progress.command !== null) progress.exitCode = await progress.command.run(values, session);
  });
}

/** yargs' own complaint as one sentence and a hint. */
function usageError(message: string, argv: readonly string[], progress: Progress): McgateError {
  const { command } = progress;
  const help = `See \`${['mcgate', ...progress.path, '--help'].join(' ')}\`.`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/s.exec(message)?.[1]?.split(', ')[0];
  if (message === 'no command') return new McgateError('usage', 'No command is given.', { remedy: help });
  if (unknown === undefined) return new McgateError('usage', plainWords(message, command), { remedy: help });
  const given = argv.find((word) => word.startsWith('-') && word.replace(/^-+/, '').split('=')[0] === unknown)?.split('=')[0] ?? unknown;
  const isCommand = !given.startsWith('-') && (command === null || nearestChoice(given, progress) !== null);
  return isCommand ? unknownCommand(given, progress, help) : unknownArgument(given, progress, help);
}

function nearestChoice(word: string, { choices }: Progress): string | null {
  return nearest(
    word,
    choices.map(({ name }) => name),
  );
}

function unknownCommand(word: string, progress: Progress, help: string): McgateError {
  const near = nearestChoice(word, progress);
  const { path } = progress;
  const remedy = near === null ? help : `Did you mean \`${['mcgate', ...path, near].join(' ')}\`?`;
  return new McgateError('usage', `There is no command ${JSON.stringify([...path, word].join(' '))}.`, { remedy });
}

function unknownArgument(given: string, { path, command }: Progress, help: string): McgateError {
  const near = given.startsWith('-') ? nearest(given.replace(/^-+/, ''), [...Object.keys(command?.flags ?? {}), ...globalFlags]) : null;
  const message = `\`${['mcgate', ...path].join(' ')}\` does not take ${JSON.stringify(given)}.`;
  return new McgateError('usage', message, { remedy: near === null ? help : `Did you mean --${near}? ${help}` });
}

function plainWords(message: string, command: Command | null): string {
  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (missing !== undefined) return `--${missing} needs a value.`;
  if (message.startsWith('Not enough non-option arguments')) return 'An argument is missing.';
  const required = /^Missing required arguments?: (.+)$/.exec(message)?.[1];
  if (required !== undefined) return `It lacks ${required.replaceAll(/[^, ]+/g, '--$&')}.`;
  const choice = /Argument: (\S+), Given: (.+?), Choices: (.+)/s.exec(message);
  if (choice !== null) return badChoice(choice[1] ?? '', choice[2] ?? '', choice[3] ?? '', command);
  return `${message.replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, '')}.`;
}

function badChoice(name: string, given: string, choices: string, command: Command | null): string {
  const known = [...choices.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
  const near = nearest(given.replaceAll('"', ''), known);
  const shown = Object.hasOwn(command?.flags ?? {}, name) ? `--${name}` : name;
  return `${shown} cannot be ${given}: it is one of ${known.join(', ')}.${near === null ? '' : ` Did you mean ${near}?`}`;
}
