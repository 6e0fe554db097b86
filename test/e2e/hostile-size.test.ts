// A repository of a hundred thousand files and two huge ones: judged in bounded time and memory, and stopped without a trace.
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { finished, startMcgate } from '../support/cli.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';
import { blocking, descendants, judge, makeStandIn, reasonsOf } from '../support/judgement.ts';
import { clean, finds, high } from '../support/traps.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('a large repository', () => {
  const files = 100_000;
  let root: string;
  let database: string;

  beforeAll(async () => {
    database = makeFolder();
    await writeOsvDatabase(database, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
    const repository = makeRepository({ commits: [{ 'a.js': clean, 'package.json': '{"name":"app"}' }] });
    ({ root } = repository);
    repository.git('checkout', '-q', '-b', 'feature');
    for (let folder = 0; folder < 100; folder += 1) {
      mkdirSync(path.join(root, 'many', String(folder)), { recursive: true });
      for (let file = 0; file < files / 100; file += 1)
        writeFileSync(path.join(root, 'many', String(folder), `${String(file)}.txt`), String(file));
    }
    writeFileSync(path.join(root, 'b.js'), high);
    for (const [name, size] of [
      ['sparse.js', 1024 ** 3],
      ['package-lock.json', 200 * 1024 ** 2],
    ] as const) {
      const handle = openSync(path.join(root, name), 'w');
      ftruncateSync(handle, size);
      closeSync(handle);
    }
  });

  it('of 100,000 files, one of a gigabyte and a lockfile of 200 MB is judged in bounded memory', async () => {
    const scanner = makeStandIn('console.log(\'{"results":[]}\');');
    const { report, peakBytes } = await judge(root, { env: { MCGATE_OSV_SCANNER: scanner.file, MCGATE_OSV_DATABASE: database } });
    expect(report.verdict).toBe('fail');
    expect(blocking(report)).toEqual([`${finds} b.js`]);
    expect(reasonsOf(report, 'code').map((reason) => reason.path)).toContain('sparse.js');
    expect(report.gates.find((gate) => gate.id === 'dependencies')?.outcome).toBe('incomplete');
    expect(report.gates[0]?.coverage?.examined).toBeGreaterThan(files);
    expect(peakBytes ?? 0).toBeLessThan(2_500_000_000);
  });

  const gone = (pids: readonly number[]): Promise<void> =>
    vi.waitFor(
      () => {
        expect(pids.filter((pid) => existsSync(`/proc/${String(pid)}`))).toEqual([]);
      },
      { timeout: 20_000, interval: 50 },
    );

  it.skipIf(!existsSync('/proc')).each([
    ['while it lists files', 0, 'SIGINT', 130],
    ['while gates run', 1, 'SIGINT', 130],
    ['and killed outright', 1, 'SIGKILL', null],
  ] as const)('leaves no process and no scratch folder when it is interrupted %s', async (_, children, signal, expected) => {
    const temporary = makeFolder();
    const child = startMcgate(['check', '--gate', 'code', '--no-cache'], { cwd: root, env: { TMPDIR: temporary } });
    const end = finished(child);
    const pid = child.pid ?? 0;
    const gates = (): readonly number[] => descendants(pid).filter((each) => commandOf(each).includes('gate-child'));
    await vi.waitFor(
      () => {
        expect(children === 0 ? descendants(pid).length - 1 : gates().length).toBeGreaterThan(0);
      },
      { timeout: 60_000, interval: 20 },
    );
    const all = descendants(pid);
    child.kill(signal);
    const { code, stdout } = await end;
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    await gone(all);
    await vi.waitFor(() => {
      expect(readdirSync(temporary)).toEqual([]);
    });
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
