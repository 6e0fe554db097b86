// Writes by names from outside: by calls as well as by assignments, on ways through what functions give back; and tests of all names of a path at once.
import { expect, test } from 'vitest';
import { follow } from './source.ts';

const walk = (step: string, write: string): string =>
  `exports.at = (o, p, v) => { const k = p.split('.'); const l = k.pop(); for (const x of k) { ${step} } ${write} };`;
const plain = 'if (!(x in o)) o[x] = {}; o = o[x];';
const own = 'if (!Object.hasOwn(o, x)) return; o = o[x];';
const found = (given: string, taken: string): string =>
  `function find(doc, p) { const parts = p.split('/'); const key = parts.pop(); let parent = doc; for (const x of parts) parent = parent[x]; return ${given}; } exports.apply = (doc, op) => { const ${taken} = find(doc, op.path); parent[key] = op.value; };`;

const lists = `const BAD = new Set(['__proto__', 'constructor', 'prototype']), OTHER = new Set(['a']); function check(s) { if (BAD.has(s)) throw new Error(s); } function look(s) { if (OTHER.has(s)) throw new Error(s); }`;
const checked = (code: string, before = ''): string =>
  `${lists}${before} module.exports = (o, p, v) => { ${code} const last = keys[keys.length - 1]; for (let i = 0; i < keys.length - 1; i++) { if (!o[keys[i]]) o[keys[i]] = {}; o = o[keys[i]]; } o[last] = v; };`;
const split = `const keys = p.split('.');`;
const parse = (code: string): string => ` function parse(p) { const l = p.split('.'); ${code} return l; }`;
const folded = (test: string): string =>
  `var index = [].indexOf || function (a) { for (var i = 0; i < this.length; i++) if (this[i] === a) return i; return -1; }, banned = ['__proto__', 'constructor', 'prototype']; var fold = module.exports = function (d, s) { for (var k in s) { if (${test}) continue; if (typeof s[k] === 'object') d[k] = fold(d[k], s[k]); else d[k] = s[k]; } return d; };`;

const cases: readonly (readonly [name: string, text: string, isTold: boolean])[] = [
  ['defineProperty', walk(plain, 'Object.defineProperty(o, l, { value: v });'), true],
  ['defineProperty of what is the object’s own', walk(own, 'Object.defineProperty(o, l, { value: v });'), false],
  ['defineProperty of a name that is written there', walk('o = o[x];', `Object.defineProperty(o, 'a', { value: v });`), false],
  ['Reflect.defineProperty', walk(plain, 'Reflect.defineProperty(o, l, v);'), true],
  ['Reflect.get and Reflect.set', walk('o = Reflect.get(o, x);', 'Reflect.set(o, l, v);'), true],
  ['Reflect.get by a name that is written there', walk(`o = Reflect.get(o, 'a');`, 'Reflect.set(o, l, v);'), false],
  ['Object.assign', walk('o = o[x];', 'Object.assign(o, v);'), true],
  ['Object.assign to what is new', walk('o = o[x];', 'return Object.assign({}, o, v);'), false],
  ['Object.assign of a literal', walk('o = o[x];', 'Object.assign(o, { a: v });'), false],
  ['given back in an object', found('{ parent, key }', '{ parent, key }'), true],
  ['given back in a list', found('[parent, key]', '[parent, key]'), true],
  ['given back anew', found('{ parent: {}, key }', '{ parent, key }'), false],
  ['nothing', checked(split), true],
  ['find', checked(`${split} if (keys.find((s) => BAD.has(s))) throw new Error();`), false],
  ['find of something else', checked(`${split} if (keys.find((s) => OTHER.has(s))) throw new Error();`), true],
  ['find, the other way round', checked(`${split} if (!keys.find((s) => BAD.has(s))) throw new Error();`), true],
  ['findIndex', checked(`${split} if (keys.findIndex((s) => BAD.has(s)) !== -1) throw new Error();`), false],
  ['findIndex, the other way round', checked(`${split} if (keys.findIndex((s) => BAD.has(s)) === -1) throw new Error();`), true],
  ['forEach', checked(`${split} keys.forEach(check);`), false],
  ['forEach of something else', checked(`${split} keys.forEach(look);`), true],
  ['forEach of another list', checked(`${split} v.forEach(check);`), true],
  ['forEach of what throws later', checked(`${split} keys.forEach(async (s) => check(s));`), true],
  ['a function of its own', checked('const keys = parse(p);', parse('if (l.find((s) => BAD.has(s))) throw new Error();')), false],
  ['a function of its own, by forEach', checked('const keys = parse(p);', parse('l.forEach(check);')), false],
  ['a function of its own that looks for something else', checked('const keys = parse(p);', parse('l.forEach(look);')), true],
  [
    'a function of its own that asks in one way only',
    checked('const keys = parse(p);', parse('if (p === "a") return p.split("/"); l.forEach(check);')),
    true,
  ],
  ['a method that is borrowed', folded('index.call(banned, k) >= 0'), false],
  ['a method that is borrowed, the other way round', folded('index.call(banned, k) < 0'), true],
  ['a method that is borrowed for another list', folded(`index.call(['a'], k) >= 0`), true],
];

test.each(cases)('%s', (_, text, isTold) => {
  const told = follow(text).flows.filter(({ class: flowClass }) => flowClass === 'prototype');
  expect(told.length > 0).toBe(isTold);
});
