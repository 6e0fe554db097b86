// Text from outside before slow regular expressions: which patterns are known, what bounds a text, and how sure it is told.
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../src/analysis/taint/flow.ts';
import { follow, type Sources } from './source.ts';

function slowFlows(sources: Sources): readonly Flow[] {
  return follow(sources).flows.filter(({ slow }) => slow !== null);
}

function told(sources: Sources): readonly string[] {
  return slowFlows(sources).map(({ slow, confidence }) => `${slow?.vulnerability.growth.kind ?? ''} ${confidence}`);
}

const parameter = (body: string): string => `module.exports = function (x, y) { ${body} };`;
const remote = (body: string): string => `require('http').createServer(function (req, res) { var x = req.url; ${body} });`;

describe('where text is matched', () => {
  it.each([
    '/^(a+)+$/.test(x);',
    '/^(a+)+$/.exec(x);',
    'x.match(/^(a+)+$/);',
    'x.matchAll(/^(a+)+$/g);',
    "x.replace(/^(a+)+$/, '');",
    "x.replaceAll(/^(a+)+$/g, '');",
    'x.search(/^(a+)+$/);',
    'x.split(/^(a+)+$/);',
    'x.trim().toLowerCase().split(/^(a+)+$/);',
    "('text ' + x).split(/(a+)+$/);",
    'RegExp.prototype.test.call(/^(a+)+$/, x);',
    'String.prototype.match.call(x, /^(a+)+$/);',
  ])('%s', (body) => {
    expect(told(parameter(body))).toEqual(['exponential low']);
    expect(told(remote(body))).toEqual(['exponential high']);
  });

  it.each(['/^(a+)+$/.test("text");', 'x.split("(a+)+$");', '/^a+$/.test(x);', '/^(a+)+$/.test(x.length);', 'x.test(/^(a+)+$/);'])(
    'not %s',
    (body) => {
      expect(told(parameter(body))).toEqual([]);
    },
  );
});

