// Ways to have an approval that nobody gave, beside those of approval.test.ts: through the command, with real keys and real commits.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { formatEnvelope, readEnvelope } from '../../src/attestation/envelope.ts';
import { signatureNamespace } from '../../src/attestation/ssh-signature.ts';
import { sign, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate } from '../support/cli.ts';
import type { Files } from '../support/git-repository.ts';
import { config, keys, makeRelease, only, type Release, type ReleaseAnswer } from '../support/release.ts';
import { dayFromNow } from '../support/sign-offs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Without the key that would make a run a release. */
const off = `gates: { code: { enabled: false } }\n${config}`;
const folder = '.mcgate/attestations';

let repository: Release;

function prepare(files: Files = {}, message?: string): void {
  repository = makeRelease(files, { '.mcgate/config.yaml': off }, message);
}

beforeEach(() => {
  prepare();
});

/** Approves what is checked out, for main. */
async function approve(key: TestKey): Promise<void> {
  const args = ['approve', '--reason', 'the code is generated', '--base', 'main', '--yes', '--key', key.file];
  const { code, stderr } = await mcgate(args, { cwd: repository.root });
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

interface Forgery {
  readonly edit?: (payload: string) => string;
  /** Signs what was edited; default: the signature stays that of what was approved. */
  readonly signed?: { readonly key: TestKey; readonly namespace?: string };
}

/** Puts another envelope in the place of the one that was approved, by the name that it would have. */
function forge({ edit = (payload): string => payload, signed }: Forgery): void {
  const [name = ''] = readdirSync(path.join(repository.root, folder));
  const file = path.join(repository.root, folder, name);
  const read = readEnvelope(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(read.problem);
  rmSync(file);
  const payload = Buffer.from(edit(Buffer.from(read.envelope.payload).toString()));
  const signatures = signed === undefined ? read.envelope.signatures : [sign(signed.key, payload, signed.namespace)];
  const digest = createHash('sha256').update(payload).digest('hex');
  repository.write({ [`${folder}/${digest}.json`]: formatEnvelope({ payload, signatures }, []) });
}

function check(base = 'main'): Promise<ReleaseAnswer> {
  repository.commit({}, 'approval');
  return repository.check([...only, '--base', base]);
}

/** The weakening blocks as if nobody had approved of it. */
async function expectRefused(why: string, base?: string): Promise<void> {
  const { verdict, blocking, refusals } = await check(base);
  expect({ verdict, blocking }).toEqual({ verdict: 'fail', blocking: ['weakening/gate-disabled .mcgate/config.yaml'] });
  expect(refusals.join('\n')).toContain(why);
}

it('an approval that was not touched lets its weakening through', async () => {
  await approve(keys.bob);
  forge({});
  expect(await check()).toMatchObject({ verdict: 'pass', blocking: [], refusals: [] });
});

describe('lets nothing through', () => {
  it('a signature for another use', async () => {
    await approve(keys.bob);
    forge({ signed: { key: keys.bob, namespace: 'file' } });
    await expectRefused('A signature is for "file"');
  });

  it('a key that was revoked', async () => {
    prepare({ '.mcgate/revoked_keys': `${keys.bob.publicKey}\n` });
    await approve(keys.bob);
    await expectRefused('does not count');
  });

  it.each([
    ['is over', `valid-before="${dayFromNow(-1).replaceAll('-', '')}"`],
    ['has not begun', `valid-after="${dayFromNow(2).replaceAll('-', '')}"`],
  ])('a key whose time %s', async (_, limit) => {
    prepare({ '.mcgate/allowed_signers': signerLine('bob@example.org', keys.bob, `namespaces="${signatureNamespace}",${limit}`) });
    await approve(keys.bob);
    await expectRefused('does not count: ssh-keygen says');
  });

  it('an approval for another branch', async () => {
    repository.git('branch', 'stable', 'main');
    await approve(keys.bob);
    await expectRefused('is for refs/heads/main, not refs/heads/stable', 'stable');
  });

  it.each([
    ['a later end', (payload: string) => payload.replace(/"expires":"[^"]*"/u, `"expires":"${dayFromNow(29)}"`)],
    ['another finding', (payload: string) => payload.replace(/"identity":"[^"]*"/u, `"identity":"${'0'.repeat(32)}"`)],
    ['another reason', (payload: string) => payload.replace('generated', 'harmless')],
  ])('one that was given %s after it was signed', async (_, edit) => {
    await approve(keys.bob);
    forge({ edit });
    await expectRefused('does not count');
  });

  it('one for another finding', async () => {
    await approve(keys.bob);
    forge({ edit: (payload) => payload.replace(/"identity":"[^"]*"/u, `"identity":"${'0'.repeat(32)}"`), signed: { key: keys.bob } });
    await expectRefused('');
  });

  it.each([
    ['a name twice', (payload: string) => payload.replace('"reason":', '"reason":"none at all","reason":'), 'holds a name twice'],
    ['more than a statement', (payload: string) => payload.replace('{', '{"more":1,'), 'is no statement of mcgate'],
    ['another place in its subject', (payload: string) => payload.replace('"name":"acme/shop@', '"name":"acme/other@'), 'another place'],
    ['lists without end', () => `${'['.repeat(60_000)}${']'.repeat(60_000)}`, 'payload'],
    [
      'too long a time',
      (payload: string) => payload.replace(/"expires":"[^"]*"/u, `"expires":"${dayFromNow(32)}"`),
      '30 days are the most',
    ],
  ])('a payload with %s, though it is signed', async (_, edit, why) => {
    await approve(keys.bob);
    forge({ edit, signed: { key: keys.bob } });
    await expectRefused(why);
  });

  it('any, while one of them cannot be read', async () => {
    await approve(keys.bob);
    repository.write({ [`${folder}/${'0'.repeat(64)}.json`]: `{"x":"${'y'.repeat(300_000)}"}` });
    await expectRefused('No attestation was looked at');
  });

  it.each([
    ['the author through a second e-mail', 'Cleo@Home.example', 'ann@example.org', keys.cleo, 'cleo@example.org took part'],
    ['the committer', 'ann@example.org', 'bob@example.org', keys.bob, 'bob@example.org took part'],
    ['anybody, while an author is not known', 'who@example.org', 'ann@example.org', keys.bob, 'people does not name who@example.org'],
  ])('%s', async (_, author, committer, key, why) => {
    repository.write({ 'theirs.js': '3;\n' });
    repository.git('add', '-A');
    repository.commitAs(author, committer);
    await approve(key);
    await expectRefused(why);
  });

  it('a co-author', async () => {
    prepare({}, 'change\n\nCo-authored-by: Bob <bob@example.org>');
    await approve(keys.bob);
    await expectRefused('bob@example.org took part in the change');
  });
});
