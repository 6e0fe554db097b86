// Questions about values that taint asks to judge guards: constants, lists of them, patterns; and writes with computed keys.
import { expect, test } from 'vitest';
import { handedTo, link, type Program } from './program.ts';

function linked(text: string): Program {
  return link({ 'main.js': text, 'lib.js': "exports.root = '/srv/'; exports.list = ['a', 'b'];" });
}

test.each([
  ["f('a');", ['a']],
  ["const x = c ? 'a' : 'b'; f(x);", ['a', 'b']],
  ["const o = { p: 'a' }; f(o.p);", ['a']],
  ["const o = { p: 'a' }; g(o); o.p = q; h(o); f(o.p);", null],
  ["const o = { p: 'a' }; o[q] = r; f(o.p);", null],
  ["const l = require('./lib'); f(l.root);", ['/srv/']],
  ["function g() { return 'a'; } f(g());", ['a']],
  ["for (const x of ['a', 'b']) f(x);", ['a', 'b']],
  ['for (const x in { a: 1, b: 2 }) f(x);', ['a', 'b']],
  ['function g(v) { f(v); }', null],
  ["f(unknown('a'));", null],
])('constants: %s', (text, constants) => {
  const program = linked(text);
  expect(program.flow.constantsOf(handedTo(program, 'f'))?.toSorted() ?? null).toEqual(constants);
});

test.each([
  ["const list = ['a', 'b']; list.includes(x);", ['a', 'b']],
  ["const list = new Set(['a', 'b']); list.includes(x);", ['a', 'b']],
  ['const list = { a: 1, b: 2 }; list.includes(x);', ['a', 'b']],
  ["const list = new Map([['a', 1], ['b', 2]]); list.includes(x);", ['a', 'b']],
  ["const list = new Map([['a', 1]]); list.set(y, 1); list.includes(x);", null],
  ["const { list } = require('./lib'); list.includes(x);", ['a', 'b']],
  ["const list = ['a']; list.push(x); list.includes(y);", null],
  ["const list = Object.freeze(['a']); list.includes(y);", ['a']],
  ['function g(list) { list.includes(y); }', null],
])('elements: %s', (text, elements) => {
  const program = linked(text);
  expect(program.flow.elementConstantsOf(handedTo(program, 'includes', true))?.toSorted() ?? null).toEqual(elements);
});

test.each([
  ['const p = /^[a-z]+$/i; p.test(x);'],
  ["new RegExp('^[a-z]+$', 'i').test(x);"],
  ['const own = { p: /^[a-z]+$/i }; own.p.test(x);'],
])('patterns: %s', (text) => {
  const program = linked(text);
  expect(program.flow.patternOf(handedTo(program, 'test', true))).toEqual({ source: '^[a-z]+$', flags: 'i' });
});

test('computed keys that are constants are names, and what has no prototype is harmless', () => {
  const program = linked(
    "const k = 'a'; const o = {}; o[k] = 1; o[key] = 2; const l = []; l[key] = 3; const b = Object.create(null); b[key] = 4; new Map()[key] = 5; f(o[key], o[k]);",
  );
  expect(program.flow.computedStores.map(({ harmless }) => harmless)).toEqual([false, true, true, true]);
  expect(program.flow.computedLoads).toHaveLength(1);
});
