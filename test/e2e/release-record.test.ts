// The record of a release as a folder: every file beside its bundle is named in it, and nothing can be changed, taken out or put in unseen.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { formatEnvelope, readEnvelope } from '../../src/attestation/envelope.ts';
import type { ChecklistEntry, RecordedFile, ReleaseStatement, SignedReport } from '../../src/core/documents.ts';
import { sign } from '../attestation/keys.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { makeFolder } from '../support/git-repository.ts';
import { allowed, checklistOf, config, keys, makeRelease, review, type Release } from '../support/release.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const gates = 'gates: { code: { enabled: false }, dependencies: { enabled: false } }\n';
const analysis: ChecklistEntry = { id: 'analysis', title: 'Analysed', phase: 'code-review', evidence: { gate: 'permissions' } };
const scan: ChecklistEntry = {
  id: 'scan',
  title: 'Scanned',
  phase: 'code-review',
  evidence: { report: { formats: ['mcgate-report', 'zap'] } },
};
const pentest: ChecklistEntry = { ...scan, id: 'pentest', title: 'Attacked', signers: ['bob@example.org'] };

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Imported {
  readonly file: string;
  readonly signed: SignedReport;
}

/** A report of ours, made now, with a name that no file of a record may have. */
function imported(tool: string, commit: string): Imported {
  const made = `${new Date().toISOString().slice(0, 19)}Z`;
  const text = JSON.stringify({ schemaVersion: '1', tool: { name: tool, version: '1' }, commit, made, findings: [] });
  const name = `${tool} $(touch planted);..json`;
  const counts = { critical: 0, high: 0, medium: 0, low: 0, note: 0 };
  return {
    file: path.join(makeFolder({ [name]: text }), name),
    signed: { format: 'mcgate-report', tool: `${tool} 1`, made, commits: [commit], counts, sha256: sha256(text) },
  };
}

interface Exported {
  readonly record: string;
  readonly ran: Ran;
}

/** For main, recorded by Cleo. */
async function exportRecord({ root }: Release, ...args: readonly string[]): Promise<Exported> {
  const record = path.join(makeFolder(), 'record');
  const asked = ['--base', 'main', '--offline', '--yes', '--key', keys.cleo.file];
  return { record, ran: await mcgate(['checklist', 'export', record, ...asked, ...args], { cwd: root }) };
}

const trusted = path.join(makeFolder({ allowed_signers: allowed }), 'allowed_signers');

function verify(record: string): Promise<Ran> {
  return mcgate(['checklist', 'verify', path.join(record, 'bundle.intoto.jsonl'), '--signers', trusted], { cwd: makeFolder() });
}

function statementOf(record: string): ReleaseStatement {
  const [line = ''] = readFileSync(path.join(record, 'bundle.intoto.jsonl'), 'utf8').split('\n');
  const read = readEnvelope(line);
  if (!read.ok) throw new Error(read.problem);
  return JSON.parse(Buffer.from(read.envelope.payload).toString()) as ReleaseStatement;
}

let release: Release;
let exported: Exported;
let scanned: Imported;
let attacked: Imported;
const names = (): readonly string[] => statementOf(exported.record).predicate.evidence.map(({ name }) => name);

beforeAll(async () => {
  release = makeRelease({ '.mcgate/config.yaml': gates + config, ...checklistOf(analysis, scan, pentest, review) });
  attacked = imported('burp', release.git('rev-parse', 'HEAD'));
  await release.signOff(keys.bob, { entry: pentest, report: attacked.signed });
  await release.signOff(keys.bob);
  scanned = imported('nuclei', release.git('rev-parse', 'HEAD'));
  exported = await exportRecord(release, '--report', `scan=${scanned.file}`, '--report', `pentest=${attacked.file}`);
  expect(exported.ran.code, exported.ran.stderr).toBe(0);
});

