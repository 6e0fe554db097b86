// Which findings are marked, in what order, and that no text of theirs is a command or a property of its own.
import { describe, expect, it } from 'vitest';
import { annotationsOf, splitForStep } from '../../src/report/annotations.ts';
import { format } from '../../src/report/github.ts';
import { logCommand } from '../../src/report/log-command.ts';
import { finding, report } from './reports/build.ts';
import { attacks, hostile } from './reports/hostile.ts';
import { audit, fail, failAndIncomplete, incomplete, inform, pass } from './reports/kinds.ts';
import { many } from './reports/many.ts';

const plain = { color: false, width: 80, unicode: true };

describe('annotations', () => {
  it('are what blocks and what is new', () => {
    expect(annotationsOf(fail).map(({ level, title }) => `${level} ${title}`)).toEqual([
      'error code/command-injection (critical)',
      'error dependencies/known-vulnerability (high)',
      'error weakening/threshold-lowered (high)',
      'error code/prototype-pollution (high)',
      'warning code/weak-hash (medium)',
      'notice dependencies/known-vulnerability (low)',
    ]);
    expect(annotationsOf(pass)).toEqual([]);
  });

  it('tell first which gate could not answer', () => {
    expect(annotationsOf(failAndIncomplete)[0]).toMatchObject({
      level: 'error',
      title: expect.stringMatching(/ is incomplete$/u) as string,
    });
    expect(annotationsOf(incomplete)[0]).toMatchObject({ level: 'error' });
  });

  it('of a run that only informs are no errors', () => {
    expect(annotationsOf(inform).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('of an audit are about what stood before, too', () => {
    expect(annotationsOf(audit).length).toBeGreaterThan(0);
  });

  it('of a step are ten of a kind, the most important ones', () => {
    const { shown, rest } = splitForStep(annotationsOf(many));
    expect(shown.map(({ level }) => level)).toEqual([...Array<string>(10).fill('error'), ...Array<string>(10).fill('warning')]);
    expect(shown[0]?.message).toContain('Number 0 of many');
    expect(rest).toHaveLength(4_980);
  });

  it.each([
    [
      { startLine: 3, startColumn: 5, endLine: 3, endColumn: 20 },
      { start: 3, end: 3, columns: { start: 5, end: 19 } },
    ],
    [
      { startLine: 3, startColumn: 5, endLine: 3, endColumn: 5 },
      { start: 3, end: 3, columns: { start: 5, end: 5 } },
    ],
    [
      { startLine: 3, startColumn: 5 },
      { start: 3, end: 3, columns: { start: 5, end: 5 } },
    ],
    [
      { startLine: 3, startColumn: 5, endLine: 7, endColumn: 2 },
      { start: 3, end: 7 },
    ],
    [{ startLine: 3 }, { start: 3, end: 3 }],
    [{}, undefined],
  ])('are at the lines of the finding: %j', (location, lines) => {
    const [annotation] = annotationsOf(report({ findings: [finding({ ruleId: 'code/x', location: { path: 'a.js', ...location } })] }));
    expect(annotation?.place?.lines).toEqual(lines);
  });
});

/** As GitHub's runner reads a line of a log. */
function read(
  line: string,
): { readonly level: string; readonly properties: Readonly<Record<string, string>>; readonly message: string } | null {
  const match = /^\s*::(?<name>[^ :]+)(?: (?<properties>(?:(?!::).)*))?::(?<message>.*)$/u.exec(line);
  if (match?.groups === undefined) return null;
  const { name = '', properties = '', message = '' } = match.groups;
  const pairs = properties.split(',').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key, unescape(value.join('='), true)] as const;
  });
  return { level: name, properties: Object.fromEntries(pairs), message: unescape(message, false) };
}

function unescape(text: string, property: boolean): string {
  const data = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return (property ? data.replaceAll('%3A', ':').replaceAll('%2C', ',') : data).replaceAll('%25', '%');
}

describe('log commands', () => {
  it.each([...attacks, 'a%0A::error::b', '100%25', 'a,file=/etc/passwd', 'x::y', '%3A%2C'])('hold any text: %j', (text) => {
    const findings = [finding({ ruleId: 'code/x', message: text === '' ? ' ' : text, fix: text, location: { path: text, startLine: 1 } })];
    const [annotation] = annotationsOf(report({ findings }));
    if (annotation === undefined) throw new Error('nothing to mark');
    const line = logCommand(annotation);
    expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|##\[/u);
    const { level, properties, message } = read(line) ?? {};
    expect(level).toBe('error');
    expect(message).toBe(annotation.message.replaceAll(/^(\s*):(?=:)/gmu, '$1\\x3a').replaceAll('##[', '#\\x23['));
    expect(new Set(Object.keys(properties ?? {}))).toEqual(
      new Set(annotation.place === null ? ['title'] : ['file', 'line', 'endLine', 'title']),
    );
    expect(properties?.['file']).toBe(annotation.place?.path);
    expect(line.length).toBeLessThan(12_000);
  });

  it('are the only ones in the log', () => {
    for (const one of [fail, hostile, many]) {
      const lines = format(one, plain).split('\n');
      const commands = lines.filter((line) => read(line) !== null);
      expect(commands).toEqual(splitForStep(annotationsOf(one)).shown.map(logCommand));
    }
  });
});
