// Every way to have a sign-off that nobody gave, or to do without one: through the command, with real keys and real commits.
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { signatureNamespace } from '../../src/attestation/ssh-signature.ts';
import { signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate } from '../support/cli.ts';
import { makeFolder } from '../support/git-repository.ts';
import { blocking, judge } from '../support/judgement.ts';
import { allowed, checklistOf, config, keys, makeRelease, only, review, type Release } from '../support/release.ts';
import { dayFromNow, makeSignOff } from '../support/sign-offs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let repository: Release;

beforeEach(() => {
  repository = makeRelease();
});

/** The item's signature does not count, and why. */
async function expectPending({ checkRelease }: Release, why: string): Promise<void> {
  const { verdict, item, blocking, code } = await checkRelease();
  expect({ verdict, status: item.status, blocking, code }).toEqual({
    ...{ verdict: 'fail', status: 'pending', code: 1 },
    blocking: expect.arrayContaining(['checklist/missing .mcgate/checklist.yaml']) as string[],
  });
  expect(item.detail).toContain(why);
}

describe('does not fulfil an item', () => {
  it('a signature for another use', async () => {
    await repository.signOff(keys.bob, { namespace: 'git' });
    await expectPending(repository, 'A signature is for "git"');
  });

  it('a signer whom the trusted tip does not name', async () => {
    await repository.signOff(keys.eve);
    await expectPending(repository, 'Nobody at the trusted tip signs with');
  });

  it('a key that the change itself brings', async () => {
    repository = makeRelease(
      {},
      {
        '.mcgate/allowed_signers': allowed + signerLine('eve@example.org', keys.eve),
        '.mcgate/config.yaml': `${config}  - { login: eve, emails: [eve@example.org], principals: [eve@example.org] }\n`,
      },
    );
    await repository.signOff(keys.eve);
    await expectPending(repository, 'Nobody at the trusted tip signs with');
  });

  it('a key that was revoked, by whoever signs with another', async () => {
    repository = makeRelease({ '.mcgate/revoked_keys': `${keys.bob.publicKey}\n` });
    await repository.signOff(keys.bob);
    await expectPending(repository, 'does not count');
    await repository.signOff(keys.bobYubikey);
    expect((await repository.checkRelease()).item).toMatchObject({ status: 'fulfilled', by: ['bob'] });
  });

  it.each([
    ['is over', `valid-before="${dayFromNow(-1).replaceAll('-', '')}"`],
    ['has not begun', `valid-after="${dayFromNow(2).replaceAll('-', '')}"`],
  ])('a key whose time %s', async (_, limit) => {
    repository = makeRelease({
      '.mcgate/allowed_signers': signerLine('bob@example.org', keys.bob, `namespaces="${signatureNamespace}",${limit}`),
    });
    await repository.signOff(keys.bob);
    await expectPending(repository, 'does not count: ssh-keygen says');
  });

  it.each([
    ['another repository', { repository: 'acme/other' }, 'is for the repository acme/other, not acme/shop'],
    ['another branch', { target: 'refs/heads/release/1' }, 'is for refs/heads/release/1, not refs/heads/main'],
    ['a time that is over', { expires: dayFromNow(-1) }, 'expired'],
    ['too long a time', { expires: dayFromNow(92) }, '90 days are the most'],
    ['the tree before the change', { revision: 'main' }, 'is for another tree'],
    ['another item', { item: 'other' }, 'nobody who counts has signed'],
    ['an item of another wording', { entry: { ...review, guidance: 'Look at nothing.' } }, 'as it was worded before'],
  ])('a signature for %s', async (_, parts, why) => {
    await repository.signOff(keys.bob, parts);
    await expectPending(repository, why);
  });

  it('a signature for the tree as it was before one more commit', async () => {
    await repository.signOff(keys.bob);
    repository.commit({ 'more.js': '3;\n' });
    await expectPending(repository, 'something changed after it was signed');
  });

  it.each<[string, string, string, string, TestKey]>([
    ['the author', 'bob@example.org', 'ann@example.org', '', keys.bob],
    ['the author through a second e-mail', 'Cleo@Home.example', 'ann@example.org', '', keys.cleo],
    ['the committer', 'ann@example.org', 'bob@example.org', '', keys.bob],
  ])('%s', async (_, author, committer, __, key) => {
    repository.write({ 'theirs.js': '3;\n' });
    repository.git('add', '-A');
    repository.commitAs(author, committer);
    await repository.signOff(key);
    await expectPending(repository, 'took part in the change');
  });

  it('a co-author', async () => {
    repository = makeRelease({}, { 'new.js': '2;\n' }, 'change\n\nCo-Authored-By: Bob <BOB@example.org>');
    await repository.signOff(keys.bob);
    await expectPending(repository, 'bob@example.org took part in the change');
  });

  it('anybody, while an author is not known', async () => {
    repository.write({ 'theirs.js': '3;\n' });
    repository.git('add', '-A');
    repository.commitAs('who@example.org', 'ann@example.org');
    await repository.signOff(keys.bob);
    await expectPending(repository, 'people does not name who@example.org');
  });

  it('one person with two keys, where two are asked for', async () => {
    const two = { ...review, threshold: 2 };
    repository = makeRelease(checklistOf(two));
    await repository.signOff([keys.bob, keys.bobYubikey], { entry: two });
    await repository.signOff(keys.bobYubikey, { entry: two });
    await expectPending(repository, '1 of 2 people signed');
    await repository.signOff(keys.cleo, { entry: two });
    expect((await repository.checkRelease()).item).toMatchObject({ status: 'fulfilled', by: ['bob', 'cleo'] });
  });

  it('what was changed after it was signed', async () => {
    await repository.signOff(keys.bob, { decision: 'refused', edit: (payload) => payload.replace('"refused"', '"accepted"') });
    await expectPending(repository, 'does not count');
  });

  it.each([
    ['a name twice', (payload: string) => payload.replace('"decision":', '"decision":"refused","decision":')],
    ['a name twice, once escaped', (payload: string) => payload.replace('"decision":', '"decisi\\u006fn":"refused","decision":')],
    ['another place in its subject', (payload: string) => payload.replace('"name":"acme/shop@', '"name":"acme/other@')],
    ['more than a statement', (payload: string) => payload.replace('{', '{"more":1,')],
    ['lists without end', () => `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
  ])('a payload with %s, though it is signed', async (_, write) => {
    await repository.signOff(keys.bob, { write });
    await expectPending(repository, 'nobody who counts has signed');
  });

  it('an envelope that is bent', async () => {
    const place = { repository: 'acme/shop', target: 'refs/heads/main' };
    const { path: file, text } = await makeSignOff(repository, review, [keys.bob], place);
    const bent = ['{"payload":"e30=",', '{"signatures":[],', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)},`].map((head) =>
      text.replace('{', head),
    );
    repository.commit(Object.fromEntries(bent.map((each, index) => [`${path.dirname(file)}/${String(index)}.json`, each])));
    await expectPending(repository, 'nobody who counts has signed');
  });
});

