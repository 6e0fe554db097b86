// Names that the program gives to properties: they come out where names are gone through, and nowhere else.
import { expect, test } from 'vitest';
import { follow } from './source.ts';

const served = (code: string): string =>
  `const cp = require('child_process'); require('http').createServer((req, res) => { const o = {}, other = {}; ${code} }).listen(1);`;
/** Each part of the request's address is given to `o` as a name. */
const named = (code: string): string => served(`for (const p of req.url.split('&')) o[p.split('=')[0]] = 1; ${code}`);

/** Written by the parts of a text, then into another object by whatever `code` makes of the names. */
const moved = (code: string): string =>
  `module.exports = (text, target) => { const o = {}; text.split('&').forEach((p) => { o[p.split('=')[0]] = p; }); for (const k in o) { ${code} } };`;
const walk = (separator: string): string =>
  `const ps = k.split('${separator}'); let t = target; for (let i = 0; i < ps.length - 1; i++) t = t[ps[i]] = t[ps[i]] || {}; t[ps[ps.length - 1]] = o[k];`;

/** `want`: what is told, class/source/confidence; '' for nothing at all. */
const cases: readonly (readonly [name: string, text: string, want: string])[] = [
  ['in a loop over names', named(`for (const k in o) cp.exec('a ' + k);`), 'command/remote/high'],
  ['over names of another object', named(`for (const k in other) cp.exec('a ' + k);`), ''],
  ['over what it holds', named(`for (const v of Object.values(o)) cp.exec('a ' + v);`), ''],
  ['what it holds, by names', named(`for (const k in o) cp.exec('a ' + o[k]);`), ''],
  ['what it holds under them', served(`o[req.url.length] = req.url; for (const k in o) cp.exec(k);`), ''],
  ['keys', named(`Object.keys(o).forEach((k) => cp.exec('a ' + k));`), 'command/remote/high'],
  ['own names', named(`Object.getOwnPropertyNames(o).map((k) => cp.exec('a ' + k));`), 'command/remote/high'],
  ['names of entries', named(`for (const [k] of Object.entries(o)) cp.exec('a ' + k);`), 'command/remote/high'],
  ['values of entries', named(`for (const [, v] of Object.entries(o)) cp.exec('a ' + v);`), ''],
  ['names of a copy', named(`for (const k in { ...o }) cp.exec('a ' + k);`), 'command/remote/high'],
  ['names of what it was assigned to', named(`Object.assign(other, o); for (const k in other) cp.exec('a ' + k);`), 'command/remote/high'],
  ['names of what a loop copied', named(`for (const k in o) other[k] = o[k]; for (const k in other) cp.exec(k);`), 'command/remote/high'],
  ['of a literal', served(`for (const k in { [req.url]: 1 }) cp.exec('a ' + k);`), 'command/remote/high'],
  ['of a literal with another name', served(`for (const k in { a: req.url }) cp.exec('a ' + k);`), ''],
  [
    'of pairs',
    served(`const q = Object.fromEntries(req.url.split('&').map((p) => p.split('='))); for (const k in q) cp.exec(k);`),
    'command/remote/high',
  ],
  ['what pairs hold', served(`const q = Object.fromEntries([['a', req.url]]); cp.exec(q.a);`), 'command/remote/high'],
  ['names of pairs that it does not choose', served(`const q = Object.fromEntries([['a', req.url]]); for (const k in q) cp.exec(k);`), ''],
  [
    'of an accumulator',
    served(`const q = req.url.split('&').reduce((a, p) => { a[p] = 1; return a; }, {}); for (const k in q) cp.exec(k);`),
    'command/remote/high',
  ],
  [
    'of what a function made',
    served(
      `const parse = (s) => { const q = {}; s.split('&').forEach((p) => { q[p] = 1; }); return q; }; Object.keys(parse(req.url)).map((k) => cp.exec(k));`,
    ),
    'command/remote/high',
  ],
  ['a name that was tested', served(`if (!/^\\w+$/.test(req.url)) return; o[req.url] = 1; for (const k in o) cp.exec('a ' + k);`), ''],
  ['a name that is tested', named(`for (const k in o) if (/^\\w+$/.test(k)) cp.exec('a ' + k);`), ''],
  ['an index', served(`const l = []; l[req.url] = 1; for (const k in l) cp.exec('a ' + k);`), ''],
  ['a slow pattern', named(`for (const k in o) /^(a+)+$/.test(k);`), 'pattern/remote/high'],
  ['a slow pattern of what a caller names', 'module.exports = (o) => { for (const k in o) /^(a+)+$/.test(k); };', ''],
  ['a slow pattern of what a caller hands in', 'module.exports = (o) => { /^(a+)+$/.test(o.a); };', 'pattern/parameter/low'],
  ['a name that leads to a prototype is none', moved('target[k] = target[k] || {}; target[k][o[k]] = 1;'), ''],
  ['a part of a name does', moved(walk('.')), 'prototype/parameter/medium'],
  [
    'a part of a name that goes many ways before',
    moved(`const a = {}; ${Array.from({ length: 70 }, (_, at) => `a.b${String(at)} = k;`).join(' ')} ${walk('.')}`),
    'prototype/parameter/medium',
  ],
  ['refused before a dot', moved(`if (/(?:^|\\.)__proto__\\./.test(k)) return; ${walk('.')}`), ''],
  ['refused before a dot at the beginning', moved(`if (/^__proto__\\./.test(k)) return; ${walk('.')}`), 'prototype/parameter/medium'],
  [
    'refused before a dot, and cut elsewhere',
    moved(`if (/(?:^|\\.)__proto__\\./.test(k)) return; ${walk('/')}`),
    'prototype/parameter/medium',
  ],
];

test.each(cases)('%s', (_, text, want) => {
  const { flows } = text.startsWith('module.exports') ? follow(text) : follow(text, { 'package.json': { name: 'a', private: true } });
  expect(flows.map(({ class: flowClass, sourceKind, confidence }) => `${flowClass}/${sourceKind}/${confidence}`).join(' ')).toBe(want);
});

test('the trace says where it became a name', () => {
  const { flows } = follow(named(`for (const k in o) cp.exec('a ' + k);`), { 'package.json': { name: 'a', private: true } });
  expect(flows[0]?.steps.map(({ what }) => what)).toContain('comes out as the name of a property');
});
