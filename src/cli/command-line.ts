// argv -> command: what is asked for, or a usage error that names the nearest thing that exists.
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { McgateError } from '../core/error.ts';
import { commands } from './commands/index.ts';
import type { Command, CommandEntry } from './command.ts';
import { completeWords } from './complete.ts';
import type { ExitCode, Session } from './session.ts';
import { nearest } from './suggest.ts';
import { version } from './version.ts';

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
  entry: CommandEntry | null;
  command: Command | null;
  exitCode: ExitCode;
  /** What the command itself threw, as opposed to yargs' complaints about its arguments. */
  failure: { readonly error: unknown } | null;
}

function startProgress(): Progress {
  return { entry: null, command: null, exitCode: 0, failure: null };
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
    parser.command(
      entry.signature,
      entry.summary,
      (inner) =>
        keepFailure(progress, async () => {
          progress.entry = entry;
          progress.command = await entry.load();
          return progress.command.declare(inner);
        }),
      (values) =>
        keepFailure(progress, async () => {
          if (progress.command !== null) progress.exitCode = await progress.command.run(values, session);
        }),
    );
  }
  return parser;
}

/** yargs' own complaint as one sentence and a hint. */
function usageError(message: string, argv: readonly string[], { entry, command }: Progress): McgateError {
  const help = `See \`mcgate ${entry === null ? '' : `${entry.name} `}--help\`.`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/s.exec(message)?.[1]?.split(', ')[0];
  if (message === 'no command') return new McgateError('usage', 'No command is given.', { remedy: help });
  if (unknown === undefined) return new McgateError('usage', plainWords(message, command), { remedy: help });
  const given = argv.find((word) => word.startsWith('-') && word.replace(/^-+/, '').split('=')[0] === unknown)?.split('=')[0] ?? unknown;
  return entry === null && !given.startsWith('-') ? unknownCommand(given, help) : unknownArgument(given, entry, command, help);
}

function unknownCommand(word: string, help: string): McgateError {
  const near = nearest(
    word,
    commands.map(({ name }) => name),
  );
  const remedy = near === null ? help : `Did you mean \`mcgate ${near}\`?`;
  return new McgateError('usage', `There is no command ${JSON.stringify(word)}.`, { remedy });
}

function unknownArgument(given: string, entry: CommandEntry | null, command: Command | null, help: string): McgateError {
  const near = given.startsWith('-') ? nearest(given.replace(/^-+/, ''), [...Object.keys(command?.flags ?? {}), ...globalFlags]) : null;
  const message = `\`mcgate${entry === null ? '' : ` ${entry.name}`}\` does not take ${JSON.stringify(given)}.`;
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
