// The live line: only on a terminal, within its width, gone when it ends.
import { describe, expect, it } from 'vitest';
import { createProgress, type ProgressStream } from '../../src/cli/progress.ts';

interface FakeTerminal extends ProgressStream {
  readonly writes: string[];
}

function terminal(changes: Partial<ProgressStream> = {}): FakeTerminal {
  const writes: string[] = [];
  return { isTTY: true, columns: 60, ...changes, writes, write: (text) => writes.push(text) };
}

/** What the terminal's line shows after all writes. */
function shown(writes: readonly string[]): string {
  return (writes.join('').split('\r').at(-1) ?? '').replaceAll('\x1b[K', '');
}

describe('createProgress', () => {
  it.each([
    ['no terminal', { isTTY: false }, {}],
    ['a dumb terminal', {}, { TERM: 'dumb' }],
    ['CI', {}, { CI: 'true' }],
  ])('stays silent on %s', (_, changes, env) => {
    const stream = terminal(changes);
    const progress = createProgress(stream, { env, now: () => 0 });
    progress.report({ kind: 'started', gate: 'code' });
    progress.clear();
    progress.end();
    expect(stream.writes).toEqual([]);
  });

  it('shows how far each gate is, running ones first', () => {
    let time = 0;
    const stream = terminal();
    const progress = createProgress(stream, { env: { CI: 'false', NO_COLOR: '1' }, now: () => (time += 1_000) });
    progress.report({ kind: 'started', gate: 'code' });
    progress.report({ kind: 'started', gate: 'dependencies' });
    progress.report({ kind: 'finished', gate: 'code' });
    progress.report({ kind: 'advanced', gate: 'dependencies', done: 3, total: 7 });
    expect(shown(stream.writes)).toBe('Checking  dependencies 3/7 | done: code');
    progress.report({ kind: 'advanced', gate: 'dependencies', done: 4, total: null });
    expect(shown(stream.writes)).toBe('Checking  dependencies 4 | done: code');
  });

  it('draws at most ten times a second', () => {
    let time = 0;
    const stream = terminal();
    const progress = createProgress(stream, { env: {}, now: () => time });
    for (let done = 0; done < 1_000; done += 1) {
      time += 1;
      progress.report({ kind: 'advanced', gate: 'code', done, total: 1_000 });
    }
    expect(stream.writes.length).toBeLessThanOrEqual(11);
  });

  it('leaves a column free, so that the line never wraps', () => {
    const stream = terminal({ columns: 20 });
    createProgress(stream, { env: {}, now: () => 0 }).report({ kind: 'advanced', gate: 'configuration', done: 123_456, total: 1_234_567 });
    expect(shown(stream.writes)).toBe('Checking  config...');
  });

  it('erases itself, once, and draws no more after its end', () => {
    const stream = terminal();
    const progress = createProgress(stream, { env: {}, now: () => 0 });
    progress.report({ kind: 'started', gate: 'code' });
    progress.clear();
    expect(shown(stream.writes)).toBe('');
    progress.report({ kind: 'started', gate: 'dependencies' });
    progress.end();
    progress.end();
    progress.report({ kind: 'finished', gate: 'code' });
    expect(stream.writes.filter((text) => text === '\r\x1b[K')).toHaveLength(2);
    expect(shown(stream.writes)).toBe('');
  });
});
