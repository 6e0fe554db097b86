// The command line as its reader meets it: help, version, mistakes.
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { makeFolder } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';

const cwd = makeFolder();

/** Every command, and every command of a group. */
const paths = commands.flatMap((entry) => [
  [entry.name],
  ...('commands' in entry ? entry.commands.map(({ name }) => [entry.name, name]) : []),
]);

describe('help', () => {
  it.each([[], ...paths])('%s --help fits 80 columns and shows an example', async (...words) => {
    const { code, stdout, stderr } = await mcgate([...words, '--help'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/^Examples:\n {2}\S*.*mcgate /m);
    expect(stdout).not.toContain('\x1b');
  });

  it('lists every command', async () => {
    const { stdout } = await mcgate(['--help'], { cwd });
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^ {2}mcgate ${name}.* ${summary}`, 'm'));
  });

  it('of a group lists its commands', async () => {
    for (const group of commands) {
      if (!('commands' in group)) continue;
      const { stdout } = await mcgate([group.name, '--help'], { cwd });
      for (const { name, summary } of group.commands)
        expect(stdout).toMatch(new RegExp(`^  mcgate ${group.name} ${name}.* ${summary}`, 'm'));
    }
  });

  it('without a command goes to stderr and is wrong usage', async () => {
    const { code, stdout, stderr } = await mcgate([], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Commands:');
  });
});

describe('version', () => {
  it.each([[['--version']], [['check', '--version']]])('%j', async (args) => {
    const ran = await mcgate(args, { cwd });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});

describe('a mistake exits 2 with one line and a hint', () => {
  it.each([
    [['chekc'], 'There is no command "chekc".', 'mcgate check'],
    [['policy'], 'No command is given.', 'mcgate policy --help'],
    [['policy', 'vaildate'], 'There is no command "policy vaildate".', 'mcgate policy validate'],
    [['policy', 'validate', '--fil'], '`mcgate policy validate` does not take "--fil"', 'mcgate policy validate --help'],
    [['policy', 'validate', 'a', 'b'], '"b"', 'mcgate policy validate --help'],
    [['check', '--formt', 'json'], '"--formt"', '--format'],
    [['check', '--fail_on=high'], '"--fail_on"', '--fail-on'],
    [['check', '--fail-on', 'hihg'], '--fail-on cannot be "hihg"', 'Did you mean high?'],
    [['check', '--gate', 'cod'], '--gate cannot be "cod"', 'Did you mean code?'],
    [['check', '--base'], '--base needs a value.', 'mcgate check --help'],
    [['check', '--base='], '--base needs a value.', ''],
    [['check', '--base', 'a', '--base', 'b'], '--base is given more than once.', ''],
    [['check', '--shard', '3/2'], '--shard "3/2"', '--shard 1/3'],
    [['check', '--no-git', '--staged'], '--no-git and --staged contradict', ''],
    [['check', 'nowhere'], 'There is no file or folder "nowhere".', ''],
    [['check', '--', '--nowhere'], 'There is no file or folder "--nowhere".', ''],
    [['check', '--output', 'report.pdf'], 'names no format', '.sarif'],
    [['check', '--output', 'a.json', '--output', './a.json'], 'given twice', ''],
    [['check', '--output', 'no/such/folder.json'], 'no such folder', ''],
    [['check', '-x'], '"-x"', 'mcgate check --help'],
    [['rules', 'tset'], 'There is no command "rules tset".', 'mcgate rules test'],
    [['rules', 'test', '--json'], '`mcgate rules test` does not take "--json"', 'mcgate rules test --help'],
    [['rules', 'extra'], '"extra"', 'mcgate rules --help'],
    [['explain'], 'An argument is missing.', 'mcgate explain --help'],
    [['explain', 'weakening/gate-disable'], 'There is no rule', 'weakening/gate-disabled'],
    [['explain', 'xyz'], 'is no identity', 'print it with each finding'],
    [['suppress', '0a1b2c3d4e5f6789'], '--owner, --reason, --expires', ''],
    [['baseline', 'creat'], 'action cannot be "creat"', 'Did you mean create?'],
    [['setup', '--database', 'nmp'], '--database cannot be "nmp"', 'Did you mean npm?'],
  ])('%j', async (args, message, hint) => {
    const { code, stdout, stderr } = await mcgate(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).toMatch(/^mcgate: [^\n]+\n( {2}[^\n]+\n)?$/);
  });

  it('what is quoted cannot move the cursor or become a log command', async () => {
    const { stderr } = await mcgate(['check', '\x1b[2J\n::error::x'], { cwd });
    expect(stderr).not.toContain('\x1b');
    expect(stderr).not.toMatch(/^::/m);
  });

  it('a stack only with MCGATE_DEBUG=1', async () => {
    expect((await mcgate(['chekc'], { cwd })).stderr).not.toContain('    at ');
    expect((await mcgate(['chekc'], { cwd, env: { MCGATE_DEBUG: '1' } })).stderr).toContain('    at ');
  });
});

describe('rules and explain', () => {
  it('lists all rules, and explains each by its id', async () => {
    const { code, stdout } = await mcgate(['rules', '--gate', 'weakening', '--json'], { cwd });
    expect(code).toBe(0);
    const rules = JSON.parse(stdout) as { id: string; title: string; remediation: string }[];
    expect(rules.length).toBeGreaterThan(10);
    const [rule] = rules;
    const page = await mcgate(['explain', rule?.id ?? ''], { cwd });
    expect(page.code).toBe(0);
    expect(page.stdout).toContain(rule?.title);
    expect(page.stdout).toMatch(/How to mend it/);
  });
});
