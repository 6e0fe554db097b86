// What a command may use of the process that it runs in: folder, environment, streams and how they look, cancellation.
import type { Writable } from 'node:stream';
import { McgateError, messageOf } from '../core/error.ts';
import type { FormatOptions } from '../report/reporter.ts';

/** 0 pass, 1 fail, 2 incomplete or wrong usage; of `policy check` 0 allow, 1 deny, 3 ask. */
export type ExitCode = 0 | 1 | 2 | 3;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Output {
  readonly style: FormatOptions;
  /** A terminal that can be redrawn: never in CI, in a dumb terminal or in a pipe. */
  readonly live: boolean;
  /** Resolves when the text is handed over. A reader that went away is no error; a full disk is `write-failed`. */
  readonly write: (text: string) => Promise<void>;
}

export interface Session {
  readonly cwd: string;
  readonly env: Environment;
  readonly stdout: Output;
  readonly stderr: Output & { readonly stream: NodeJS.WriteStream };
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** The part of a stream that decides how text looks on it. */
export interface StreamShape {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Colour: `--no-color` and `--color` first, then NO_COLOR (no-color.org: any value but an empty one), then FORCE_COLOR,
 * then whether the stream is a terminal that is not dumb.
 */
export function chooseStyle(argv: readonly string[], env: Environment, stream: StreamShape, platform = process.platform): FormatOptions {
  return { color: choosesColor(argv, env, stream), width: chooseWidth(stream), unicode: showsUnicode(env, platform) };
}

/** True where progress may be redrawn in place. */
export function isLive(env: Environment, stream: StreamShape): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !isSet(env['CI']);
}

/** An output whose broken pipe stops nothing: the verdict does not depend on who reads it. */
export function openOutput(stream: Writable, style: FormatOptions, live: boolean): Output {
  let closed = false;
  // Without a listener the stream's error would end the process with Node's exit code 1, which reads as a verdict.
  stream.on('error', () => {
    closed = true;
  });
  return {
    style,
    live,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (closed || text === '') {
          resolve();
          return;
        }
        stream.write(text, (error) => {
          if (error === null || error === undefined || isBrokenPipe(error)) resolve();
          else reject(new McgateError('write-failed', `The result could not be written: ${messageOf(error)}`, { cause: error }));
        });
      }),
  };
}

function choosesColor(argv: readonly string[], env: Environment, stream: StreamShape): boolean {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  if (flags.includes('--no-color')) return false;
  if (flags.includes('--color')) return true;
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

function chooseWidth(stream: StreamShape): number {
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : 80;
}

function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return false;
  if (platform === 'win32') return isSet(env['WT_SESSION']) || env['TERM_PROGRAM'] === 'vscode' || isSet(env['CI']) || isSet(env['TERM']);
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
  return locale === undefined || /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function isBrokenPipe(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'EOF';
}
