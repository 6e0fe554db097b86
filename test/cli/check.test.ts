// `mcgate check` as spawned: where results go, what a reader that goes away changes, and how it is stopped.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../support/git-repository.ts';
import { cleanEnvironment, entry, finished, mcgate, startMcgate } from '../support/cli.ts';

const finding = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
const failing = makeFolder({ 'a.js': finding });
const check = ['check', '--gate', 'code'];

describe('outputs', () => {
  it('writes every file whatever the verdict, in the format of its name', async () => {
    const out = makeFolder({ 'old.json': 'old' });
    const files = ['old.json', 'b.sarif', 'c.md', 'd.txt'];
    const { code, stdout, stderr } = await mcgate([...check, ...files.flatMap((file) => ['--output', path.join(out, file)])], {
      cwd: failing,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('FAIL');
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    const read = (file: string): string => readFileSync(path.join(out, file), 'utf8');
    expect(JSON.parse(read('old.json'))).toMatchObject({ verdict: 'fail' });
    expect(JSON.parse(read('b.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(read('c.md')).toMatch(/^#/);
    expect(read('d.txt')).toContain('FAIL');
  });

  it.each([
    [
      'a folder',
      (file: string): void => {
        mkdirSync(file);
      },
    ],
    [
      'a link',
      (file: string): void => {
        symlinkSync(path.join(failing, 'elsewhere'), file);
      },
    ],
  ])('one that is %s exits 2; the others are written all the same', async (_, obstruct) => {
    const out = makeFolder();
    obstruct(path.join(out, 'a.json'));
    const args = [...check, '--output', path.join(out, 'a.json'), '--output', path.join(out, 'b.json')];
    const { code, stdout, stderr } = await mcgate(args, { cwd: failing });
    expect(code).toBe(2);
    expect(stdout).toContain('FAIL');
    expect(stderr).toMatch(/^mcgate: .*a\.json/);
    expect(stderr).toContain('The verdict was fail');
    expect(JSON.parse(readFileSync(path.join(out, 'b.json'), 'utf8'))).toMatchObject({ verdict: 'fail' });
    expect(existsSync(path.join(failing, 'elsewhere'))).toBe(false);
  });

  it('is plain in a pipe, coloured when told to, plain again with NO_COLOR', async () => {
    const escape = '\x1b[';
    expect((await mcgate(check, { cwd: failing })).stdout).not.toContain(escape);
    expect((await mcgate([...check, '--color'], { cwd: failing })).stdout).toContain(escape);
    expect((await mcgate(check, { cwd: failing, env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await mcgate(check, { cwd: failing, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(escape);
    expect((await mcgate([...check, '--color', '--format', 'json'], { cwd: failing })).stdout).not.toContain(escape);
  });

  it.each([
    [{ GITHUB_ACTIONS: 'true' }, 'github', /^before\n#+ .*fail/u],
    [{ GITHUB_ACTIONS: 'true' }, 'pretty', /^before\n$/u],
    [{}, 'github', /^before\n$/u],
  ])('as github fills the step summary inside Actions: %j %s', async (env, format, expected) => {
    const file = path.join(makeFolder({ 'summary.md': 'before\n' }), 'summary.md');
    const { code, stdout, stderr } = await mcgate([...check, '--format', format], {
      cwd: failing,
      env: { ...env, GITHUB_STEP_SUMMARY: file },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(readFileSync(file, 'utf8')).toMatch(expected);
    expect(stdout.includes('\n::error file=a.js,line=1,')).toBe(format === 'github');
  });

  it('as github do not depend on the step summary', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path.join(makeFolder(), 'none.md') };
    const { code, stdout, stderr } = await mcgate([...check, '--format', 'github'], { cwd: failing, env });
    expect(code).toBe(1);
    expect(stdout).toContain('::error ');
    expect(stderr).toContain('step summary');
  });

  it('tells nothing about progress into a pipe', async () => {
    expect((await mcgate(check, { cwd: failing })).stderr).toBe('');
  });
});

describe.skipIf(process.platform === 'win32')('a reader that goes away', () => {
  const shell = (script: string): ReturnType<typeof spawnSync> =>
    spawnSync('bash', ['--noprofile', '--norc', '-c', script], {
      cwd: failing,
      env: { ...cleanEnvironment(), MCGATE: `${process.execPath} ${entry}` },
      encoding: 'utf8',
    });

  it('changes neither the verdict nor says a word', () => {
    const { stdout, stderr } = shell('$MCGATE check --gate code | true; echo "${PIPESTATUS[0]}"');
    expect({ stdout, stderr }).toEqual({ stdout: '1\n', stderr: '' });
  });

  it('closed before the start changes no verdict either', () => {
    expect(shell('$MCGATE check --gate code >&-').status).toBe(1);
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk is no verdict', () => {
    const { status, stderr } = shell('$MCGATE check --gate code > /dev/full');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^mcgate: The result could not be written/);
  });
});

describe('stopping', () => {
  const slow = makeFolder(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${String(index)}.js`, `${finding.repeat(200)}// ${String(index)}\n`])),
  );

  it.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s exits %i, with no report and nothing left behind', async (signal, expected) => {
    const temporary = makeFolder();
    const child = startMcgate(['check', '--no-cache', '--output', path.join(temporary, 'report.json')], {
      cwd: slow,
      env: { TMPDIR: temporary },
    });
    const end = finished(child);
    await waitFor(() => childrenOf(child.pid).length > 0);
    const children = childrenOf(child.pid);
    child.kill(signal);
    const { code, stdout, stderr } = await end;
    expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: '', stderr: 'mcgate: cancelled\n' });
    expect(children.filter(isAlive)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('a second signal ends at once what the first did not', async () => {
    const module = path.resolve('src/wiring/interrupt.ts');
    const script = `import { listenForInterrupt } from ${JSON.stringify(module)};
      listenForInterrupt(() => console.log('first')); setInterval(() => {}, 1000); console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
    const end = once(child, 'exit');
    await waitFor(() => printed.includes('ready'));
    child.kill('SIGINT');
    await waitFor(() => printed.includes('first'));
    child.kill('SIGINT');
    expect(await end).toEqual([null, 'SIGINT']);
  });
});

describe('the folder under check', () => {
  it('writes nothing into the folder under check', async () => {
    const folder = makeFolder({ 'a.js': finding });
    const before = statSync(folder).mtimeMs;
    await mcgate(['check'], { cwd: folder });
    expect(readdirSync(folder)).toEqual(['a.js']);
    expect(statSync(folder).mtimeMs).toBe(before);
  });
});

/** Process ids whose parent is `pid`. */
function childrenOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child ?? 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitFor(condition: () => boolean, tries = 400): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
