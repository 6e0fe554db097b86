// The contract of a command: its arguments as data, so that help, completion and suggestions come from one place, and what it does.
import type { Argv, InferredOptionType, Options, PositionalOptions } from 'yargs';
import { McgateError } from '../core/error.ts';
import type { ExitCode, Session } from './session.ts';

type Positionals = Readonly<Record<string, PositionalOptions>>;
type Flags = Readonly<Record<string, Options>>;

/** Values by name as declared, `fail-on` and not `failOn`. */
export type Values<T extends Positionals | Flags> = { readonly [K in keyof T]: InferredOptionType<T[K]> };

/** A command line and what it does. */
export type Example = readonly [line: string, does: string];

export interface CommandSpec<P extends Positionals, F extends Flags> {
  readonly positionals: P;
  readonly flags: F;
  /** At least one. */
  readonly examples: readonly [Example, ...Example[]];
  /** Shown below the examples. */
  readonly notes?: string;
  /** Words that completion offers for a positional or a flag that takes others too. */
  readonly suggests?: Readonly<Record<string, readonly string[]>>;
  readonly run: (values: Values<P> & Values<F>, session: Session) => Promise<ExitCode>;
}

/** A command with its argument types erased. */
export interface Command {
  readonly positionals: Positionals;
  readonly flags: Flags;
  readonly suggests: Readonly<Record<string, readonly string[]>>;
  readonly declare: (yargs: Argv) => Argv;
  /** Throws McgateError `usage` for a flag given twice or without a value. */
  readonly run: (values: Readonly<Record<string, unknown>>, session: Session) => Promise<ExitCode>;
}

/** What is known of a command, or of a group of commands, before a file is loaded. */
export type CommandEntry = SingleCommand | CommandGroup;

interface Listed {
  readonly name: string;
  /** As yargs writes it: `check [paths..]`. */
  readonly signature: string;
  readonly summary: string;
}

export interface SingleCommand extends Listed {
  readonly load: () => Promise<Command>;
}

/** `mcgate <name> <command>`: adding a command is adding a file and a line in the group's list. */
export interface CommandGroup extends Listed {
  readonly commands: readonly SingleCommand[];
  /** What the group's name alone does; without it, a command has to follow. */
  readonly alone?: () => Promise<Command>;
  /** At least one. */
  readonly examples: readonly [Example, ...Example[]];
  /** Shown below the examples. */
  readonly notes?: string;
}

/** Ties a command's arguments to what it does. */
export function defineCommand<const P extends Positionals, const F extends Flags>(spec: CommandSpec<P, F>): Command {
  const { positionals, flags, examples, notes, suggests = {} } = spec;
  return {
    positionals,
    flags,
    suggests,
    declare: (yargs) => {
      for (const [name, options] of Object.entries(positionals)) yargs.positional(name, { ...options, describe: describe(options) });
      for (const [name, options] of Object.entries(flags)) {
        // Not global: what a group takes where it stands alone its commands do not take.
        yargs.option(name, { ...options, global: false, requiresArg: takesValue(options), describe: describe(options) });
      }
      for (const [line, does] of examples) yargs.example(line, does);
      return notes === undefined ? yargs : yargs.epilogue(notes);
    },
    run: async (values, session) => {
      for (const [name, options] of Object.entries(flags)) checkValue(name, options, values[name]);
      return spec.run(withRest(positionals, values) as Values<P> & Values<F>, session);
    },
  };
}

/** What follows `--` belongs to the last positional that takes several. */
function withRest(positionals: Positionals, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const rest = values['--'];
  if (!Array.isArray(rest) || rest.length === 0) return values;
  const name = Object.keys(positionals).find((each) => positionals[each]?.array === true);
  if (name === undefined)
    throw new McgateError('usage', `It takes no further arguments: ${rest.map((word) => JSON.stringify(word)).join(', ')}.`);
  const given = values[name];
  return { ...values, [name]: [...(Array.isArray(given) ? (given as readonly unknown[]) : []), ...(rest as readonly unknown[])] };
}

/** What it is for, what it may be, and what it is by default. */
function describe({ describe: text, choices, default: preset }: Options | PositionalOptions): string {
  const words = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${typeof text === 'string' ? text : ''}${words}${typeof preset === 'string' ? ` (default ${preset})` : ''}`;
}

function takesValue(options: Options): boolean {
  return options.type !== 'boolean';
}

function checkValue(name: string, options: Options, value: unknown): void {
  if (value === undefined || !takesValue(options)) return;
  if (Array.isArray(value) && options.array !== true) throw new McgateError('usage', `--${name} is given more than once.`);
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (given.includes('')) throw new McgateError('usage', `--${name} needs a value.`);
}