it('what a refusal says and how its file is called reaches no terminal, log or parser as it is', async () => {
  const note = '\u001b[2J\u202e\n::error::x\r\n##[group]y\u2028</script>|`\ud800';
  const file = await repository.signOff([keys.bob], { decision: 'refused', note });
  repository.git('mv', file, '.mcgate/attestations/\u001b]0;x\u0007\u202e\n::error::.json');
  repository.commit();
  const { report, outputs } = await judge(repository.root, { args: [...only, '--base', 'main', '--release'] });
  expect(blocking(report)).toEqual(['checklist/refused .mcgate/checklist.yaml']);
  expect(report.gates.find(({ id }) => id === 'checklist')?.coverage?.items?.[0]).toMatchObject({ status: 'refused', by: ['bob'] });
  expect(outputs.pretty).toContain('refused');
});

describe('is no answer', () => {
  it('where ssh-keygen is missing: a release is incomplete, any other change passes with its items pending', async () => {
    await repository.signOff(keys.bob);
    const bin = makeFolder();
    symlinkSync(findOnPath('git'), path.join(bin, 'git'));
    const env = { PATH: bin };
    expect(await repository.checkRelease(env)).toMatchObject({
      verdict: 'incomplete',
      code: 2,
      blocking: [],
      reasons: ['tool-missing'],
      items: ['review pending'],
    });
    expect(await repository.check([...only, '--base', 'main'], env)).toMatchObject({
      verdict: 'pass',
      code: 0,
      reasons: [],
      items: ['review pending'],
    });
  });

  it('where an attestation cannot be read', async () => {
    await repository.signOff(keys.bob);
    repository.commit({ '.mcgate/attestations/huge.json': `{"x":"${'y'.repeat(300_000)}"}` });
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'incomplete', code: 2, reasons: ['unreadable'] });
    repository.commit({ '.mcgate/attestations/huge.json': null });
    symlinkSync('/etc/passwd', path.join(repository.root, '.mcgate/attestations/link.json'));
    repository.commit();
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'incomplete', reasons: ['unreadable'] });
  });

  it('where it is not known for which repository it would be', async () => {
    await repository.signOff(keys.bob);
    repository.git('remote', 'remove', 'origin');
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'incomplete', code: 2, reasons: ['unreadable'] });
  });
});

