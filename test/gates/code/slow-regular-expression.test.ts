// What the gate says of slow regular expressions: where, how sure, and with which proof.
import { describe, expect, it } from 'vitest';
import { rule as inOneAttempt } from '../../../rules/code/exponential-regex.ts';
import { rule as bySearching } from '../../../rules/code/quadratic-regex.ts';
import type { RawFinding } from '../../../src/core/documents.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { createFileLinter } from '../../../src/gates/code/lint-file.ts';
import { wasm } from '../../analysis/parse/wasm.ts';
import { processorMs } from '../../support/processor-time.ts';

const linter = createFileLinter(createParser(wasm), [inOneAttempt, bySearching]);

async function findingsIn(code: string): Promise<readonly RawFinding[]> {
  const { findings, problem } = await linter.lint(code, 'source.ts', 'a.ts');
  expect(problem).toBeNull();
  return findings;
}

const told = ({ ruleId, confidence }: RawFinding): string => `${ruleId} ${confidence}`;

describe('which rule, how sure', () => {
  it.each([
    ['/^(?:a+)+$/', ['code/exponential-regex high']],
    ['/^a*a*a*$/', ['code/exponential-regex high']],
    ['/^a*a*$/', ['code/exponential-regex medium']],
    ['/\\s+$/', ['code/quadratic-regex medium']],
    ['/^(?:\\p{RGI_Emoji}+)+$/v', ['code/exponential-regex low']],
    [`/^${'(?:'.repeat(700)}a${')*'.repeat(700)}$/`, ['code/exponential-regex low']],
    ['/^a+$/', []],
    ["new RegExp('(')", []],
  ])('%s', async (code, expected) => {
    expect((await findingsIn(`export const pattern = ${code};`)).map(told)).toEqual(expected);
  });
});

describe('which text is a pattern', () => {
  it.each([
    ["new RegExp('^(?:a+)+$')", 1],
    ["RegExp('^(?:a+)+$', 'i')", 1],
    ["globalThis.RegExp('^(?:a+)+$')", 1],
    ['new RegExp(String.raw`^(?:\\w+)+$`)', 1],
    ["new RegExp('^' + ['(?:a', ')', '$'].join('+'))", 1],
    ["new RegExp('^(?:a+' + [')+'] + '$')", 1],
    ['new RegExp(`^${/(?:a+)+/.source}$`)', 1],
    ['new RegExp(/^(?:a+)+$/)', 1],
    ["new RegExp(word('^(?:a+)+$'))", 0],
    ["new RegExp('^(?:a+)+$' + text)", 0],
    ["new Pattern('^(?:a+)+$')", 0],
    ["'^(?:a+)+$'", 0],
    ["(() => { const RegExp = String; return RegExp('^(?:a+)+$'); })()", 0],
  ])('%s: %i', async (code, count) => {
    expect(
      await findingsIn(
        `declare const text: string; declare const word: (t: string) => string; declare const Pattern: any;\nexport const a = ${code};`,
      ),
    ).toHaveLength(count);
  });

  it('follows constants, and ends where they go in circles or double without end', async () => {
    expect(
      await findingsIn("const inner = 'a+'; const outer = `(?:${inner})+`; export const p = new RegExp('^' + outer + '$');"),
    ).toHaveLength(1);
    expect(await findingsIn("var a = '^(?:a+)+$' + b; var b = a + a; export const p = new RegExp(a);")).toHaveLength(0);
    const doubled = Array.from({ length: 60 }, (_, i) => `const v${String(i + 1)} = [v${String(i)}] + [v${String(i)}];`).join('\n');
    const start = processorMs();
    expect(await findingsIn(`const v0 = [''];\n${doubled}\nexport const p = new RegExp(v60);`)).toHaveLength(0);
    expect(processorMs() - start).toBeLessThan(2000);
  });
});

describe('the proof', () => {
  it('is an attack with what it cost', async () => {
    const [finding] = await findingsIn('export const p = /^(?:a+)+$/;');
    expect(finding?.evidence).toMatchObject({
      kind: 'attack',
      growth: 'exponential',
      text: expect.stringMatching(/^'a'\.repeat\(\d+\) \+ '.'$/) as string,
    });
    expect(finding?.message).toContain("'a'.repeat(");
  });

  it('of a polynomial has its degree and a count that holds a thread', async () => {
    const [finding] = await findingsIn('export const p = /^a*a*$/;');
    expect(finding?.evidence).toMatchObject({ kind: 'attack', growth: 'polynomial', degree: 2 });
    const count = Number(/repeat\((\d+)\)/.exec(finding?.message ?? '')?.[1]);
    expect(count).toBeGreaterThan(5000);
    expect(count).toBeLessThan(100_000);
  });

  it('does not tell a secret that stands in the pattern', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const findings = await findingsIn(`export const p = /^${secret}(?:x+)+$/;`);
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it('is not mixed up between two on one line', async () => {
    const findings = await findingsIn('export const p = [/^a*a*$/, /^(?:b+)+$/, /^(?:b+)+$/];');
    expect(findings.map(({ evidence }) => (evidence?.kind === 'attack' ? evidence.growth : ''))).toEqual([
      'polynomial',
      'exponential',
      'exponential',
    ]);
  });
});

it('a file full of slow patterns takes seconds, and what was not judged is said', async () => {
  const many = Array.from({ length: 1500 }, (_, index) => `/^(?:a+(?:${String(index)})?)+$/`).join(',\n');
  const start = processorMs();
  const findings = await findingsIn(`export const all = [${many}];`);
  expect(processorMs() - start).toBeLessThan(20_000);
  expect(findings).toHaveLength(1500);
  expect(findings.at(-1)?.confidence).toBe('low');
}, 30_000);
