// policy validate, print and fmt, as a user runs them.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { mcgate } from '../support/cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const file = '.mcgate/policy.yaml';
const tidy = "version: 1\nextends: [mcgate:secure-defaults]\npermissions:\n  fileSystem:\n    read: { allow: ['${workspace}/**'] }\n";
const untidy = "# ours\nextends: [mcgate:secure-defaults]\nversion: 1\npermissions: {fileSystem: {read: {allow: ['/b', '/a']}}}\n";

function repository(policy: string | null, others: Readonly<Record<string, string>> = {}): string {
  return makeRepository({ commits: [{ 'a.txt': 'a\n' }], files: { ...(policy === null ? {} : { [file]: policy }), ...others } }).root;
}

describe('policy validate', () => {
  it('a valid policy, from anywhere in the repository', async () => {
    const root = repository(tidy);
    mkdirSync(path.join(root, 'sub'));
    for (const cwd of [root, path.join(root, 'sub')]) {
      const ran = await mcgate(['policy', 'validate'], { cwd });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toMatch(/^\.mcgate\/policy\.yaml: valid, \d+ rules from 2 documents, 3 modes, 3 roles\.\n$/);
    }
  });

  it('no policy is the secure defaults; a file that is named must be there', async () => {
    const root = repository(null);
    expect((await mcgate(['policy', 'validate'], { cwd: root })).stdout).toContain('(no policy: the secure defaults): valid');
    expect(await mcgate(['policy', 'validate', 'nope.yaml'], { cwd: root })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('There is no policy "nope.yaml"') as string,
    });
  });

  it('every problem in a line of its own, and exit code 1', async () => {
    const root = repository('version: 1\npermissions:\n  fileSystem:\n    raed: {}\n    read: { allow: [7] }\n');
    const { code, stdout, stderr } = await mcgate(['policy', 'validate'], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^\.mcgate\/policy\.yaml:4:5: permissions\.fileSystem\.raed: unknown key; did you mean "read"\?/) as string,
      '.mcgate/policy.yaml:5:21: permissions.fileSystem.read.allow.0: must be text, not 7',
    ]);
  });

  it('a layer behind a link, or a policy that is one, is not read', async () => {
    const outside = makeFolder();
    writeFileSync(path.join(outside, 'team.yaml'), 'version: 1\n');
    const root = repository('version: 1\nextends: [team.yaml, sub/team.yaml]\n');
    symlinkSync(path.join(outside, 'team.yaml'), path.join(root, '.mcgate/team.yaml'));
    const ran = await mcgate(['policy', 'validate'], { cwd: root });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('team.yaml');
    const folder = repository('version: 1\nextends: [sub/team.yaml]\n');
    symlinkSync(outside, path.join(folder, '.mcgate/sub'));
    expect((await mcgate(['policy', 'validate'], { cwd: folder })).code).toBe(2);
  });

  it('what a hostile policy holds cannot move the cursor or be a log command', async () => {
    const root = repository('version: 1\n"\\e[2J::error::x": 1\n"::error::y": 2\n');
    const { code, stdout } = await mcgate(['policy', 'validate'], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toMatch(/^\s*::/m);
  });
});

