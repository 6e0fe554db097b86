// Properties that calls of the language's own functions read and write by names from outside, as what may be a prototype is reached.
import { expect, it } from 'vitest';
import { follow } from './source.ts';

function told(source: string): readonly string[] {
  return follow(source)
    .flows.filter((flow) => flow.class === 'prototype')
    .map(({ steps }) => source.slice(steps.at(-1)?.start, steps.at(-1)?.end));
}

it.each([
  ['a value', 'Object.defineProperty(o[a], b, { value: v, enumerable: true })'],
  ['a getter', 'Object.defineProperty(o[a], b, { get: v })'],
  ['a getter that is written there', 'Object.defineProperty(o[a], b, { get() { return v; } })'],
  ['a descriptor from elsewhere', 'Object.defineProperty(o[a], b, v)'],
  ['by Reflect', 'Reflect.defineProperty(o[a], b, v)'],
  ['set by Reflect', 'Reflect.set(o[a], b, v)'],
  ['read by Reflect', 'Reflect.get(o, a)[b] = v'],
  ['all that an object holds', 'Object.assign(o[a], v)'],
  ['all that one of several holds', 'Object.assign(o[a], { x: 1 }, v)'],
  ['a name in a literal', 'Object.assign(o[a], { [b]: v })'],
])('writes to a prototype: %s', (_, written) => {
  expect(told(`exports.set = (o, a, b, v) => { ${written}; };`)).toEqual([written]);
});

it.each([
  ['what is handed in', 'Object.defineProperty(o, b, { value: v })'],
  ['a name that is known', "Object.defineProperty(o[a], 'title', { value: v })"],
  ['a new object on the way', 'Object.defineProperty(o[a], b, { value: {}, enumerable: true })'],
  ['a property that is known', 'Object.assign(o[a], { title: v })'],
  ['a new object', 'Object.assign({}, v)'],
  ['what is the object’s own', 'if (Object.hasOwn(o, a)) Object.assign(o[a], v)'],
  ['its own names', 'for (const name of Object.keys(o)) Object.assign(o[name], v[name])'],
  ['no method of the language', 'other.defineProperty(o[a], b, { value: v })'],
])('writes to no prototype: %s', (_, written) => {
  expect(told(`exports.set = (o, a, b, v) => { ${written}; };`)).toEqual([]);
});

it('a plain write beside one that defines is the one that is told', () => {
  const source =
    'exports.set = (o, a, b, v) => { const to = o[a]; if (v.x) { to[b] = v; } else { Object.defineProperty(to, b, { value: v }); } };';
  expect(told(source)).toEqual(['to[b] = v']);
});
