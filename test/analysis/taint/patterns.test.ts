// What regular expressions keep out, as tests that the text has to pass and as tests that it must not.
import { describe, expect, it } from 'vitest';
import { flowClasses, type FlowClass } from '../../../src/analysis/models/model.ts';
import { addressXss, prototypeName, wholeMaskOf } from '../../../src/analysis/taint/levels.ts';
import { createPatternReader } from '../../../src/analysis/taint/pattern-view.ts';
import { conclude, gatherMatch, gatherNothing, type Verdict } from '../../../src/analysis/taint/verdict.ts';

const place = { file: 0, start: 0, end: 1 };
const read = createPatternReader();

function passing({ source, flags }: RegExp): Verdict {
  const gathered = gatherNothing();
  const view = read(source, flags);
  if (view === null) throw new Error('not read');
  gatherMatch(gathered, view, place);
  return conclude(gathered);
}

function refusing(...patterns: readonly RegExp[]): Verdict {
  const gathered = gatherNothing();
  for (const { source, flags } of patterns) {
    const view = read(source, flags);
    if (view === null) throw new Error('not read');
    gathered.patterns.push({ view, place, isResolved: false });
  }
  return conclude(gathered);
}

function stopped({ kills }: Verdict): readonly FlowClass[] {
  // How an address begins is asked of addresses only; `prototype` alone leads nowhere.
  const stops = kills | addressXss | prototypeName;
  return flowClasses.filter((flowClass) => (stops & wholeMaskOf(flowClass)) === wholeMaskOf(flowClass));
}

function weakened({ weak }: Verdict): readonly FlowClass[] {
  return flowClasses.filter((flowClass) => (weak & wholeMaskOf(flowClass)) !== 0);
}

describe('a pattern that the text matches', () => {
  it.each([/^\d+$/, /^[0-9]{1,4}$/, /^(?:0|[1-9]\d*)$/, /^-?\d+$/])('%s stops all', (pattern) => {
    expect(stopped(passing(pattern))).toEqual(flowClasses);
  });

  it.each<[RegExp, FlowClass, boolean]>([
    [/^[a-z]+$/, 'command', true],
    [/[a-z]+/, 'command', false],
    [/^[a-z]+/, 'command', false],
    [/[a-z]+$/, 'command', false],
    [/^[a-z]+$/m, 'command', false],
    [/^[a-z;]+$/, 'command', false],
    [/^[\w.\-/@ ]+$/, 'command', true],
    [/^[\w\s]+$/, 'command', false],
    [/^(?:a|b$)/, 'command', false],
    [/^(?:a|b)$/, 'command', true],
    [/^a|b$/, 'command', false],
    [/^[^;&|`$<>\n]+$/, 'command', true],
    [/^[^;&|`<>\n]+$/, 'command', false],
    [/^(?=(\w+))\1$/, 'command', true],
    [/^(?=([^a]+))\1$/, 'command', false],
    [/^(?=([\w./]+))\1$/, 'path', false],
    [/^(?=(\w+))\1$/, 'path', true],
    [/^(?=(\/.*))\1$/, 'redirect', false],
    [/^(a)(?:b\1)*$/, 'command', true],
    [/^[\w.]+$/, 'code', true],
    [/^[\w.()]+$/, 'code', false],
    [/^[\w-]+$/, 'path', true],
    [/^[\w.-]+$/, 'path', true],
    [/^[\w./-]+$/, 'path', false],
    [/^[\w/-]+$/, 'path', false],
    [/^\w[\w/-]*$/, 'path', true],
    [/^\w+(?:\.\w+)*(?:\/\w+)*$/, 'path', true],
    [/^\w+(?:\.\w*)*(?:\/\w+)*$/, 'path', false],
    [/^(?!.*\.\.)\w[\w./]*$/, 'path', true],
    [/^(?!\.\.)\w[\w./]*$/, 'path', false],
    [/^\w+$/, 'sql', true],
    [/^[\w']+$/, 'sql', false],
    [/^[\w ]+$/, 'xss', true],
    [/^[\w <]+$/, 'xss', false],
    [/^\w+$/, 'prototype', false],
    [/^[a-z]+$/, 'prototype', false],
    [/^[a-z]{1,8}$/, 'prototype', true],
    [/^(?!__proto__|constructor|prototype)\w+$/, 'prototype', true],
    [/^(?!__proto__)\w+$/, 'prototype', false],
    [/^https:\/\/example\.test\//, 'request', true],
    [/^https:\/\/example\.test/, 'request', false],
    [/https:\/\/example\.test\//, 'request', false],
    [/^\/[a-z]/, 'redirect', true],
    [/^\/[^/]/, 'redirect', false],
    [/^\/(?![/\\])/, 'redirect', true],
    [/^\/(?!\/)/, 'redirect', false],
    [/^\/app\//, 'redirect', true],
    [/^\//, 'redirect', false],
    [/^[a-z]+$/, 'nosql', true],
    [/^.+$/, 'nosql', false],
    [/^[^\r\n]*$/, 'header', true],
    [/^.*$/, 'header', true],
    [/^.*$/s, 'header', false],
    [/^[a-z]+$/, 'prompt', false],
    [/^\w+$/, 'pattern', true],
    [/^[\w*]+$/, 'pattern', false],
  ])('%s stops %s: %s', (pattern, flowClass, expected) => {
    expect(stopped(passing(pattern)).includes(flowClass)).toBe(expected);
  });

  it('nearly stops commands where only a line break is left', () => {
    expect(weakened(passing(/^[\w\s]+$/))).toContain('command');
  });
});

describe('a pattern that is not found in the text', () => {
  it.each<[RegExp, FlowClass, boolean]>([
    [/[;&|`$<>\n]/, 'command', true],
    [/[;&|`<>\n]/, 'command', false],
    [/[^\w-]/, 'command', true],
    [/^[;&|`$<>\n]/, 'command', false],
    [/\.\./, 'path', false],
    [/[./\\]/, 'path', true],
    [/\.\.|^\//, 'path', true],
    [/(?:^|[\\/])\.\.(?:[\\/]|$)|^\//, 'path', true],
    [/^\.\.\/|^\//, 'path', false],
    [/[<>"'&]/, 'xss', true],
    [/["'&]/, 'xss', false],
    [/__proto__|constructor|prototype/, 'prototype', true],
    [/^(__proto__|constructor)$/, 'prototype', true],
    [/^__proto__$/, 'prototype', false],
    [/[\r\n]/, 'header', true],
    [/['"\\;(= `\t\n]/, 'sql', true],
  ])('%s stops %s: %s', (pattern, flowClass, expected) => {
    expect(stopped(refusing(pattern)).includes(flowClass)).toBe(expected);
  });

  it('goes together with others', () => {
    expect(stopped(refusing(/\.\./, /^\//))).toContain('path');
    expect(stopped(refusing(/__proto__/, /constructor/))).toContain('prototype');
  });

  it('tells why it does not do', () => {
    expect(refusing(/;/).notes.map(({ why }) => why)).toContain('refuses some of the characters that do harm here, not all');
  });

  it('does not follow hostile patterns for long', () => {
    const started = process.cpuUsage().user;
    refusing(/(?:(?:a+)+)+$/, /(.*)*x(.*)*y(.*)*z/, /^(?:(?:.?){40}){40}$/);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(2);
  });
});
