// The Action's inputs, as GitHub's runner hands them over in the environment. Nothing of them ever reaches a shell.
import type { GateId, Severity } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { gateIds, severities } from '../core/vocabulary.ts';
import type { DeliveryOptions } from './delivery/delivery.ts';

export interface Inputs {
  /** Null: the change is fetched. */
  readonly path: string | null;
  /** Null for all. */
  readonly gates: readonly GateId[] | null;
  readonly failOn: Severity | null;
  readonly offline: boolean;
  /** Results that can be computed again are kept and used. */
  readonly results: boolean;
  readonly osvDatabase: string | null;
  readonly release: boolean;
  /** `<item>=<file>` */
  readonly reports: readonly string[];
  readonly setup: boolean;
  readonly cache: boolean;
  readonly outputs: readonly string[];
  readonly delivery: DeliveryOptions;
  /** Asks for reviews and delivers; empty where there is none. */
  readonly token: string;
  readonly fetchToken: string;
}

type Environment = Readonly<NodeJS.ProcessEnv>;

const longestLines = 100;

/** The variable of an input. The runner changes spaces to underscores, and nothing else: `INPUT_FAIL-ON`. */
export function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Throws McgateError `usage`, which names the input. */
export function readInputs(env: Environment): Inputs {
  const token = tokenAt(env, 'token');
  const fetchToken = tokenAt(env, 'fetch-token');
  const gates = linesAt(env, 'gate').map((line) => oneOf('gate', line, gateIds));
  const failOn = textAt(env, 'fail-on');
  return {
    path: orNull(textAt(env, 'path')),
    gates: gates.length === 0 ? null : [...new Set(gates)],
    failOn: failOn === '' ? null : oneOf('fail-on', failOn, severities),
    offline: flagAt(env, 'offline', false),
    results: !flagAt(env, 'no-cache', false),
    osvDatabase: orNull(textAt(env, 'osv-database')),
    release: flagAt(env, 'release', false),
    reports: linesAt(env, 'report'),
    setup: flagAt(env, 'setup', true),
    cache: flagAt(env, 'cache', true),
    outputs: linesAt(env, 'output'),
    delivery: {
      annotations: flagAt(env, 'annotations', true),
      summary: flagAt(env, 'summary', true),
      comment: flagAt(env, 'comment', true),
      uploadSarif: flagAt(env, 'upload-sarif', true),
      status: flagAt(env, 'status', true),
    },
    token,
    fetchToken: fetchToken === '' ? token : fetchToken,
  };
}

function rawAt(env: Environment, name: string): string {
  return (env[variableOf(name)] ?? '').trim();
}

function textAt(env: Environment, name: string): string {
  const text = rawAt(env, name);
  // A path with a line break, or a zero byte, names no file that anybody meant.
  if (/[\0\r\n]/u.test(text)) throw wrong(name, text, 'takes one line');
  return text;
}

function linesAt(env: Environment, name: string): readonly string[] {
  const text = rawAt(env, name);
  if (text.includes('\0')) throw wrong(name, text, 'holds a zero byte');
  const lines = text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > longestLines) throw wrong(name, text, `has more than ${String(longestLines)} lines`);
  return lines;
}

/** As YAML 1.2 writes them; an input that is left empty has its default. */
function flagAt(env: Environment, name: string, preset: boolean): boolean {
  const text = textAt(env, name);
  if (text === '') return preset;
  if (/^(?:true|True|TRUE)$/u.test(text)) return true;
  if (/^(?:false|False|FALSE)$/u.test(text)) return false;
  throw wrong(name, text, 'is neither true nor false');
}

function oneOf<const T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw wrong(name, text, `is none of ${known.join(', ')}`);
}

/** A value that no header can hold is never quoted: half of it may be a token. */
function tokenAt(env: Environment, name: string): string {
  const text = rawAt(env, name);
  if (/^[\x21-\x7e]{0,4096}$/u.test(text)) return text;
  throw new McgateError('usage', `Input ${name}: it is no token.`, { remedy: `Pass \`${name}: \${{ github.token }}\`, or a secret.` });
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function wrong(name: string, text: string, why: string): McgateError {
  return new McgateError('usage', `Input ${name}: ${JSON.stringify(text.slice(0, 100))} ${why}.`, {
    remedy: 'See the inputs in action.yml.',
  });
}