describe('policy print', () => {
  it('--effective: all that holds, in a form that is the same policy', async () => {
    const root = repository(tidy);
    const yaml = await mcgate(['policy', 'print', '--effective'], { cwd: root });
    expect(yaml).toMatchObject({ code: 0, stderr: '' });
    expect(yaml.stdout).toContain('- ${workspace}/**');
    expect(yaml.stdout).toContain('sessionTimeout: 30m');
    const json = await mcgate(['policy', 'print', '--effective', '--format', 'json'], { cwd: root });
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      authentication: { sessionTimeout: '30m' },
      roles: { USER: { grants: ['READ', 'EXECUTE'] } },
    });
    writeFileSync(path.join(root, 'a.yaml'), yaml.stdout);
    writeFileSync(path.join(root, 'a.json'), json.stdout);
    const digest = /sha256:[0-9a-f]{64}/.exec(yaml.stdout)?.[0] ?? 'none';
    for (const copy of ['a.yaml', 'a.json']) {
      expect((await mcgate(['policy', 'print', copy, '--effective'], { cwd: root })).stdout).toContain(digest);
      expect((await mcgate(['policy', 'fmt', copy, '--check'], { cwd: root })).code).toBe(0);
    }
  });

  it('the documents as they are written, in order', async () => {
    const root = repository('version: 1 # last\nextends: [team.yaml]\n', { '.mcgate/team.yaml': '# first\nversion: 1\n' });
    expect((await mcgate(['policy', 'print'], { cwd: root })).stdout).toBe(
      '# --- .mcgate/team.yaml\n# first\nversion: 1\n\n# --- .mcgate/policy.yaml\nversion: 1 # last\nextends: [team.yaml]\n',
    );
    const defaults = await mcgate(['policy', 'print', 'mcgate:secure-defaults'], { cwd: root });
    expect(defaults.stdout).toBe(readFileSync('src/policy/language/secure-defaults.yaml', 'utf8'));
    expect(await mcgate(['policy', 'print', '--format', 'json'], { cwd: root })).toMatchObject({ code: 2, stdout: '' });
  });

  it('an invalid policy is no output', async () => {
    const root = repository('version: 3\n');
    for (const flags of [[], ['--effective']]) {
      const ran = await mcgate(['policy', 'print', ...flags], { cwd: root });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain('.mcgate/policy.yaml:1:1: version: must be 1, not 3');
    }
  });
});

describe('policy fmt', () => {
  it('writes the usual form, keeps mode and comments, and leaves nothing behind', async () => {
    const root = repository(untidy);
    const { mode } = statSync(path.join(root, file));
    const checked = await mcgate(['policy', 'fmt', '--check'], { cwd: root });
    expect(checked).toMatchObject({ code: 1, stdout: '.mcgate/policy.yaml: would change\n', stderr: '' });
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(untidy);
    expect(await mcgate(['policy', 'fmt'], { cwd: root })).toMatchObject({
      code: 0,
      stdout: '.mcgate/policy.yaml: formatted\n',
      stderr: '',
    });
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(
      "# ours\n\nversion: 1\nextends: [mcgate:secure-defaults]\npermissions: { fileSystem: { read: { allow: ['/a', '/b'] } } }\n",
    );
    expect(statSync(path.join(root, file)).mode).toBe(mode);
    expect(await mcgate(['policy', 'fmt', '--check'], { cwd: root })).toMatchObject({
      code: 0,
      stdout: '.mcgate/policy.yaml: is in its usual form\n',
    });
    expect(readdirSync(path.join(root, '.mcgate'))).toEqual(['policy.yaml']);
  });

  it('leaves what is invalid, missing or a link', async () => {
    const invalid = repository('version: 3\n');
    expect((await mcgate(['policy', 'fmt'], { cwd: invalid })).code).toBe(2);
    expect(readFileSync(path.join(invalid, file), 'utf8')).toBe('version: 3\n');
    const none = repository(null);
    expect((await mcgate(['policy', 'fmt'], { cwd: none })).code).toBe(2);
    expect(existsSync(path.join(none, '.mcgate'))).toBe(false);
    expect((await mcgate(['policy', 'fmt', 'mcgate:secure-defaults'], { cwd: none })).code).toBe(2);
    const outside = makeFolder();
    writeFileSync(path.join(outside, 'policy.yaml'), untidy);
    mkdirSync(path.join(none, '.mcgate'));
    symlinkSync(path.join(outside, 'policy.yaml'), path.join(none, file));
    expect((await mcgate(['policy', 'fmt'], { cwd: none })).code).toBe(2);
    expect(readFileSync(path.join(outside, 'policy.yaml'), 'utf8')).toBe(untidy);
  });
});
