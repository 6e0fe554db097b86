import { describe, expect, test } from 'vitest';
import type { Tree, TreeEntry } from '../../src/core/workspace.ts';
import { compareTouchedWorkflows, maxWorkflowBytes } from '../../src/pipeline/workflow-files.ts';
import { memoryTree } from '../support/memory-tree.ts';

const path = '.github/workflows/gate.yml';
const other = '.github/workflows/other.yml';
const step = 'on: push\njobs: { gate: { steps: [{ run: mcgate check }] } }\n';
const none = 'on: push\njobs: { build: { steps: [{ run: make }] } }\n';

type Files = Readonly<Record<string, string>>;
type Kinds = Readonly<Record<string, TreeEntry['kind']>>;

async function compare(
  touched: readonly string[],
  trusted: Files,
  judged: Files,
  kinds: { trusted?: Kinds; judged?: Kinds } = {},
): Promise<string[]> {
  const found = await compareTouchedWorkflows(new Set(touched), memoryTree(trusted, kinds.trusted), memoryTree(judged, kinds.judged));
  return found.map(({ rule, location }) => `${rule} ${location.path}`);
}

describe('which files are compared', () => {
  test.each<[string, readonly string[], Files, Files, string[]]>([
    ['a workflow', [path], { [path]: step }, { [path]: none }, [`workflow-step-removed ${path}`]],
    ['none that the change did not touch', [other], { [path]: step }, { [path]: none, [other]: none }, []],
    ['nothing where no workflow is touched', ['a.js'], { [path]: step }, {}, []],
    ['a removed workflow', [path], { [path]: step }, {}, [`workflow-step-removed ${path}`]],
    [
      'a local action',
      ['a/action.yml'],
      { [path]: 'on: push\njobs: { gate: { steps: [{ uses: ./a }] } }\n', 'a/action.yml': 'runs: { steps: [{ run: mcgate check }] }' },
      { [path]: '', 'a/action.yml': 'runs: { steps: [{ run: x }] }' },
      ['workflow-step-removed .github/workflows/gate.yml', 'workflow-step-removed a/action.yml'],
    ],
    ['a step that moves to a touched file', [path, other], { [path]: step }, { [path]: 'on: push', [other]: step }, []],
  ])('%s', async (_, touched, trusted, judged, expected) => {
    expect((await compare(touched, trusted, judged)).sort()).toEqual(expected);
  });

  test('of two equal steps one is removed, and the file of the other touched', async () => {
    expect(await compare([path, other], { [path]: step, [other]: step }, { [path]: `# ${step}`.replace('# on', '#\non') })).toEqual([
      `workflow-step-removed ${other}`,
    ]);
  });

  test('nothing is read where no workflow is touched', async () => {
    const tree: Tree = { entries: memoryTree({ [path]: step }).entries, read: () => Promise.reject(new Error('read')) };
    expect(await compareTouchedWorkflows(new Set(['a.js']), tree, tree)).toEqual([]);
    await expect(compareTouchedWorkflows(new Set([path]), tree, tree)).rejects.toThrow('read');
  });

  test('what the change did not touch is taken from the tip, though the branch has it otherwise', async () => {
    expect(await compare([other], { [path]: step }, { [path]: step, [other]: none, 'x/action.yml': '' })).toEqual([]);
    expect(await compare([other], { [path]: step, [other]: step }, { [path]: step })).toEqual([`workflow-step-removed ${other}`]);
    expect(await compare([other, path], { [path]: step, [other]: step }, { [path]: step, '.github/workflows/z.yml': step })).toEqual([
      `workflow-step-removed ${other}`,
    ]);
  });

  test('an executable workflow is one, a link is none', async () => {
    expect(await compare([path], { [path]: step }, { [path]: step }, { judged: { [path]: 'executable' } })).toEqual([]);
    expect(await compare([path], { [path]: step }, { [path]: step }, { judged: { [path]: 'symlink' } })).toEqual([
      `workflow-step-removed ${path}`,
    ]);
    expect(await compare([path], { [path]: step }, {}, { trusted: { [path]: 'symlink' } })).toEqual([]);
  });
});

describe('files that cannot be read', () => {
  const huge = `${step}#${' '.repeat(maxWorkflowBytes)}`;

  test('a step in a file that is too large now is gone', async () => {
    expect(await compare([path], { [path]: step }, { [path]: huge })).toEqual([`workflow-step-removed ${path}`]);
  });

  test('touching a file that is too large at the tip is a weakening', async () => {
    const [found, ...more] = await compareTouchedWorkflows(new Set([path]), memoryTree({ [path]: huge }), memoryTree({ [path]: step }));
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      rule: 'trusted-file-changed',
      message: `${path} changes, and whether it ran mcgate cannot be told: on the target branch it cannot be read (too-large: ${path})`,
    });
    expect(await compare([other], { [path]: huge }, { [path]: step, [other]: none })).toEqual([]);
  });

  test('up to the limit they can', async () => {
    const full = `${step}#${' '.repeat(maxWorkflowBytes - step.length - 1)}`;
    expect(await compare([path], { [path]: full }, { [path]: full })).toEqual([]);
  });

  test('a heap of other files does not hide the touched one, and is not read for ever', async () => {
    const heap = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`.github/workflows/a${String(index)}.yml`, step]));
    let bytes = 0;
    const counting = (files: Files): Tree => {
      const tree = memoryTree(files);
      const read: Tree['read'] = async (at, limit) => {
        if (!at.endsWith('gate.yml')) {
          const size = Math.min(limit, maxWorkflowBytes);
          bytes += size;
          return { ok: size > 0, failure: 'too-large', detail: at, bytes: new Uint8Array(size).fill(0x23) };
        }
        return tree.read(at, limit);
      };
      return { entries: tree.entries, read };
    };
    const found = await compareTouchedWorkflows(new Set([path]), counting({ ...heap, [path]: step }), counting({ ...heap, [path]: none }));
    expect(found.map(({ rule }) => rule)).toEqual(['workflow-step-removed']);
    expect(bytes).toBeLessThanOrEqual(2 * 64 * maxWorkflowBytes);
  });
});