describe('a record', () => {
  it('names every file beside the bundle, with its digest, size and items', async () => {
    const { record, ran } = exported;
    expect(ran.stderr).not.toContain('The record leaves out');
    const shown = new Map([
      ['report.json', ['analysis']],
      [`reports/${scanned.signed.sha256}.json`, ['scan']],
      [`reports/${attacked.signed.sha256}.json`, ['pentest']],
    ]);
    const files = readdirSync(record, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name !== 'reports' && name !== 'bundle.intoto.jsonl',
    );
    const { evidence, items } = statementOf(record).predicate;
    expect(items.map(({ state }) => state.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect([...names()].sort()).toEqual(files.sort());
    expect(names()).toEqual(
      expect.arrayContaining([...shown.keys(), 'tree', 'allowed_signers', 'checklist.yaml', 'record.md', 'record.html']),
    );
    for (const { name, digest, annotations } of evidence) {
      const bytes = readFileSync(path.join(record, name));
      expect({ name, digest, annotations }).toEqual({
        ...{ name, digest: { sha256: sha256(bytes) } },
        annotations: { size: bytes.length, items: shown.get(name) ?? [] },
      });
    }
    expect(readFileSync(path.join(record, 'record.md'), 'utf8')).toContain(scanned.signed.sha256);
    const { code, stdout } = await verify(record);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('scan: fulfilled (by the word of whoever recorded it)');
  });

  it('of a run that only informs holds too', async () => {
    const informing = makeRelease({ '.mcgate/config.yaml': `mode: inform\n${gates}${config}`, ...checklistOf(analysis, review) });
    const { record } = await exportRecord(informing);
    const { code, stdout } = await verify(record);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('review: pending');
  });

  it('says which reports it leaves out, and which it lacks', async () => {
    const { record, ran } = await exportRecord(release, '--report', `pentest=${scanned.file}`);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('pentest does not count it');
    expect(ran.stderr).toContain(`The report of pentest (SHA-256 ${attacked.signed.sha256}) was not handed over`);
    expect(readdirSync(record)).not.toContain('reports');
    const { code, stdout } = await verify(record);
    expect(code, stdout).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`its report (SHA-256 ${attacked.signed.sha256}) is not in the record`);
  });
});

/** Changes a copy of the record; what is told of it. */
const changes: Readonly<Record<string, readonly [change: (record: string) => void, told: string]>> = {
  'a gate that passes in report.json now': [
    (record) => {
      const file = path.join(record, 'report.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"verdict"', ' "verdict"'));
    },
    'report.json is not what was signed',
  ],
  'a report that is gone': [
    (record) => {
      rmSync(path.join(record, 'reports', `${scanned.signed.sha256}.json`));
    },
    'reports/.{64}.json does not stand beside the bundle',
  ],
  'all reports that are gone': [
    (record) => {
      rmSync(path.join(record, 'reports'), { recursive: true });
    },
    'does not stand beside the bundle',
  ],
  'a report in the place of another': [
    (record) => {
      const [one, other] = [scanned, attacked].map(({ signed }) => path.join(record, 'reports', `${signed.sha256}.json`));
      cpSync(one ?? '', other ?? '');
    },
    'is not what was signed',
  ],
  'a report that nobody signed for': [
    (record) => {
      writeFileSync(path.join(record, 'reports', 'more.json'), '{}');
    },
    'reports/more.json stands beside the bundle, and the record does not name it',
  ],
  'a page that says more': [
    (record) => {
      writeFileSync(path.join(record, 'record.html'), '<h1>All is well</h1>');
    },
    'record.html is not what was signed',
  ],
  'another list of signers': [
    (record) => {
      writeFileSync(path.join(record, 'allowed_signers'), allowed + allowed);
    },
    'allowed_signers is not what was signed',
  ],
  'a file more': [
    (record) => {
      writeFileSync(path.join(record, 'approved.md'), 'yes');
    },
    'approved.md stands beside the bundle',
  ],
  'a link in the place of a file': [
    (record) => {
      renameSync(path.join(record, 'tree'), path.join(record, '.tree'));
      symlinkSync('.tree', path.join(record, 'tree'));
    },
    'tree cannot be read',
  ],
  'a link in the place of the reports': [
    (record) => {
      const elsewhere = path.join(makeFolder(), 'reports');
      renameSync(path.join(record, 'reports'), elsewhere);
      symlinkSync(elsewhere, path.join(record, 'reports'));
    },
    'cannot be read',
  ],
  'a folder in the place of a file': [
    (record) => {
      rmSync(path.join(record, 'report.json'));
      mkdirSync(path.join(record, 'report.json'));
    },
    'report.json cannot be read',
  ],
  'the bundle alone': [
    (record) => {
      for (const name of readdirSync(record)) if (name !== 'bundle.intoto.jsonl') rmSync(path.join(record, name), { recursive: true });
    },
    'tree does not stand beside the bundle',
  ],
};

