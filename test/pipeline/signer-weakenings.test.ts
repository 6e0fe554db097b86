// A change of who signs, and of what makes one signer count as two, is for those who sign.
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../src/core/workspace.ts';
import { loadTrustedDocuments } from '../../src/pipeline/trusted-documents.ts';
import { weakeningFinding } from '../../src/pipeline/weakening.ts';
import { findWeakenings } from '../../src/pipeline/weakenings.ts';
import { memoryTree } from '../support/memory-tree.ts';

type Files = Readonly<Record<string, string>>;

const keys = ['a', 'b', 'c', 'd'].map((name, index) => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, index)]);
  return { name, line: `ssh-ed25519 ${blob.toString('base64')}` };
});
const signers = (count: number): string =>
  keys
    .slice(0, count)
    .map(({ name, line }) => `${name} namespaces="mcgate-attestation@v1" ${line}\n`)
    .join('');
const people = (count: number): string =>
  `people: [${keys
    .slice(0, count)
    .map(({ name }) => `{ login: ${name}, principals: [${name}] }`)
    .join(', ')}]\n`;
const whole = (count: number, config = people(4)): Files => ({ '.mcgate/allowed_signers': signers(count), '.mcgate/config.yaml': config });
const [first, second, third] = keys.map(({ line }) => line);

async function demands(before: Files, after: Files, trusted: Tree = memoryTree(before)): Promise<readonly string[]> {
  const found = await findWeakenings({
    documents: await loadTrustedDocuments(trusted),
    ...{ trusted, judged: memoryTree(after), base: memoryTree(before), standing: new Set<string>(), judgedElsewhere: new Set<string>() },
  });
  return found.map((each) => {
    const { evidence } = weakeningFinding(each);
    return `${each.key}: ${evidence?.kind === 'change' ? String(evidence.signers) : 'no change'}`;
  });
}

describe('a change of the signers', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
  ])('of %d people takes %d of them', async (count, needed) => {
    const more = `${signers(count)}# more\n`;
    expect(await demands(whole(count), { ...whole(count), '.mcgate/allowed_signers': more })).toEqual([
      `.mcgate/allowed_signers: ${String(needed)}`,
    ]);
    expect(await demands(whole(count), { '.mcgate/config.yaml': people(4) })).toEqual([`.mcgate/allowed_signers: ${String(needed)}`]);
  });

  test('takes as many as the trusted config asks for, whatever the change says', async () => {
    const asking = (number: number): Files => ({ ...whole(4, `${people(4)}signersThreshold: ${String(number)}\n`) });
    expect(await demands(asking(3), { ...asking(1), '.mcgate/allowed_signers': signers(1) })).toEqual([
      'signersThreshold: 3',
      '.mcgate/allowed_signers: 3',
    ]);
  });

  test('takes no signer where nobody signs yet, and one where nobody knows who they are', async () => {
    expect(await demands({}, whole(3, ''))).toEqual(['.mcgate/allowed_signers: undefined']);
    expect(await demands({ '.mcgate/allowed_signers': '# nobody\n' }, whole(3, ''))).toContain('.mcgate/allowed_signers: undefined');
    expect(await demands(whole(4, ''), whole(1, ''))).toEqual(['.mcgate/allowed_signers: 1']);
    expect(await demands(whole(4, ''), whole(4))).toEqual(['people.principals: undefined']);
  });

  test('of which nobody can read the list takes more than one', async () => {
    const before = whole(1);
    const tree = memoryTree(before);
    const broken: Tree = {
      ...tree,
      read: (path, limit) =>
        path === '.mcgate/allowed_signers' ? Promise.resolve({ ok: false, failure: 'missing', detail: 'gone' }) : tree.read(path, limit),
    };
    expect(await demands(before, whole(2), broken)).toEqual(['.mcgate/allowed_signers: 2']);
  });
});

describe('a change of who a signer is', () => {
  test('takes signers as well', async () => {
    expect(await demands(whole(3), whole(3, people(3)))).toEqual(['people.principals: 2']);
    expect(await demands(whole(3), { '.mcgate/allowed_signers': signers(3) })).toEqual(['people.principals: 2']);
    expect(await demands(whole(3), whole(3, `${people(4)}signersThreshold: 1\n`))).toEqual(['signersThreshold: 2']);
  });

  test('of somebody else takes one approval of any kind', async () => {
    const more = people(4).replace(']\n', ', { login: e, emails: [e] }]\n');
    expect(await demands(whole(3), whole(3, more))).toEqual(['people: undefined']);
    expect(await demands(whole(3), whole(3, `${people(4)}mode: inform\napprovers: [a]\n`))).toEqual([
      'mode: undefined',
      'approvers: undefined',
    ]);
  });
});

describe('a revocation', () => {
  const revoked = (text: string | null): Files => ({ ...whole(3), ...(text === null ? {} : { '.mcgate/revoked_keys': text }) });
  const list = '.mcgate/revoked_keys';

  test.each([
    ['of a first key', null, `${String(first)}\n`],
    ['of one more', `${String(first)}\n`, `${String(first)}\n# stolen\n${String(second)} b\n${String(third)}\n`],
    ['of one more, where the last line has no end', String(first), `${String(first)}\n${String(second)}\n`],
  ])('%s takes one approval of any kind', async (_, before, after) => {
    expect(await demands(revoked(before), revoked(after))).toEqual([`${list}: undefined`]);
  });

  test.each([
    ['taken back', `${String(first)}\n`, null],
    ['of another key', `${String(first)}\n`, `${String(second)}\n`],
    ['in front of another', `${String(first)}\n`, `${String(second)}\n${String(first)}\n`],
    ['that becomes a comment', String(first), `${String(first)}#\n`],
    ['that nobody can read', `${String(first)}\n`, `${String(first)}\nssh-ed25519 AAAA\n`],
    ['in a binary list', 'SSHKRL\n\0a', 'SSHKRL\n\0ab'],
    ['by a binary list', '', 'SSHKRL\n\0ab'],
  ])('%s takes signers', async (_, before, after) => {
    expect(await demands(revoked(before), revoked(after))).toEqual([`${list}: 2`]);
  });

  test('beside a change of the list takes signers for the list', async () => {
    expect(await demands(whole(3), { ...revoked(`${String(first)}\n`), '.mcgate/allowed_signers': signers(2) })).toEqual([
      '.mcgate/allowed_signers: 2',
      `${list}: undefined`,
    ]);
  });

  test('does not lower the number of those who have to agree', async () => {
    const before = { ...whole(3), [list]: `${String(first)}\n${String(second)}\n` };
    expect(await demands(before, { ...before, '.mcgate/allowed_signers': signers(1) })).toEqual(['.mcgate/allowed_signers: 2']);
  });

  test.each(['.mcgate/revoked_keys/x', '.mcgate/revoked'])('is told from a change of %s', async (path) => {
    expect(await demands(whole(3), { ...whole(3), [path]: `${String(first)}\n` })).toEqual([`${path}: 2`]);
  });
});
