// What a loop or a method told of all that a list holds, and elements that were put in later.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

const loop = 'for (const s of l) { if (!/^[a-z]+$/.test(s)) throw new Error(s); }';
const every = 'if (!l.every((s) => /^[a-z]+$/.test(s))) throw new Error();';

function commands(body: string): number {
  const { flows } = follow(
    `const { exec } = require('child_process'); const path = require('path'); exports.run = function* (l, x, m) { ${body} };`,
  );
  return flows.filter((flow) => flow.class === 'command').length;
}

describe.each([
  ['a loop', loop],
  ['`every`', every],
])('%s', (_, test) => {
  it.each([
    ['as it was', 'exec(l[0]);'],
    ['read by methods', 'l.reverse(); l.join(); Array.isArray(l); exec(l[0]);'],
    ['matched by a pattern, or joined to text', "/^a/.test(l); 'a'.concat(l); exec(l[0]);"],
    ['by a loop', 'for (const s of l) exec(s);'],
    [
      'in a loop that calls the language and libraries',
      'for (const s of m) { exec(l[0]); const k = l.slice(); path.join(s.trim()); console.log(k); }',
    ],
    [
      'in a loop that hands on another',
      'for (const s of m) { exec(l[0]); const k = l.slice(); g(k, x); } function g(k, y) { k.unshift(y); }',
    ],
    ['that nothing else has, whatever is called', 'g(x); for (const s of m) { exec(l[0]); m(s); } function g(k) { k.push(1); }'],
    ['beside others that are made there', 'const o = {}; for (const s of m) { exec(l[0]); o[s] = x; }'],
    ['in a loop that asks of it', 'while (m) { exec(l[0]); if (/^a/.test(l)) break; console.log(l); }'],
    ['handed on', 'g(l); function g(k) { exec(k[0]); }'],
    ['before a library has it', 'exec(l[0]); path.join(l);'],
  ])('tells of a list %s', (__, then) => {
    expect(commands(`${test} ${then}`)).toBe(0);
  });

  it.each([
    ['that was pushed to', 'l.push(x); exec(l[0]);'],
    ['that was pushed to by another name', 'const k = l; k.unshift(x); exec(l[0]);'],
    ['that was pushed to by `call`', '[].push.call(l, x); exec(l[0]);'],
    ['that was pushed to in a callback', 'm.forEach((s) => { l.push(s); }); exec(l[0]);'],
    ['that is pushed to in the next round', 'for (const s of m) { exec(l[0]); l.unshift(s); }'],
    ['that is handed on before the next round', 'for (const s of m) { exec(l[0]); g(l, x); } function g(k, y) { k.unshift(y); }'],
    [
      'that is handed on by another name',
      'for (const s of m) { exec(l[0]); const k = s ? l : m; g(k, x); } function g(k, y) { k.unshift(y); }',
    ],
    ['that is handed to a constructor', 'while (m) { exec(l[0]); new G(l, x); } function G(k, y) { k.unshift(y); }'],
    ['that is written to by `Reflect`', 'while (m) { exec(l[0]); Reflect.set(l, 0, x); }'],
    ['that is pushed to before a callback runs', 'const run = () => { exec(l[0]); }; l.unshift(x); run();'],
    ['that was written to', 'l[m] = x; exec(l[0]);'],
    ['that was handed on', 'g(l, x); exec(l[0]); function g(k, y) { k.unshift(y); }'],
    ['that was handed on in another', 'g({ l }); exec(l[0]); function g(k) { k.l.push(x); }'],
    ['that was handed on with others', 'g(...[l]); exec(l[0]); function g(k) { k.push(x); }'],
    ['that may have been handed on', 'g(m ? l : m); exec(l[0]); function g(k) { k.push(x); }'],
    ['that was handed to a library in another', 'path.other({ l }); exec(l[0]);'],
    ['that was handed to a tag', 'g`${l}`; exec(l[0]); function g(_, k) { k.push(x); }'],
    ['that may have been pushed to', 'const k = m ? l : m; k.push(x); exec(l[0]);'],
    ['that another holds and was pushed to', 'const o = { l }; o.l.push(x); exec(l[0]);'],
    ['whose method is not known', 'l[m](x); exec(l[0]);'],
    ['that was given away', 'yield l; exec(l[0]);'],
    ['that is written to in the next round', 'for (const s of m) { exec(l[0]); l[0] = s; }'],
    ['that a pattern writes to in the next round', 'for (const s of m) { exec(l[0]); [l[m]] = [s]; }'],
    ['that is handed on in another before the next round', 'for (const s of m) { exec(l[0]); path.join({ k: [l] }, s); }'],
    ['whose method is not known in the next round', 'for (const s of m) { exec(l[0]); l[m](s); }'],
    ['that is handed to a tag before the next round', 'for (const s of m) { exec(l[0]); path.join`${l}${s}`; }'],
    ['that is given away before the next round', 'for (const s of m) { exec(l[0]); yield l; }'],
    ['that is pushed to in the next round by a choice', 'for (const s of m) { exec(l[0]); (l || m).unshift(s); }'],
    ['that is pushed to in the next round as what was just written', 'let k; for (const s of m) { exec(l[0]); (k = l).unshift(s); }'],
    [
      'that came out of a call and is pushed to in the next round',
      'const k = g(l); for (const s of m) { exec(l[0]); k.unshift(s); } function g(q) { return q; }',
    ],
    ['that another holds and a method writes to in the next round', 'm.l = l; for (const s of m) { exec(l[0]); Object.assign(m.l, [s]); }'],
    ['that stands in a loop over another', 'for (const k of [l]) k.push(x); exec(l[0]);'],
    ['that was read from a list', 'const p = [l][m]; p[0] = x; exec(l[0]);'],
    ['that came out of a call and was pushed to', 'm.l = l; m.g().push(x); exec(l[0]);'],
    ['that was handed to a function somewhere in a library', 'process.app.add(l, x); exec(l[0]);'],
    ['that another kept, before the next round', 'for (const s of m) { exec(l[0]); this.l = l; this.add(s); }'],
  ])('does not tell of a list %s', (__, then) => {
    expect(commands(`${test} ${then}`)).toBeGreaterThan(0);
  });
});

it('what a closure pushes to says nothing once anything was called', () => {
  const add = 'const add = () => l.push(x);';
  expect(commands(`${add} ${every} add(); exec(l[0]);`)).toBe(1);
  expect(commands(`${add} ${every} for (const s of m) { exec(l[0]); add(); }`)).toBe(1);
  expect(commands(`m(() => l.push(x)); ${every} m(); exec(l[0]);`)).toBe(1);
  expect(commands(`const o = { add: () => l.unshift(x) }; ${every} for (const s of m) { exec(l[0]); m.map(o.add); }`)).toBe(1);
});

it('an empty list that passes every test says nothing of what is put in', () => {
  expect(commands(loop.replace('of l', 'of k').replace(/^/u, 'const k = []; ').concat(' k.push(x); exec(k[0]);'))).toBe(1);
});

it('a callback whose list was changed does not read its element there', () => {
  const body = (change: string): string => `l.forEach((s, i) => { if (!/^[a-z]+$/.test(s)) throw new Error(); ${change} exec(l[i]); });`;
  expect([commands(body('')), commands(body('l.shift();'))]).toEqual([0, 1]);
});
