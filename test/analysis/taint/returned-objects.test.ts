// What may be a prototype, kept in an object or a list that a function makes and gives back, and taken out by who called it.
import { expect, it } from 'vitest';
import { follow } from './source.ts';

function told(source: string): readonly string[] {
  return follow(source)
    .flows.filter((flow) => flow.class === 'prototype')
    .map(({ confidence }) => confidence);
}

const walk = (result: string): string =>
  `function walk(o, path) { const keys = path.split('.'); const key = keys.pop(); for (const each of keys) o = o[each]; return ${result}; }`;

it.each([
  ['a pair', `${walk('[o, key]')} exports.set = (o, p, v) => { const [to, key] = walk(o, p); to[key] = v; };`],
  ['an object', `${walk('{ o, key }')} exports.set = (o, p, v) => { const { o: to, key } = walk(o, p); to[key] = v; };`],
  ['an object with a name', `${walk('{ o, key }')} exports.set = (o, p, v) => { const at = walk(o, p); at.o[at.key] = v; };`],
  [
    'a pair for one of a table',
    `${walk('[o, key]')} const acts = { add(to, key, v) { to[key] = v; }, drop(to, key) { delete to[key]; } };
     exports.act = (o, p, name, v) => { const act = acts[name]; const [to, key] = walk(o, p); act(to, key, v); };`,
  ],
])('is told: %s', (_, source) => {
  expect(told(source)).toEqual(['medium']);
});

it.each([
  [
    'what is asked before',
    `${walk("{ o, key: key === '__proto__' ? '' : 'x' }")} exports.set = (o, p, v) => { const at = walk(o, p); at.o[at.key] = v; };`,
  ],
  ['a name that is no part of the path', `${walk('[o, key]')} exports.set = (o, p, v) => { const [to] = walk(o, p); to.title = v; };`],
  [
    'an object that is put in a list and handed on',
    `function apply(list, v) { for (const each of list) each.o[each.key] = v; }
     exports.set = (o, names, v) => { const list = []; for (const key of names) list.push({ o: o[key], key }); apply(list, v); };`,
  ],
  [
    'one that is taken out of a list that is handed on',
    `function apply(list, v) { while (list.length) { const each = list.pop(); each.o[each.key] = v; } }
     exports.set = (o, names, v) => { const list = []; for (const key of names) list.push({ o: o[key], key }); apply(list, v); };`,
  ],
])('is not told: %s', (_, source) => {
  expect(told(source)).toEqual([]);
});

const cursor = (into: string, fields = 'this.value = value;'): string =>
  `function Cursor(value) { ${fields} } Cursor.prototype.put = function (name, v) { this.value[name] = v; return this; };
   Cursor.prototype.into = function (name) { ${into} }; module.exports = (value) => new Cursor(value || {});`;

it.each([
  ['in a new instance that a method gives back', cursor('return new Cursor(this.value[name]);'), ['medium']],
  ['by a variable', cursor('var child = new Cursor(this.value[name]); return child;'), ['medium']],
  ['in one that the instance keeps to itself', cursor('this.child = new Cursor(this.value[name]); return this;'), []],
  ['its own only', cursor('return Object.hasOwn(this.value, name) ? new Cursor(this.value[name]) : new Cursor({});'), []],
  ['of what is made of it', cursor('return new Cursor(this.value[name]);', 'this.value = { value };'), []],
])('what may be a prototype, kept %s', (_, source, want) => {
  expect(told(source)).toEqual(want);
});
