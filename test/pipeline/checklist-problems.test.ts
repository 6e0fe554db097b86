// What a checklist cannot say though its schema takes it, and that the line of each problem is told.
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { checklistProblems } from '../../src/pipeline/checklist-problems.ts';
import { loadChecklist } from '../../src/pipeline/trusted-documents.ts';
import type { ChecklistEntry } from '../../src/core/documents.ts';
import { memoryTree } from '../support/memory-tree.ts';

const entry: ChecklistEntry = { id: 'a', title: 'A', phase: 'code-review', evidence: 'sign-off' };

function problems(...items: readonly Partial<ChecklistEntry>[]): readonly string[] {
  return checklistProblems({ items: items.map((item) => ({ ...entry, ...item })) }).map(
    ({ keys, problem }) => `${keys.join('.')}: ${problem}`,
  );
}

describe('a checklist', () => {
  test('without problems has none', () => {
    expect(problems({}, { id: 'b', evidence: { gate: 'code' } })).toEqual([]);
    expect(
      problems({
        signers: ['x', 'y'],
        threshold: 2,
        notAuthor: false,
        expires: '7d',
        appliesTo: { paths: ['src/**'], branches: ['release/*'] },
      }),
    ).toEqual([]);
    expect(problems({ threshold: 100 })).toEqual([]);
    expect(problems({ signers: ['x'] })).toEqual([]);
    expect(problems({ evidence: { report: { formats: ['zap'] } }, signers: ['x'], threshold: 1, notAuthor: false, expires: '7d' })).toEqual(
      [],
    );
  });

  test('names an item once', () => {
    expect(problems({}, { id: 'b' }, {}, {})).toEqual(['items.2.id: two items are called a', 'items.3.id: two items are called a']);
  });

  test.each([
    ['signers', { signers: ['x'] }],
    ['threshold', { threshold: 1 }],
    ['notAuthor', { notAuthor: false }],
    ['expires', { expires: '7d' }],
  ] as const)('asks for no signature where a gate answers: %s', (key, change) => {
    expect(problems({ id: 'b' }, { ...change, evidence: { gate: 'code' } })).toEqual([
      `items.1.${key}: a gate answers for this item: nobody signs it`,
    ]);
  });

  test('asks for no more people than may sign', () => {
    expect(problems({ signers: ['x', 'y'], threshold: 3 })).toEqual(['items.0.threshold: 3 people cannot be found among 2 signers']);
  });

  test('has patterns that mean something', () => {
    expect(problems({ appliesTo: { paths: ['ok', 'a[', '!(x)'], branches: ['{'] } })).toEqual([
      expect.stringMatching(/^items\.0\.appliesTo\.paths\.1: ./u),
      expect.stringMatching(/^items\.0\.appliesTo\.paths\.2: ./u),
      expect.stringMatching(/^items\.0\.appliesTo\.branches\.0: ./u),
    ]);
    expect(problems({ appliesTo: { labels: ['a[', '{'] } })).toEqual([]);
  });

  test('has its problems in its own order', () => {
    const bad = { threshold: 3, signers: ['x'], appliesTo: { paths: ['['] } };
    expect(problems(bad, bad).map((line) => line.split(':')[0])).toEqual([
      ...['items.0.threshold', 'items.0.appliesTo.paths.0'],
      ...['items.1.id', 'items.1.threshold', 'items.1.appliesTo.paths.0'],
    ]);
  });
});

describe('the document', () => {
  async function refusal(text: string): Promise<McgateError> {
    const loaded = await loadChecklist(memoryTree({ '.mcgate/checklist.yaml': text })).catch((error: unknown) => error);
    if (loaded instanceof McgateError) return loaded;
    throw new Error('it was taken');
  }

  const good = 'items:\n  - { id: a, title: A, phase: code-review, evidence: sign-off }\n';

  test('is refused with all of its problems and their lines', async () => {
    const error = await refusal(`${good}  - id: a\n    title: B\n    phase: code-review\n    evidence: { gate: code }\n    threshold: 2\n`);
    expect(error).toMatchObject({
      code: 'invalid-document',
      positions: [
        { path: '.mcgate/checklist.yaml', line: 3, key: 'items.1.id' },
        { path: '.mcgate/checklist.yaml', line: 7, key: 'items.1.threshold' },
      ],
    });
    expect(error.message).toContain('.mcgate/checklist.yaml:3:5: items.1.id: two items are called a');
  });

  test.each([
    ['no items', 'items: []'],
    ['an unknown key', good.replace('evidence', 'signer: x, evidence')],
    ['an unknown phase', good.replace('code-review', 'testing')],
    ['an id with blanks', good.replace('id: a', 'id: "a b"')],
    ['days of another form', good.replace('evidence', 'expires: 90, evidence')],
    ['no days', good.replace('evidence', 'expires: 0d, evidence')],
    ['nobody to sign', good.replace('evidence', 'threshold: 0, evidence')],
    ['an empty list of signers', good.replace('evidence', 'signers: [], evidence')],
    ['nowhere to apply', good.replace('evidence', 'appliesTo: {}, evidence')],
    ['an unknown gate', good.replace('sign-off', '{ gate: checklist }')],
    ['two kinds of evidence', good.replace('sign-off', '{ gate: code, report: { formats: [zap] } }')],
    ['an item twice', good + good.replace('items:\n', '')],
  ])('is refused with %s', async (_, text) => {
    expect((await refusal(text)).code).toBe('invalid-document');
  });

  test('that is not there is the default, at no line', async () => {
    const { id, parsed, path } = await loadChecklist(memoryTree({}));
    expect({ id, path, items: parsed.value.items.length }).toEqual({ id: '', path: '.mcgate/checklist.yaml', items: 6 });
  });
});
