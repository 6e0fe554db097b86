// The first-parent history since a commit, over real repositories: each step once, with what it did to its first parent, and every cut told.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepListing } from '../../src/core/repository.ts';
import { openHistory } from '../../src/platform/git-history.ts';
import { listSteps, stepBounds, type StepBounds } from '../../src/platform/git-steps.ts';
import { openGit } from '../../src/platform/git.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { cloneRepository, makeRepository, openTestRepository, type TestRepository } from '../support/git-repository.ts';

async function stepsOf({ root, git }: TestRepository, base: string, bounds?: Partial<StepBounds>): Promise<StepListing> {
  const range = { base: git('rev-parse', base), tip: git('rev-parse', 'HEAD') };
  const concerns = (name: string): boolean => name.startsWith('.mcgate/');
  if (bounds !== undefined) {
    const opened = await openGit({ workTree: root, gitDir: path.join(root, '.git') });
    return listSteps(opened, await openHistory(opened), range, concerns, { ...stepBounds, ...bounds });
  }
  const repository = await openRepository(root, { git: true });
  try {
    return await repository.steps(range, concerns);
  } finally {
    await repository.close();
  }
}

function told({ git }: TestRepository, { steps }: StepListing): readonly string[] {
  return steps.map(({ commit, paths }) => `${git('log', '-1', '--format=%s', commit)}: ${paths.join(' ')}`);
}

describe('the steps of a branch', () => {
  it.each(['sha1', 'sha256'] as const)('are its commits and merges that touch what was asked for, oldest first (%s)', async (format) => {
    const repository = makeRepository({ format, commits: [{ '.mcgate/a': '1' }] });
    const { git, commit } = repository;
    git('tag', 'v1');
    commit({ '.mcgate/a': '2', 'x.js': '1' }, 'one');
    commit({ 'x.js': '2' }, 'nothing of ours');
    git('checkout', '-q', '-b', 'side');
    commit({ '.mcgate/b': '1' }, 'inside a merge');
    commit({ [`.mcgate/${'a'.repeat(40)}`]: '1' }, 'named like a commit');
    git('checkout', '-q', 'main');
    commit({ '.mcgate/a': null }, 'two');
    git('merge', '-q', '--no-ff', '-m', 'three', 'side');
    const listing = await stepsOf(repository, 'v1');
    expect(told(repository, listing)).toEqual(['one: .mcgate/a', 'two: .mcgate/a', `three: .mcgate/${'a'.repeat(40)} .mcgate/b`]);
    expect(listing).toMatchObject({ start: git('rev-parse', 'v1'), commits: 4, cut: null });
    expect(listing.steps[2]?.parents).toEqual([git('rev-parse', 'HEAD^1'), git('rev-parse', 'side')]);
    expect(listing.steps[0]).toMatchObject({
      author: 'Ann <ann@example.org>',
      date: Date.parse('2026-01-02T03:04:05Z'),
      earliest: Date.parse('2026-01-02T03:04:05Z'),
    });
    expect(await stepsOf(repository, 'HEAD')).toEqual({ start: git('rev-parse', 'HEAD'), commits: 0, steps: [], cut: null });
  });

  it('begin where a tag of another branch left this one', async () => {
    const repository = makeRepository({ commits: [{ '.mcgate/a': '1' }, { '.mcgate/a': '2' }] });
    const { git, commit } = repository;
    const fork = git('rev-parse', 'HEAD');
    git('checkout', '-q', '-b', 'release');
    commit({ '.mcgate/r': '1' }, 'release');
    git('tag', 'v1');
    git('checkout', '-q', 'main');
    for (const text of ['3', '4', '5']) commit({ '.mcgate/a': text }, text);
    const listing = await stepsOf(repository, 'v1');
    expect(listing).toMatchObject({ start: fork, cut: null });
    expect(told(repository, listing)).toEqual(['3: .mcgate/a', '4: .mcgate/a', '5: .mcgate/a']);
  });

  it('go round what a merge turned the other way brings, and leave out nothing', async () => {
    const repository = makeRepository({ commits: [{ '.mcgate/a': '1' }] });
    const { git, commit } = repository;
    git('tag', 'v1');
    commit({ '.mcgate/b': '1' }, 'on main');
    git('checkout', '-q', '-b', 'side', 'v1');
    commit({ '.mcgate/c': '1' }, 'on the side');
    git('merge', '-q', '--no-ff', '-m', 'foxtrot', 'main');
    expect(told(repository, await stepsOf(repository, 'v1'))).toEqual(['on the side: .mcgate/c', 'foxtrot: .mcgate/b']);
  });

  it('are none where nothing is shared', async () => {
    const repository = makeRepository({ commits: [{ '.mcgate/a': '1' }] });
    repository.git('tag', 'v1');
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.commit({ '.mcgate/a': '2' });
    expect(await stepsOf(repository, 'v1')).toMatchObject({ start: null, steps: [], cut: null });
  });

  it('are not told by half', async () => {
    const repository = makeRepository({ commits: [{ '.mcgate/a': '1' }, { '.mcgate/a': '2' }, { '.mcgate/a': '3' }] });
    repository.git('tag', 'v1', 'HEAD~2');
    const clone = cloneRepository(repository, '--depth', '2');
    const shallow = openTestRepository(clone.root);
    shallow.git('fetch', '-q', '--depth', '1', 'origin', 'refs/tags/v1:refs/tags/v1');
    expect(await stepsOf(shallow, 'v1')).toMatchObject({ start: null, steps: [], cut: 'shallow clone' });
    expect(await stepsOf(repository, 'v1', { commits: 2 })).toMatchObject({ start: null, cut: 'too many commits' });
    expect(await stepsOf(repository, 'v1', { commits: 3 })).toMatchObject({ start: expect.any(String) as string, cut: null });
    expect(await stepsOf(repository, 'v1', { bytes: 300 })).toMatchObject({ start: null, cut: 'too many commits' });
    expect(await stepsOf(repository, 'v1', { timeoutMs: 0 })).toMatchObject({ start: null, cut: 'took too long' });
  });
});
