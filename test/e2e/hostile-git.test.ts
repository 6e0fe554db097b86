// Git directories that forge, lack or hide what they should hold, against the command as spawned.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { makeCanary, makeFolder, type TestRepository } from '../support/git-repository.ts';
import { blocking, judge, makeBait, reasonsOf, type Bait } from '../support/judgement.ts';
import { clean, finds, high, makeChange } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const config = '.mcgate/config.yaml';
const gateOff = 'gates: { code: { enabled: false } }\n';
const { script, mark } = makeCanary();

/** Commits a link out of the repository at `main`. */
function linkAtTip({ root, git, commit }: TestRepository, name: string, target: (bait: Bait) => string): Bait {
  git('checkout', '-q', 'main');
  rmSync(path.join(root, name), { recursive: true });
  const bait = makeBait('config.yaml', gateOff);
  symlinkSync(target(bait), path.join(root, name));
  commit();
  git('checkout', '-q', 'feature');
  return bait;
}

describe.concurrent('what a git directory forges or lacks', () => {
  const change = (): TestRepository => makeChange({ 'a.js': clean, [config]: 'mode: block\n' }, { 'b.js': high });
  const objectFile = ({ root, git }: TestRepository, revision: string): string => {
    const id = git('rev-parse', revision);
    return path.join(root, '.git/objects', id.slice(0, 2), id.slice(2));
  };

  it('replaced objects and grafts do not count', async () => {
    const repository = change();
    const { root, git } = repository;
    repository.write({ off: gateOff });
    git('replace', git('rev-parse', `main:${config}`), git('hash-object', '-w', 'off'));
    git('replace', git('rev-parse', 'HEAD:b.js'), git('rev-parse', 'HEAD:a.js'));
    rmSync(path.join(root, 'off'));
    writeFileSync(path.join(root, '.git/info/grafts'), `${git('rev-parse', 'main')} ${git('rev-parse', 'feature')}\n`);
    expect(git('cat-file', 'blob', `main:${config}`)).toBe(gateOff.trim());
    const { report } = await judge(root);
    expect(blocking(report)).toEqual([`${finds} b.js`]);
  });

  it.each([
    [
      'a corrupt config at the trusted tip',
      (repository: TestRepository): Bait | null => {
        const file = objectFile(repository, `main:${config}`);
        chmodSync(file, 0o644);
        writeFileSync(file, deflateSync(`blob ${String(gateOff.length)}\0${gateOff}`));
        return null;
      },
      'unreadable',
      config,
    ],
    [
      'a tree of the trusted tip that is gone',
      (repository: TestRepository): Bait | null => {
        rmSync(objectFile(repository, 'main:.mcgate'));
        return null;
      },
      'git-failed',
      'ls-tree',
    ],
    [
      'a config that only a promisor remote has',
      (repository: TestRepository): Bait | null => {
        for (const [key, value] of [
          ['core.repositoryFormatVersion', '1'],
          ['extensions.partialClone', 'evil'],
          ['remote.evil.url', 'ssh://evil.invalid/x'],
          ['remote.evil.promisor', 'true'],
          ['core.sshCommand', script],
          ['remote.evil.uploadpack', script],
          ['protocol.allow', 'always'],
        ] as const) {
          repository.git('config', key, value);
        }
        rmSync(objectFile(repository, `main:${config}`));
        return null;
      },
      'unreadable',
      config,
    ],
    [
      'a config that is a link',
      (repository: TestRepository): Bait => linkAtTip(repository, config, ({ file }) => file),
      'unreadable',
      config,
    ],
    [
      'a .mcgate that is a link',
      (repository: TestRepository): Bait => linkAtTip(repository, '.mcgate', ({ folder }) => folder),
      'unreadable',
      '.mcgate',
    ],
  ])('%s leaves the run without an answer', async (_, forge, code, says) => {
    const repository = change();
    const outside = forge(repository);
    const { report } = await judge(repository.root);
    expect(report.verdict).toBe('incomplete');
    expect(outside?.untouched() ?? true).toBe(true);
    expect(reasonsOf(report, 'code')).toMatchObject([{ code, message: expect.stringContaining(says) as string }]);
    expect(existsSync(mark)).toBe(false);
  });

  it('a changed file whose object is corrupt is named', async () => {
    const repository = change();
    const file = objectFile(repository, 'HEAD:b.js');
    chmodSync(file, 0o644);
    writeFileSync(file, deflateSync(`blob ${String(clean.length)}\0${clean}`));
    const { report } = await judge(repository.root, { args: ['--staged'] });
    expect(report.verdict).toBe('incomplete');
    expect(reasonsOf(report, 'code')).toMatchObject([{ code: 'unreadable-file', path: 'b.js' }]);
  });

  it('a link for .mcgate in a change is a weakening', async () => {
    const repository = change();
    rmSync(path.join(repository.root, '.mcgate'), { recursive: true });
    symlinkSync(makeFolder({ 'config.yaml': gateOff }), path.join(repository.root, '.mcgate'));
    const { report } = await judge(repository.root);
    expect(blocking(report)).toEqual([
      `${finds} b.js`,
      'weakening/document-invalid .mcgate/config.yaml',
      'weakening/trusted-file-changed .mcgate',
    ]);
  });

  it('a tree of ten thousand million files is given up, soon and within memory', async () => {
    const repository = change();
    let tree = repository.git('rev-parse', 'HEAD^{tree}');
    for (let level = 0; level < 10; level += 1) {
      const lines = Array.from({ length: 10 }, (_, index) => `040000 tree ${tree}\td${String(index)}`).join('\n');
      tree = execFileSync('git', ['mktree'], { cwd: repository.root, input: `${lines}\n`, encoding: 'utf8' }).trim();
    }
    const bomb = repository.git('commit-tree', '-p', 'main', '-m', 'bomb', tree);
    const { report, peakBytes } = await judge(repository.root, { args: ['--base', bomb] });
    expect(report.verdict).toBe('incomplete');
    expect(reasonsOf(report, 'code')).toMatchObject([{ code: 'git-failed' }]);
    expect(peakBytes ?? 0).toBeLessThan(2_500_000_000);
  });
});