describe('which pattern', () => {
  it.each([
    ['a variable', 'const re = /^(a+)+$/; exports.f = (x) => re.test(x);'],
    ['a property', 'const all = { one: /^(a+)+$/ }; exports.f = (x) => all.one.test(x);'],
    ['a static field', 'class Words { static form = /^(a+)+$/; } exports.f = (x) => Words.form.test(x);'],
    ['a table', 'const all = { one: /^(a+)+$/, two: /^b$/ }; exports.f = (x, kind) => all[kind].test(x);'],
    [
      'a list',
      'const all = [/^b$/, /^(a+)+$/]; exports.f = (x) => { for (let i = 0; i < all.length; i++) if (all[i].test(x)) return i; };',
    ],
    [
      'a list of lists',
      'const all = [[/^b$/, 1], [/^(a+)+$/, 2]]; exports.f = (x) => { for (const [re] of all) if (re.exec(x)) return 1; };',
    ],
    ['a callback', 'const all = [/^b$/, /^(a+)+$/]; exports.f = (x) => all.some((re) => re.test(x));'],
    ['one of two', 'const a = /^b$/; const b = /^(a+)+$/; exports.f = (x, strict) => (strict ? a : b).test(x);'],
    ['a function that gives it', 'function form() { return /^(a+)+$/; } exports.f = (x) => form().test(x);'],
    ['a function that is handed it', 'function is(re, x) { return re.test(x); } exports.f = (x) => is(/^(a+)+$/, x);'],
    ['constant text', "exports.f = (x) => new RegExp('^(a+)+$').test(x);"],
    ['text that is joined', "const word = '(a+)+'; exports.f = (x) => new RegExp('^' + word + '$').test(x);"],
    ['a template', 'const word = "(a+)+"; exports.f = (x) => new RegExp(`^${word}$`).test(x);'],
    ['sources of patterns', "const word = /(a+)+/; exports.f = (x) => new RegExp('^' + word.source + '$', 'i').test(x);"],
    ['a list that is joined', "exports.f = (x) => new RegExp(['^', '(a+)+', '$'].join('')).test(x);"],
    ['a copy', 'const word = /^(a+)+$/; exports.f = (x) => new RegExp(word).test(x);'],
    [
      'a table whose texts are made patterns of',
      "const all = { one: '^(a+)+$', two: '^b$' }; for (const key in all) all[key] = new RegExp(all[key], 'i'); exports.f = (x) => all.one.test(x);",
    ],
    [
      'a prototype',
      'function Reader() {} Reader.prototype.form = /^(a+)+$/; Reader.prototype.read = function (x) { return this.form.test(x); }; module.exports = Reader;',
    ],
  ])('%s', (_, source) => {
    expect(told(source)).toEqual(['exponential low']);
  });

  it('of another file', () => {
    expect(
      told({
        'index.js': "const { form } = require('./forms'); exports.f = (x) => form.test(x);",
        'forms.js': 'exports.form = /^(a+)+$/;',
      }),
    ).toEqual(['exponential low']);
  });

  it.each([
    ['string', []],
    ['object', ['exponential low']],
  ])('that is tested to be a %s', (type, want) => {
    const source = `const sourceOf = (re) => (typeof re === '${type}' ? re : re.source); const made = new RegExp(sourceOf(/^(a+)+$/) + name); exports.f = (x) => sourceOf(/^(b+)+$/).test(x);`;
    expect(told(source)).toEqual(want);
  });

  it('is told as a step where it stands elsewhere', () => {
    const source = 'const re = /^(a+)+$/; exports.f = (x) => re.test(x);';
    const [flow] = slowFlows(source);
    expect(flow?.steps.map(({ start, end }) => source.slice(start, end))).toEqual(['x', '/^(a+)+$/', 're.test(x)']);
    expect(flow?.slow?.place).toMatchObject({ start: 11 });
    const [inside] = slowFlows('exports.f = (x) => /^(a+)+$/.test(x);');
    expect(inside?.steps).toHaveLength(2);
  });

  it('that is made of itself ends', () => {
    expect(told("let a = new RegExp(b.source + 'x'); var b = new RegExp(a.source + 'y'); exports.f = (x) => b.test(x);")).toEqual([]);
  });
});

describe('many patterns at one match', () => {
  const also = (source: string): readonly string[][] =>
    slowFlows(source).map(({ slow, also: others = [] }) => [
      source.slice(slow?.place?.start, slow?.place?.end),
      ...others.map(({ start, end }) => source.slice(start, end)),
    ]);

  it('are one fault, told by the worst', () => {
    const source =
      'const all = [/x*y/, /^(a+)+$/, /^b$/, /^(?:c*)*d/]; exports.f = (x) => { for (const re of all) if (re.exec(x)) return 1; };';
    expect(also(source)).toEqual([['/^(?:c*)*d/', '/^(a+)+$/', '/x*y/']]);
  });

  it('matched in two places are two', () => {
    expect(also('const all = [/^(a+)+$/, /^(?:c*)*d/]; exports.f = (x) => all[0].test(x); exports.g = (x) => all[1].test(x);')).toEqual([
      ['/^(a+)+$/'],
      ['/^(?:c*)*d/'],
    ]);
  });

  it('are found in tables of more lists than are followed', () => {
    const rows = Array.from({ length: 90 }, (_, index) => `[/^k${String(index)}$/], ['name']`);
    const table = `{ one: [${rows.join(', ')}, [/^b/, /^(a+)+$/], ['last']], two: [[/^(?:c*)*d/], ['first']] }`;
    const walk =
      'function match(text, rows) { for (let i = 0; i < rows.length; i += 2) { const tries = rows[i]; let j = 0, found; while (j < tries.length && !found) found = tries[j++].exec(text); } }';
    expect(also(`const tables = ${table}; ${walk} exports.f = (x) => { match.call({}, x, tables.one); match(x, tables.two); };`)).toEqual([
      ['/^(a+)+$/', '/^(?:c*)*d/'],
    ]);
  });

  it('are bounded', () => {
    const rows = Array.from({ length: 150 }, (_, index) => `/a+b{${String(index)}}$/`);
    const [flow] = slowFlows(`const all = [${rows.join(', ')}]; exports.f = (x) => all.some((re) => re.test(x));`);
    expect(flow?.also?.length).toBeLessThanOrEqual(100);
  });
});

