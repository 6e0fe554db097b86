// No rule takes long over text made to be slow to look at. (What no rule can help is ended by the gate's time limit.)
import { describe, expect, it } from 'vitest';
import { loadCodeRules } from './catalogue.ts';
import { lint } from './lint.ts';
import { processorMs } from '../support/processor-time.ts';

const many = 100_000;
const texts: readonly (readonly [string, string])[] = [
  ['a name of capitals', `console.log(${'A'.repeat(many)}); export const ${'A'.repeat(many)}1 = Math.random();`],
  ['a run of words that name guards', `export const a = '${'unsafe'.repeat(many / 6)}';`],
  ['slashes before a key', `export const a = '${'/a'.repeat(many / 2)}'; // ${'__proto__ '.repeat(1000)}`],
  ['spaces in a statement', `export const f = (db: any, x: string) => db.query('select a from b where c =${' '.repeat(15_000)}(' + x);`],
  [
    'percent signs in a statement',
    `export const f = (db: any, x: string) => db.query('select a from b where c ${'%'.repeat(15_000)}' + x);`,
  ],
  ['hidden characters on one line', `export const a = '${'\u202E'.repeat(many)}';`],
  ['open tags', `export const f = (e: any, x: string) => { e.innerHTML = '${'<'.repeat(many)}' + x; };`],
  ['a long list of arguments', `console.log(${Array.from({ length: 5000 }, (_, index) => `a${String(index)}`).join(', ')});`],
  [
    'many sources in a policy',
    `export const f = (webview: any) => { webview.html = '<html>content-security-policy ${'script-src '.repeat(5000)}'; };`,
  ],
  ['counted quantifiers', 'export const a = /(?:a{1,1000}){1,1000}$/;'],
  [
    'alternatives that overlap',
    `export const a = /^(?:${Array.from({ length: 200 }, (_, index) => `a*b{${String(index)}}`).join('|')})*$/;`,
  ],
  ['quantifiers in quantifiers, as text', `export const a = new RegExp('${'(?:'.repeat(500)}a${')*'.repeat(500)}$');`],
  ['many filters in one function', `export const f = (a: string) => [${"a.startsWith('javascript:'),".repeat(10_000)}];`],
  ['one nonce, made and used often', `${'var nonce = Math.random();'.repeat(4000)}${'`${Date.now()}${nonce}`;'.repeat(4000)}`],
  ['one text, written and sunk often', `let s = 'a';${'s = q();'.repeat(4000)}${'a.innerHTML = s;'.repeat(4000)}`],
  ['a default before many names', `function f(a = [${'x,'.repeat(20_000)}]) { var ${'x,'.repeat(20_000)}x; console.log(x); }`],
  ['groups in groups', `export const a = /${'(?:a?'.repeat(100)}${')*'.repeat(100)}$/;`],
];

const rules = (await loadCodeRules()).filter(([, rule]) => rule.match.kind === 'inspect');

describe.each(texts)('%s', (_, code) => {
  it.each(rules)(
    'code/%s',
    (name, rule) => {
      const start = processorMs();
      lint(rule, 'hostile.ts', code);
      expect(processorMs() - start, name).toBeLessThan(5000);
    },
    20_000,
  );
});
