// git itself misbehaving: missing, old, hanging, flooding, dying, lying. Stand-ins on the PATH play it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectId } from '../../src/platform/blob-id.ts';
import { openGitBlobs } from '../../src/platform/git-blobs.ts';
import { openGit, type Git } from '../../src/platform/git.ts';
import { makeFolder } from '../support/git-repository.ts';

/** Opens a git that is this shell script; `$verb` is the command after the settings. It answers `--version` by itself. */
async function openStandIn(script: string, signal?: AbortSignal): Promise<Git> {
  const bin = makeFolder();
  const skipSettings = 'while [ "$1" = -c ]; do shift 2; done\nverb=$1';
  const version = '[ "$verb" = --version ] && { echo "git version 2.40.0"; exit 0; }';
  writeFileSync(path.join(bin, 'git'), `#!/bin/sh\n${skipSettings}\n${version}\n${script}\n`, { mode: 0o755 });
  return openWith([bin, '/usr/bin', '/bin'].join(path.delimiter), signal);
}

async function openWith(searchPath: string, signal?: AbortSignal): Promise<Git> {
  const before = process.env['PATH'];
  process.env['PATH'] = searchPath;
  const root = makeFolder();
  try {
    return await openGit({ workTree: root, gitDir: path.join(root, '.git') }, signal);
  } finally {
    process.env['PATH'] = before;
  }
}

describe('openGit', () => {
  it('says what to do where git is missing or too old', async () => {
    await expect(openWith('')).rejects.toMatchObject({ code: 'git-failed', remedy: expect.stringContaining('2.36') as string });
    const bin = makeFolder();
    for (const version of ['git version 2.35.9', 'git version 1.99.0', 'nonsense', '']) {
      writeFileSync(path.join(bin, 'git'), `#!/bin/sh\necho "${version}"\n`, { mode: 0o755 });
      await expect(openWith(bin)).rejects.toMatchObject({ code: 'git-failed', remedy: expect.stringContaining('2.36') as string });
    }
  });

  it('ends a git that hangs, floods, or fails', async () => {
    const git = await openStandIn('case $verb in hang) exec sleep 60;; flood) exec yes;; *) echo "fatal: \\033[31mred" >&2; exit 3;; esac');
    await expect(git.run(['hang'], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'git-failed' });
    await expect(git.run(['flood'], { maxBytes: 1000 })).rejects.toMatchObject({ code: 'git-failed' });
    await expect(git.run(['fail'])).rejects.toThrow('exit code 3');
    await expect(git.run(['fail'])).rejects.not.toThrow('\u001B');
    expect((await git.run(['fail'], { accept: [3] })).exitCode).toBe(3);
  });

  it('ends with the run that was cancelled', async () => {
    const abort = new AbortController();
    const git = await openStandIn('exec sleep 60', abort.signal);
    const running = git.run(['x']);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(git.run(['x'])).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('gives git nothing of our environment', async () => {
    process.env['GITHUB_TOKEN_FOR_TEST'] = 'secret';
    try {
      const { stdout } = await (await openStandIn('env')).run(['x']);
      const names = stdout
        .toString()
        .split('\n')
        .map((line) => line.split('=', 1)[0] ?? '');
      expect(names.filter((name) => !/^(?:GIT_|LC_ALL$|PATH$|PWD$|OLDPWD$|_$|SHLVL$|$)/u.test(name))).toEqual([]);
    } finally {
      delete process.env['GITHUB_TOKEN_FOR_TEST'];
    }
  });
});

describe('openGitBlobs', () => {
  const id = objectId('sha1', 'blob', Buffer.from('good'));
  const other = objectId('sha1', 'blob', Buffer.from('other'));
  const loop = (onContents: string): string =>
    `while read -r what name; do
       if [ "$what" = info ]; then echo "$name blob 4"; else ${onContents}; fi
     done`;

  it.each([
    ['dies at once', 'exit 1'],
    ['dies of a content', loop('exit 1')],
    ['stops halfway', loop('printf "%s blob 4\\ngo" "$name"; exit 0')],
    ['writes another content', loop('printf "%s blob 4\\nevil\\n" "$name"')],
    ['writes more than it announced', loop('printf "%s blob 4\\ngood, and more\\n" "$name"')],
    ['announces more than was asked for', loop('printf "%s blob 4000000000\\ngood\\n" "$name"')],
    ['answers for another object', loop(`printf "${other} blob 4\\ngood\\n"`)],
    ['writes no header', loop('head -c 100000 /dev/zero')],
    ['answers a tree', loop('printf "%s tree 4\\ngood\\n" "$name"')],
    ['says nothing', 'exec sleep 60'],
  ])('fails, and does not hang, where git %s', async (_, script) => {
    const blobs = openGitBlobs(await openStandIn(script), { silenceMs: 200 });
    expect(await Promise.all([blobs.read(id, 100), blobs.read(id, 100)])).toMatchObject([
      { failure: 'unreadable' },
      { failure: 'unreadable' },
    ]);
    expect(await blobs.read(id, 3)).toMatchObject({ ok: false });
    await blobs.close();
  });

  it('goes on after git died of one object', async () => {
    const blobs = openGitBlobs(await openStandIn(loop(`[ "$name" = ${other} ] && exit 1; printf "%s blob 4\\ngood\\n" "$name"`)));
    const answers = await Promise.all([id, other, id, other, id].map((one) => blobs.read(one, 100)));
    expect(answers.map((answer) => answer.ok)).toEqual([true, false, true, false, true]);
    await blobs.close();
  });

  it('gives up on a git that dies of everything', async () => {
    const blobs = openGitBlobs(await openStandIn('exit 1'));
    const answers = await Promise.all(Array.from({ length: 200 }, () => blobs.read(id, 100)));
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    await blobs.close();
  });

  it('answers what waits when it is closed, and nothing that is no id reaches git', async () => {
    const blobs = openGitBlobs(await openStandIn('exec sleep 60'));
    const waiting = blobs.read(id, 100);
    await blobs.close();
    expect(await waiting).toMatchObject({ ok: false });
    for (const odd of ['', 'HEAD', `${id}\ninfo ${other}`, id.toUpperCase()])
      expect(await blobs.read(odd, 100)).toMatchObject({ failure: 'unreadable' });
  });
});
