// Runs the Action as GitHub's runner does: its bundle, spawned, with inputs and the event in the environment and files for what it answers.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Report } from '../../src/core/documents.ts';
import { cleanEnvironment, finished, type Ran } from './cli.ts';
import { makeFolder } from './git-repository.ts';

/** What is spawned: the bundle of these sources (bundle.ts). */
export const bundle = path.resolve(process.env['MCGATE_TEST_ACTION'] ?? 'dist/action/main.js');

export type Inputs = Readonly<Record<string, string>>;

export interface ActionOptions {
  readonly event: string;
  readonly payload: unknown;
  /** GITHUB_SERVER_URL */
  readonly server: string;
  readonly inputs?: Inputs;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionRun extends Ran {
  readonly outputs: Readonly<Record<string, string>>;
  /** Null where none was written. */
  readonly report: Report | null;
  readonly temporary: string;
  readonly workspace: string;
  /** The home folder of the run, shared with other runs of the file. */
  readonly home: string;
}

export interface StartedAction {
  readonly child: ChildProcess;
  readonly ended: Promise<ActionRun>;
}

interface Declared {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
}

/** As the runner: every declared input is set, those that nobody gives with their default. Tokens come from the test. */
function inputVariables(given: Inputs): Record<string, string> {
  const { inputs } = parse(readFileSync('action.yml', 'utf8')) as Declared;
  const values = Object.entries(inputs).map(([name, { default: preset = '' }]) => [name, given[name] ?? (name === 'token' ? '' : preset)]);
  return Object.fromEntries(values.map(([name = '', value = '']) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]));
}

/** Gates other than `code` and deliveries are off unless an input says otherwise: no test shall depend on a scanner or a server that it does not have. */
const quiet: Inputs = {
  gate: 'code',
  setup: 'false',
  cache: 'false',
  ...Object.fromEntries(['annotations', 'summary', 'comment', 'upload-sarif', 'status'].map((name) => [name, 'false'])),
};

export function startAction({ event, payload, server, inputs = {}, env = {} }: ActionOptions): StartedAction {
  const home = makeFolder({ 'event.json': JSON.stringify(payload), output: '', summary: '', 'work/x': '', 'temp/x': '' });
  const [workspace, temporary, output] = [path.join(home, 'work'), path.join(home, 'temp'), path.join(home, 'output')];
  const child = spawn(process.execPath, [bundle], {
    cwd: workspace,
    env: {
      ...cleanEnvironment(),
      ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path.join(home, 'event.json') },
      ...{ GITHUB_REPOSITORY: 'acme/shop', GITHUB_SERVER_URL: server, GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_RUN_ID: '42' },
      ...{ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: path.join(home, 'summary') },
      ...inputVariables({ ...quiet, ...inputs }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = finished(child).then((ran): ActionRun => {
    const outputs = existsSync(output) ? parseOutputs(readFileSync(output, 'utf8')) : {};
    const file = outputs['report'];
    const report = file === undefined ? null : (JSON.parse(readFileSync(file, 'utf8')) as Report);
    return { ...ran, outputs, report, temporary, workspace, home: cleanEnvironment()['HOME'] ?? '' };
  });
  return { child, ended };
}

export function runAction(options: ActionOptions): Promise<ActionRun> {
  return startAction(options).ended;
}

/** As the runner reads them. */
export function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name = '', delimiter] = /^([\w-]+)<<(.+)$/u.exec(lines[at] ?? '') ?? [];
    if (delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