describe('nothing else lifts what a release lacks', () => {
  it('but that nothing blocks: mode inform', async () => {
    repository = makeRelease({ '.mcgate/config.yaml': `mode: inform\n${config}` });
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'pass', blocking: [], items: ['review pending'] });
  });

  it('no suppression, baseline, approval or threshold', async () => {
    const { stdout } = await mcgate(['check', ...only, '--base', 'main', '--release', '--format', 'json'], { cwd: repository.root });
    const [finding] = (JSON.parse(stdout) as Report).findings;
    const identity = finding?.identity ?? '';
    const entry = { identity, rule: 'checklist/missing', path: '.mcgate/checklist.yaml' };
    const suppression = `suppressions:\n  - { identity: ${identity}, owner: ann, reason: it will be signed tomorrow, expires: ${dayFromNow(20)} }\n`;
    repository = makeRelease({
      '.mcgate/suppressions.yaml': suppression,
      '.mcgate/baseline.json': JSON.stringify({ schemaVersion: '1', findings: [entry] }),
      '.mcgate/config.yaml': `gates: { checklist: { failOn: critical, confidence: high, exclude: ["**"] } }\n${config}`,
    });
    expect(await repository.checkRelease()).toMatchObject({ verdict: 'fail', blocking: ['checklist/missing .mcgate/checklist.yaml'] });
    const approve = ['approve', identity, '--reason', 'it will be signed', '--base', 'main', '--yes', '--key', keys.bob.file];
    expect(await mcgate(approve, { cwd: repository.root })).toMatchObject({ code: 2 });
  });

  it('a gate that is off at the tip is skipped, and one that the change switches off is a weakening', async () => {
    const off = `gates: { checklist: { enabled: false } }\n${config}`;
    repository = makeRelease({ '.mcgate/config.yaml': off });
    const skipped = await repository.check(['--gate', 'permissions', ...only, '--base', 'main', '--release']);
    expect(skipped).toMatchObject({ verdict: 'pass', items: [], reasons: ['disabled'] });
    repository = makeRelease({}, { '.mcgate/config.yaml': off });
    await repository.signOff(keys.bob);
    expect(await repository.checkRelease()).toMatchObject({
      ...{ verdict: 'fail', items: ['review fulfilled'] },
      blocking: ['weakening/gate-disabled .mcgate/config.yaml'],
    });
  });

  it('an item taken out by the change is asked for, and missed', async () => {
    repository = makeRelease({}, { '.mcgate/checklist.yaml': null });
    await repository.signOff(keys.bob);
    expect(await repository.checkRelease()).toMatchObject({
      ...{ verdict: 'fail', items: ['review fulfilled'] },
      blocking: ['weakening/checklist-softened .mcgate/checklist.yaml'],
    });
  });
});

function findOnPath(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const { accessSync } = process.getBuiltinModule('node:fs');
  const folder = folders.find((each) => {
    try {
      accessSync(path.join(each, name));
      return true;
    } catch {
      return false;
    }
  });
  return path.join(folder ?? '', name);
}
