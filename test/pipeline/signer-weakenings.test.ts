// A change of who signs, and of what makes one signer count as two, is for those who sign.
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../src/core/workspace.ts';
import { loadTrustedDocuments } from '../../src/pipeline/trusted-documents.ts';
import { McgateError } from '../../src/core/error.ts';
import { demandSigners, loadDemand } from '../../src/pipeline/signer-weakenings.ts';
import { weakeningFinding, type Weakening } from '../../src/pipeline/weakening.ts';
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

describe('a list of revoked keys that is no plain file', () => {
  const list = '.mcgate/revoked_keys';
  const good = { ...whole(3), [list]: `${String(first)}\n` };
  const more = { ...good, [list]: `${String(first)}\n${String(second)}\n` };

  test.each<[string, Tree, Tree]>([
    ['becomes a link', memoryTree(good), memoryTree(more, { [list]: 'symlink' })],
    ['was a link', memoryTree(good, { [list]: 'symlink' }), memoryTree(more)],
    ['becomes a program', memoryTree(good), memoryTree(more, { [list]: 'executable' })],
    ['becomes a folder', memoryTree(whole(3)), memoryTree({ ...whole(3), [`${list}/x`]: `${String(first)}\n` })],
    [
      'cannot be read',
      memoryTree(good),
      { ...memoryTree(more), read: () => Promise.resolve({ ok: false, failure: 'missing', detail: '' }) },
    ],
  ])('%s: it takes signers', async (_, trusted, judged) => {
    const demand = { list: 2, mapping: null };
    const [told] = await demandSigners([changeOf('signers-changed', list)], { trusted, judged }, demand);
    expect(told?.signers).toBe(2);
  });

  test('is told from one that is', async () => {
    const [told] = await demandSigners(
      [changeOf('signers-changed', list)],
      { trusted: memoryTree(good), judged: memoryTree(more) },
      { list: 2, mapping: 1 },
    );
    expect(told).toEqual(changeOf('signers-changed', list));
  });
});

function changeOf(rule: Weakening['rule'], key: string, asked?: number): Weakening {
  return { rule, key, message: '', location: { path: key }, before: null, after: null, ...(asked === undefined ? {} : { signers: asked }) };
}

describe('how many have to agree', () => {
  const trees = { trusted: memoryTree(whole(3)), judged: memoryTree(whole(3)) };
  const asked = async (weakening: Weakening): Promise<number | undefined> =>
    (await demandSigners([weakening], trees, { list: 2, mapping: 3 }))[0]?.signers;

  test('is never lowered', async () => {
    expect(await asked(changeOf('signers-changed', '.mcgate/allowed_signers', 5))).toBe(5);
    expect(await asked(changeOf('signers-changed', '.mcgate/allowed_signers', 1))).toBe(2);
  });

  test('depends on what changes', async () => {
    expect(await asked(changeOf('approval-loosened', 'people.principals'))).toBe(3);
    expect(await asked(changeOf('approval-loosened', 'signersThreshold'))).toBe(3);
    expect(await asked(changeOf('approval-loosened', 'approvers'))).toBeUndefined();
    expect(await asked(changeOf('mode-loosened', 'people.principals'))).toBeUndefined();
    expect(await asked(changeOf('trusted-file-changed', '.mcgate/revoked_keys'))).toBeUndefined();
  });
});

describe('where the list of signers cannot be read', () => {
  const failing = (error: Error): Tree => ({ ...memoryTree(whole(3)), read: () => Promise.reject(error) });

  test('two have to agree, or as many as the config says', async () => {
    const broken = new McgateError('unreadable', 'x');
    expect(await loadDemand(failing(broken), { people: [], signersThreshold: null })).toEqual({ list: 2, mapping: 2 });
    expect(await loadDemand(failing(broken), { people: [], signersThreshold: 4 })).toEqual({ list: 4, mapping: 4 });
  });

  test('what was cancelled or is no failure of ours goes on', async () => {
    await expect(loadDemand(failing(new McgateError('cancelled', 'x')), { people: [], signersThreshold: null })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(loadDemand(failing(new TypeError('bug')), { people: [], signersThreshold: null })).rejects.toThrow('bug');
  });

  test('nobody has to where there is none', async () => {
    expect(await loadDemand(memoryTree({}), { people: [], signersThreshold: null })).toEqual({ list: null, mapping: null });
  });
});
