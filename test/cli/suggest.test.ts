// Suggestions: near enough to help, never far-fetched.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completeWords } from '../../src/cli/complete.ts';
import { nearest } from '../../src/cli/suggest.ts';
import { entry, mcgate } from '../support/cli.ts';

describe('nearest', () => {
  it.each([
    ['chekc', 'check'],
    ['nmp', 'npm'],
    ['Check', 'check'],
    ['formt', 'format'],
    ['zzzzzz', null],
    ['x', null],
    ['', null],
  ])('%s -> %s', (word, found) => {
    expect(nearest(word, ['check', 'format', 'npm', 'go'])).toBe(found);
  });

  it('is not slow on what nobody typed', () => {
    expect(nearest('a'.repeat(1_000_000), ['check'])).toBeNull();
  });
});

describe('completion', () => {
  it.each([
    [[''], 'check'],
    [['ba'], 'baseline'],
    [['check', '--f'], '--format'],
    [['check', '--format', ''], 'sarif'],
    [['check', '--gate', 'dep'], 'dependencies'],
    [['check', '--staged', '--no'], '--no-git'],
    [['baseline', ''], 'prune'],
    [['policy', ''], 'validate'],
    [['policy', 'validate', '--'], '--help'],
    [['explain', 'weakening/'], 'weakening/gate-disabled'],
  ])('%j offers %s', async (words, candidate) => {
    expect(await completeWords(words)).toContain(candidate);
  });

  it('leaves paths to the shell', async () => {
    expect(await completeWords(['check', 'sr'])).toEqual([]);
    expect(await completeWords(['check', '--output', ''])).toEqual([]);
    expect(await completeWords(['check', '--base', 'm'])).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('works in bash', () => {
    const script = `mcgate() { '${process.execPath}' '${entry}' "$@"; }; eval "$(mcgate completion bash)"
      COMP_WORDS=(mcgate check --format s); COMP_CWORD=3; _mcgate; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', script], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'sarif\n', stderr: '' });
  });

  it('takes the shell from SHELL, and says so where it cannot', async () => {
    const cwd = process.cwd();
    expect((await mcgate(['completion'], { cwd, env: { SHELL: '/usr/bin/zsh' } })).stdout).toMatch(/^#compdef mcgate/);
    expect(await mcgate(['completion'], { cwd, env: { SHELL: '/usr/bin/fish' } })).toMatchObject({ code: 2, stdout: '' });
  });
});