function copy(): string {
  const record = path.join(makeFolder(), 'record');
  cpSync(exported.record, record, { recursive: true });
  return record;
}

describe('does not hold with', () => {
  it.each(Object.entries(changes))('%s', async (_, [change, told]) => {
    const record = copy();
    change(record);
    const { code, stdout } = await verify(record);
    expect(code, stdout).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(told));
    expect(stdout).toContain('The record does not hold');
  });

  it('a report of the run that says something else than the record, whoever signed it', async () => {
    const record = copy();
    const file = path.join(record, 'report.json');
    const other = readFileSync(file, 'utf8').replace('"verdict": "', '"verdict": "x').replace('"unit": "', '"unit": "x');
    writeFileSync(file, other);
    resign(record, ({ evidence }) => ({ evidence: evidence.map((each) => (each.name === 'report.json' ? renamed(each, other) : each)) }));
    const { code, stdout } = await verify(record);
    expect(code, stdout).toBe(1);
    expect(stdout).toContain('report.json says another verdict than the record');
    expect(stdout).toMatch(/the \w+ gate answers otherwise in report.json/);
  });

  it.each(['../allowed_signers', '/etc/passwd', 'reports/../tree', 'reports/x.json', 'Tree', '.git/config'])(
    'a file called %s, which it does not even look at',
    async (name) => {
      const record = copy();
      resign(record, ({ evidence }) => ({ evidence: evidence.map((each) => (each.name === 'tree' ? { ...each, name } : each)) }));
      const { code, stderr } = await verify(record);
      expect(code).toBe(2);
      expect(stderr).toContain('holds no record of a release');
    },
  );
});

it('holds where a system left hidden files', async () => {
  const record = copy();
  for (const name of ['.DS_Store', 'reports/.DS_Store']) writeFileSync(path.join(record, name), 'x');
  const { code, stdout } = await verify(record);
  expect(code, stdout).toBe(0);
});

function renamed(file: RecordedFile, text: string): RecordedFile {
  return { ...file, digest: { sha256: sha256(text) }, annotations: { ...file.annotations, size: Buffer.byteLength(text) } };
}

/** The first line of the bundle with another predicate, signed by Cleo, whose signature counts. */
function resign(record: string, change: (predicate: ReleaseStatement['predicate']) => Partial<ReleaseStatement['predicate']>): void {
  const file = path.join(record, 'bundle.intoto.jsonl');
  const statement = statementOf(record);
  const payload = Buffer.from(JSON.stringify({ ...statement, predicate: { ...statement.predicate, ...change(statement.predicate) } }));
  const [, ...others] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [formatEnvelope({ payload, signatures: [sign(keys.cleo, payload)] }, []).trim(), ...others].join('\n'));
}

describe('by hand, as the documentation says', () => {
  const hasJq = spawnSync('bash', ['-c', 'command -v jq']).status === 0;
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/checklist.md'), 'utf8').split('### By hand')[1] ?? '';
  const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, command = '']) => command).slice(0, 3);

  it.each(commands.map((command) => [command.includes('jq ') ? 'jq' : 'no jq', command] as const).slice(0, 2))(
    'sha256sum finds every file as it was signed, with %s',
    (tool, command) => {
      if (tool === 'jq' && !hasJq) return;
      const told = (record: string): string => execFileSync('bash', ['-c', command], { cwd: record, encoding: 'utf8', stdio: 'pipe' });
      expect(told(exported.record).trim().split('\n').sort()).toEqual(
        names()
          .map((name) => `${name}: OK`)
          .sort(),
      );
      const record = copy();
      writeFileSync(path.join(record, 'record.md'), 'All is well');
      expect(() => told(record)).toThrow();
    },
  );

  it.runIf(hasJq)('jq and sha256sum give what the record says of a gate', () => {
    const digest = execFileSync('bash', ['-c', commands[2] ?? ''], { cwd: exported.record, encoding: 'utf8' }).split(' ')[0];
    expect(digest).toBe(statementOf(exported.record).predicate.gates.find(({ id }) => id === 'permissions')?.digest);
  });
});