describe('how sure', () => {
  it('a polynomial is told with less', () => {
    expect(told(remote('x.replace(/\\s+$/, "");'))).toEqual(['polynomial medium']);
    expect(told(parameter('x.replace(/\\s+$/, "");'))).toEqual(['polynomial low']);
  });

  it('a pattern that another caller may have handed in', () => {
    const helper = 'function is(re, x) { return re.test(x); }';
    expect(told(`${helper} is(/^(a+)+$/, 'a'); is(/^b/, 'b'); ${remote('is(/^c/, x);')}`)).toEqual(['exponential medium']);
  });

  it('what runs the program is no stranger', () => {
    expect(told('/^(a+)+$/.test(process.argv[2]);')).toEqual([]);
    expect(told('/^(a+)+$/.test(process.env.NAME);')).toEqual([]);
  });
});

describe('a text whose length is bounded', () => {
  const polynomial = 'x.replace(/\\s+$/, "");';
  const exponential = '/^(a+)+$/.test(x);';
  const bounds = (tested: string): readonly string[] => [
    `if (x.length > 200) return; ${tested}`,
    `if (x.length <= 200) ${tested}`,
    `if (200 < x.length) throw new Error('long'); ${tested}`,
    `if (typeof x !== 'string' || x.length >= 200) return; ${tested}`,
    `x = x.slice(0, 200); ${tested}`,
    `x = x.substring(10, 200); ${tested}`,
    `x = x.substr(3, 200); ${tested}`,
    `x = x.slice(-200); ${tested}`,
    `var most = 200; if (x.length > most) return; ${tested}`,
    `function check(text) { if (text.length > 200) throw new Error('long'); } check(x); ${tested}`,
  ];

  it.each(bounds(polynomial))('does no harm in a polynomial: %s', (body) => {
    expect(told(parameter(body))).toEqual([]);
  });

  it.each(bounds(exponential))('does in an exponential: %s', (body) => {
    expect(told(parameter(body))).toEqual(['exponential low']);
  });

  it.each([
    'if (x.length > 200000) return;',
    'if (x.length < 200) return;',
    'if (x.length > y) return;',
    'if (y.length > 200) return;',
    'if (x.length > 200) console.log(1);',
    'x = x.slice(200);',
    'x = x.slice(0, y);',
    'x = x.slice(0, -200);',
    'x = x.substr(0, 200000);',
    'x = x.slice(1);',
  ])('not by %s', (before) => {
    expect(told(parameter(`${before} ${polynomial}`))).toEqual(['polynomial low']);
  });

  it.each(['if (x.length > 10) return;', 'x = x.slice(0, 12);', 'x = x.charAt(0);'])('a few characters do no harm at all: %s', (before) => {
    expect(told(parameter(`${before} ${exponential}`))).toEqual([]);
  });

  it('tells of the test that did not stop it', () => {
    const [flow] = slowFlows(parameter(`if (x.length > 2000) return; ${polynomial}`));
    expect(flow?.failedGuards.map(({ why }) => why)).toEqual(['lets texts through that are long enough']);
  });
});

describe('hostile programs', () => {
  it('many slow patterns end', { timeout: 120_000 }, () => {
    const patterns = Array.from({ length: 200 }, (_, index) => `/^(a+)+b{${String(index)}}$/.test(x);`).join('\n');
    expect(told(parameter(patterns)).length).toBeGreaterThan(5);
  });
});
