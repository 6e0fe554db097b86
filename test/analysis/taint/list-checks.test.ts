// What is asked of all elements of a list, and where else that holds: in a callback that gets them, and with who gets the list.
import { expect, it } from 'vitest';
import { follow } from './source.ts';

const bad = "const bad = new Set(['__proto__', 'constructor', 'prototype']);";
const check = 'function check(part) { if (bad.has(part)) throw new Error(part); }';
const use = 'o[parts[0]][parts[1]] = v;';

/** A helper that makes the list, and an export that goes by it. */
const helped = (helper: string, after = ''): string =>
  `${bad} ${check} function split(path) { const parts = path.split('.'); ${helper} } exports.set = (o, p, v) => { const parts = split(p); ${after} ${use} };`;
const direct = (test: string, after = ''): string =>
  `${bad} ${check} exports.set = (o, p, v) => { const parts = p.split('.'); ${test} ${after} ${use} };`;

function told(source: string): number {
  return follow(source).flows.filter((flow) => flow.class === 'prototype').length;
}

it.each([
  ['none is found', direct('const found = parts.find((part) => bad.has(part)); if (found) throw new Error(found);')],
  ['none is found at any index', direct('if (parts.findIndex((part) => bad.has(part)) !== -1) return;')],
  ['each is handed to a function that throws', direct('parts.forEach(check);')],
  ['each is handed to one written there', direct('parts.forEach((part) => { if (bad.has(part)) throw new Error(part); });')],
  ['a helper asks', helped('if (parts.some((part) => bad.has(part))) throw new Error(path); return parts;')],
  ['a helper hands each to a function', helped('parts.forEach(check); return parts;')],
  [
    'who gets the list reads it',
    helped('parts.forEach(check); return parts;', 'const last = parts.pop(); for (const part of parts) o[part][last] = v;'),
  ],
  [
    'a callback gets them',
    `exports.set = (o, p, v) => { const parts = p.split('.'); if (!parts.every((part) => /^[a-z]{1,5}$/.test(part))) return; parts.forEach((part) => { o[part] = v; o = o[part]; }); };`,
  ],
])('is harmless: %s', (_, source) => {
  expect(told(source)).toBe(0);
});

it.each([
  ['one is found', direct('const found = parts.find((part) => bad.has(part)); if (!found) return;')],
  ['one is found at an index', direct('if (parts.findIndex((part) => bad.has(part)) === -1) return;')],
  ['one refused name of three', direct("parts.forEach((part) => { if (part === 'prototype') throw new Error(part); });")],
  ['a function that waits', direct('parts.forEach(async (part) => check(part));')],
  ['what is put in after that', direct('parts.forEach(check);', 'parts.unshift(v);')],
  ['some ways out of a helper', helped('if (path.length < 9) return parts; parts.forEach(check); return parts;')],
  ['what a helper puts in', helped('parts.forEach(check); parts.unshift(path); return parts;')],
  ['who gets the list puts in', helped('parts.forEach(check); return parts;', 'parts.unshift(v);')],
  ['who gets the list writes to it', helped('parts.forEach(check); return parts;', 'parts[0] = v;')],
  ['who gets the list hands it on', helped('parts.forEach(check); return parts;', 'fill(parts, v);')],
  ['who gets the list keeps it', helped('parts.forEach(check); return parts;', 'const kept = { parts }; kept.parts.push(v);')],
  [
    'a function that gets other elements too',
    `exports.set = (o, p, q, v) => { const put = (part) => { o[part] = v; o = o[part]; }; const parts = p.split('.'); if (!parts.every((part) => /^[a-z]{1,5}$/.test(part))) return; parts.forEach(put); q.split('.').forEach(put); };`,
  ],
])('is told: %s', (_, source) => {
  expect(told(source)).toBeGreaterThan(0);
});

const table = (add: string, has: string): string =>
  `function Table() { this.rows = {}; this.names = {}; } Table.prototype.has = function (name) { ${has} };
   Table.prototype.add = function (name, key, v) { ${add} this.rows[name][key] = v; }; const other = new Table(); exports.create = () => new Table();`;
const own = 'return Object.prototype.hasOwnProperty.call(this.rows, name);';

it.each([
  ['a method of the same object', 0, table('if (!this.has(name)) return;', own)],
  ['of another object', 1, table('if (!other.has(name)) return;', own)],
  ['of another field', 1, table('if (!this.has(name)) return;', own.replace('rows', 'names'))],
  ['that says the contrary', 1, table('if (this.has(name)) return;', own)],
])('a method that asks whether a field has the property: %s', (_, want, source) => {
  expect(told(source)).toBe(want);
});

it.each([
  ['what every engine has', 0, '[].indexOf || function () { return -1; }'],
  ['of a prototype', 0, 'Array.prototype.indexOf || function () { return -1; }'],
  ['what is none of the language’s', 1, '[].index || function () { return -1; }'],
])('a method for old engines: %s', (_, want, method) => {
  expect(
    told(
      `var indexOf = ${method}; var bad = ['__proto__', 'constructor', 'prototype']; exports.set = (o, a, b, v) => { if (indexOf.call(bad, a) >= 0) return; o[a][b] = v; };`,
    ),
  ).toBe(want);
});

it('a method for old engines that the file overwrites is not plain', () => {
  const source = `Array.prototype.indexOf = null; var indexOf = [].indexOf || function () { return -1; }; var bad = ['__proto__', 'constructor', 'prototype'];
    exports.set = (o, a, b, v) => { if (indexOf.call(bad, a) >= 0) return; o[a][b] = v; };`;
  expect(told(source)).toBe(1);
});
