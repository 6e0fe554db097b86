// Who made a change, over real repositories: nobody who took part is left out.
import { expect, it } from 'vitest';
import type { AuthorListing } from '../../src/core/repository.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { cloneRepository, makeRepository, type TestRepository } from '../support/git-repository.ts';

async function authorsOf({ root, git }: TestRepository, base = 'main', tip = 'HEAD'): Promise<AuthorListing> {
  const repository = await openRepository(root, { git: true });
  try {
    return await repository.authors({ base: git('rev-parse', base), tip: git('rev-parse', tip), without: '.mcgate/attestations/' });
  } finally {
    await repository.close();
  }
}

function onBranch(): TestRepository {
  const repository = makeRepository({ commits: [{ 'a.txt': '1' }, { 'a.txt': '2' }] });
  repository.git('checkout', '-q', '-b', 'feature');
  return repository;
}

/** A commit as its object says it: git's own commands would not write an odd one. */
function commitText(repository: TestRepository, people: string, message: string, ...more: readonly string[]): void {
  const parents = [repository.git('rev-parse', 'HEAD'), ...more].map((parent) => `parent ${parent}\n`).join('');
  repository.write({ '.commit': `tree ${repository.git('rev-parse', 'HEAD^{tree}')}\n${parents}${people}\n\n${message}\n` });
  repository.git('update-ref', 'HEAD', repository.git('hash-object', '-t', 'commit', '-w', '--literally', '.commit'));
}

function commitAs(repository: TestRepository, author: string, committer: string, message = 'x', ...more: readonly string[]): void {
  commitText(repository, `author A <${author}> 1 +0000\ncommitter C <${committer}> 1 -0130`, message, ...more);
}

it('names authors, committers and co-authors of every commit of the change, and no others', async () => {
  const repository = onBranch();
  commitAs(repository, 'ann@example.org', 'bob@example.org');
  commitAs(
    repository,
    'Ann@home.example',
    'bob@example.org',
    'x\n\nCo-authored-by: Cleo <cleo@example.org>\nsigned-off-by: Dan <dan@example.org>',
  );
  commitAs(repository, 'ann@example.org', 'bob@example.org', 'co-AUTHORED-by: Eve < eve@example.org >\n\nin the first line');
  expect(await authorsOf(repository)).toEqual({
    emails: ['Ann@home.example', 'ann@example.org', 'bob@example.org', 'cleo@example.org', 'eve@example.org'],
    whole: true,
  });
  expect(await authorsOf(repository, 'HEAD')).toEqual({ emails: [], whole: true });
});

it('looks into merged branches', async () => {
  const repository = onBranch();
  commitAs(repository, 'ann@example.org', 'ann@example.org');
  repository.git('checkout', '-q', '-b', 'side', 'main');
  commitAs(repository, 'eve@example.org', 'eve@example.org');
  repository.git('checkout', '-q', 'feature');
  commitAs(repository, 'bob@example.org', 'bob@example.org', 'm', repository.git('rev-parse', 'side'));
  expect((await authorsOf(repository)).emails).toEqual(expect.arrayContaining(['ann@example.org', 'eve@example.org', 'bob@example.org']));
});

it('is not whole where a shallow clone ends the history', async () => {
  const repository = onBranch();
  for (let index = 0; index < 4; index += 1) commitAs(repository, 'ann@example.org', 'ann@example.org');
  const shallow = cloneRepository(repository, '--depth=3', '--branch=feature', '--no-single-branch');
  expect((await authorsOf(shallow, 'origin/main')).whole).toBe(false);
  const deep = cloneRepository(repository, '--depth=6', '--branch=feature', '--no-single-branch');
  expect(deep.git('rev-parse', '--is-shallow-repository')).toBe('false');
  expect((await authorsOf(deep, 'origin/main')).whole).toBe(true);
});

it('tells a commit whose author cannot be read', async () => {
  const repository = onBranch();
  commitText(repository, 'author no address 1 +0000\ncommitter C <bob@example.org> 1 +0000', 'x');
  expect((await authorsOf(repository)).emails).toEqual(['', 'bob@example.org']);
});

it('knows whether a path was ever there, on whatever side', async () => {
  const repository = makeRepository({ commits: [{ 'a.txt': '1' }] });
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'gone.json': 'x' }, 'one');
  repository.commit({ 'gone.json': null }, 'two');
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'b.txt': 'b' }, 'three');
  repository.git('merge', '-q', '--no-ff', '-m', 'm', 'side');
  const opened = await openRepository(repository.root, { git: true });
  const tip = repository.git('rev-parse', 'HEAD');
  expect(await opened.everHeld(tip, 'gone.json')).toBe(true);
  expect(await opened.everHeld(tip, 'never.json')).toBe(false);
  expect(await opened.everHeld(tip, '*.json')).toBe(false);
  await opened.close();
  const shallow = cloneRepository(repository, '--depth=1');
  const cut = await openRepository(shallow.root, { git: true });
  expect(await cut.everHeld(tip, 'never.json')).toBeNull();
  await cut.close();
});

const attestation = '.mcgate/attestations/a.json';

it('who only brings attestations made nothing, and a commit of more than them has an author', async () => {
  const repository = onBranch();
  repository.commit({ 'a.txt': '3' }, 'work', 'ann@example.org');
  repository.commit({ [attestation]: '{}' }, 'sign-off', 'bob@example.org');
  expect((await authorsOf(repository)).emails).toEqual(['ann@example.org']);
  repository.commit({ [attestation]: '{ }', 'a.txt': '4' }, 'both', 'eve@example.org');
  expect((await authorsOf(repository)).emails).toEqual(['ann@example.org', 'eve@example.org']);
});

it('whoever makes a commit of nothing at all has a part in it, for it may be a merge in disguise', async () => {
  const repository = onBranch();
  repository.commit({ [attestation]: '{}' }, 'sign-off', 'bob@example.org');
  commitAs(repository, 'ann@example.org', 'ann@example.org');
  expect((await authorsOf(repository)).emails).toEqual(['ann@example.org']);
});

it('who merges attestations made nothing, and who drops what the base had did', async () => {
  const repository = onBranch();
  const { git } = repository;
  repository.commit({ 'a.txt': '3' }, 'work', 'ann@example.org');
  git('checkout', '-q', '-b', 'signed');
  repository.commit({ [attestation]: '{}' }, 'sign-off', 'bob@example.org');
  git('checkout', '-q', 'feature');
  git('merge', '-q', '--no-ff', '--no-commit', 'signed');
  repository.commit({}, 'merge', 'eve@example.org');
  expect((await authorsOf(repository)).emails).toEqual(['ann@example.org']);
  git('checkout', '-q', 'main');
  repository.commit({ 'b.txt': '1' }, 'base', 'zoe@example.org');
  git('checkout', '-q', 'feature');
  git('merge', '-q', '--no-commit', '-s', 'ours', 'main');
  repository.commit({}, 'drops b.txt', 'mal@example.org');
  expect((await authorsOf(repository)).emails).toEqual(['ann@example.org', 'mal@example.org']);
});
