// The path that the system would open, on a real disk with links.
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyPlace } from '../../src/platform/policy-place.ts';
import { realPathOf, tellsCase } from '../../src/platform/real-path.ts';
import { makeFolder } from '../support/git-repository.ts';

describe.skipIf(process.platform === 'win32')('realPathOf', () => {
  const root = makeFolder({ 'a/b/file': 'x', 'other/deep/file': 'y' });
  symlinkSync('../other/deep', path.join(root, 'a/link'));
  symlinkSync(path.join(root, 'other'), path.join(root, 'absolute'));
  symlinkSync('nowhere/yet', path.join(root, 'dangling'));
  symlinkSync('loop', path.join(root, 'loop'));

  it.each([
    ['a/b/file', 'a/b/file'],
    ['./a//b/./file', 'a/b/file'],
    ['a/b/../b/file', 'a/b/file'],
    ['what/does/not/exist', 'what/does/not/exist'],
    ['a/link/file', 'other/deep/file'],
    ['a/link/new', 'other/deep/new'],
    ['absolute/deep', 'other/deep'],
    // Read as text, `a/link/..` would be `a`.
    ['a/link/../file', 'other/file'],
    // A write there would create the target.
    ['dangling', 'nowhere/yet'],
    ['dangling/x', 'nowhere/yet/x'],
    ['.', '.'],
  ])('%s', (given, expected) => {
    expect(realPathOf(given, root)).toBe(path.join(root, expected));
    expect(realPathOf(`${path.join(root, 'a', '..')}/${given}`, '/')).toBe(path.join(root, expected));
  });

  it('does not leave the root', () => {
    expect(realPathOf('../'.repeat(50), root)).toBe('/');
  });

  it('gives up on a loop', () => {
    expect(() => realPathOf('loop/x', root)).toThrow(expect.objectContaining({ code: 'unreadable' }));
  });

  it('keeps what the policy will refuse', () => {
    expect(realPathOf('/x/%2e%2e/y', root)).toBe('/x/%2e%2e/y');
  });
});

describe('where a policy is in force', () => {
  it('knows three absolute folders without links, and how names are read', () => {
    const root = makeFolder();
    const place = policyPlace(root);
    expect(place).toMatchObject({ workspace: root, platform: process.platform === 'win32' ? 'windows' : 'posix' });
    for (const folder of [place.home, place.temp]) expect(path.isAbsolute(folder)).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('sees that Linux tells case', () => {
    expect([tellsCase(makeFolder()), tellsCase('/'), tellsCase('/123')]).toEqual([true, true, true]);
  });
});
