// How output looks: colours, width, characters, live progress.
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { chooseStyle, isLive, openOutput } from '../../src/cli/session.ts';

const terminal = { isTTY: true, columns: 120 };
const pipe = {};

describe('colour', () => {
  it.each([
    ['terminal', [], {}, terminal, true],
    ['pipe', [], {}, pipe, false],
    ['dumb terminal', [], { TERM: 'dumb' }, terminal, false],
    ['NO_COLOR', [], { NO_COLOR: '1' }, terminal, false],
    ['empty NO_COLOR', [], { NO_COLOR: '' }, terminal, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, pipe, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, terminal, false],
    ['NO_COLOR beats FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal, false],
    ['--color beats NO_COLOR', ['check', '--color'], { NO_COLOR: '1' }, pipe, true],
    ['--no-color beats FORCE_COLOR', ['check', '--no-color'], { FORCE_COLOR: '1' }, terminal, false],
    ['a path after -- is no flag', ['check', '--', '--color'], {}, pipe, false],
  ] as const)('%s', (_, argv, env, stream, color) => {
    expect(chooseStyle(argv, env, stream, 'linux').color).toBe(color);
  });
});

describe('characters and width', () => {
  it.each([
    [{}, 'linux', true],
    [{ LANG: 'C' }, 'linux', false],
    [{ LANG: 'de_DE.UTF-8' }, 'linux', true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, 'linux', false],
    [{ TERM: 'dumb' }, 'linux', false],
    [{}, 'win32', false],
    [{ WT_SESSION: '1' }, 'win32', true],
  ] as const)('%j on %s', (env, platform, unicode) => {
    expect(chooseStyle([], env, pipe, platform).unicode).toBe(unicode);
  });

  it('a terminal has its own width, a pipe 80', () => {
    expect(chooseStyle([], {}, terminal).width).toBe(120);
    expect(chooseStyle([], {}, { isTTY: true, columns: 0 }).width).toBe(80);
    expect(chooseStyle([], {}, pipe).width).toBe(80);
  });
});

describe('live progress', () => {
  it('only on a terminal that is neither dumb nor a CI', () => {
    expect(isLive({}, terminal)).toBe(true);
    expect(isLive({}, pipe)).toBe(false);
    expect(isLive({ TERM: 'dumb' }, terminal)).toBe(false);
    expect(isLive({ CI: 'true' }, terminal)).toBe(false);
  });
});

describe('writing', () => {
  const failing = (code: string): Writable =>
    new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error(code), { code }));
      },
    });
  const style = { color: false, width: 80, unicode: true };

  it('a broken pipe is no error, nor is what follows', async () => {
    const output = openOutput(failing('EPIPE'), style, false);
    await expect(output.write('a')).resolves.toBeUndefined();
    await expect(output.write('b')).resolves.toBeUndefined();
  });

  it('a full disk is', async () => {
    await expect(openOutput(failing('ENOSPC'), style, false).write('a')).rejects.toMatchObject({ code: 'write-failed' });
  });
});
