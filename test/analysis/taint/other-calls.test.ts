// Objects that a function makes for each of its callers: what one handed in is read of its own object, not of another's.
import { expect, test } from 'vitest';
import { follow } from './source.ts';

const start = `const app = require('express')(); const fs = require('fs'); const path = require('path'); const cache = new Map();`;
const make = `const foldersOf = (name) => { const found = {}; for (const key of ['a', 'b']) found[key] = path.join('root', name, key); return found; };`;
const kept = `const foldersOf = (name) => { if (cache.has(name)) return cache.get(name); const found = { a: path.join('root', name, 'a') }; cache.set(name, found); return found; };`;
const handed = `const foldersOf = (name) => { const found = { a: path.join('root', name, 'a') }; app.folders = found; return found; };`;
const asked = `app.post('/', (req, res) => { const mine = foldersOf(req.body.name); res.json(1); });`;

/** Confidence of what is told, by what is read. */
const cases: readonly (readonly [name: string, text: string, told: readonly string[]])[] = [
  ['of its own', `${make} app.post('/', (req, res) => { const mine = foldersOf(req.body.name); fs.readdirSync(mine.a); });`, ['high']],
  ['of another call', `${make} ${asked} const ours = foldersOf('ours'); fs.readdirSync(ours.a);`, ['low']],
  [
    'of each of two, that both hand in something',
    `${make} app.post('/a', (req, res) => { const mine = foldersOf(req.body.name); fs.readdirSync(mine.a); }); app.post('/b', (req, res) => { const mine = foldersOf(req.body.name); fs.rmSync(mine.a); }); const ours = foldersOf('ours'); fs.unlinkSync(ours.a);`,
    ['high', 'high', 'low'],
  ],
  [
    'of each of two, that hand in different things',
    `const foldersOf = (name, root) => ({ a: path.join(root, name) }); app.post('/a', (req, res) => { const mine = foldersOf(req.body.name, 'root'); fs.readdirSync(mine.a); }); app.post('/b', (req, res) => { const mine = foldersOf('name', req.body.root); fs.rmSync(mine.a); }); const ours = foldersOf('ours', 'root'); fs.unlinkSync(ours.a);`,
    ['high', 'high', 'low'],
  ],
  ['of another call, kept by name', `${kept} ${asked} const ours = foldersOf('ours'); fs.readdirSync(ours.a);`, ['low']],
  [
    'of another call, filled into a copy',
    `const model = { a: 'a' }; const foldersOf = (name) => { const found = structuredClone(model); for (const key in found) found[key] = path.join(name, model[key]); return found; }; ${asked} fs.readdirSync(foldersOf('ours').a);`,
    ['low'],
  ],
  [
    'of what is in a copy',
    `app.post('/', (req, res) => { const mine = structuredClone({ a: { b: req.body.name } }); const list = structuredClone([req.body.x]); fs.readdirSync(mine.a.b); for (const x of list) fs.rmSync('y/' + x); });`,
    ['high', 'high'],
  ],
  [
    'of its own, spread into another',
    `${make} app.post('/', (req, res) => { const mine = { ...foldersOf(req.body.name), c: 1 }; fs.readdirSync(mine.a); }); foldersOf('ours');`,
    ['high'],
  ],
  [
    'of its own, by a method of it',
    `const foldersOf = (name) => ({ a: path.join('root', name), read() { return fs.readdirSync(this.a); } }); app.post('/', (req, res) => { foldersOf(req.body.name).read(); }); foldersOf('ours').read();`,
    ['high'],
  ],
  [
    'of its own, through a function that the text went through before',
    `${make} const same = (x) => x; app.post('/', (req, res) => { const mine = same(foldersOf(same(req.body.name))); fs.readdirSync(mine.a); });`,
    ['high'],
  ],
  [
    'of its own, filled by a function that gives it back',
    `const set = (found, name) => { found.a = path.join('root', name); return found; }; const empty = () => ({}); const ours = empty(); app.post('/', (req, res) => { set(ours, req.body.name); }); const again = set(ours, 'x'); setInterval(() => fs.readdirSync(again.a), 1);`,
    ['high'],
  ],
  [
    'of its own, by a function that calls itself',
    `const foldersOf = (name, deep) => (deep ? foldersOf(name, deep - 1) : { a: path.join('root', name) }); app.post('/', (req, res) => { const mine = foldersOf(req.body.name, 2); fs.readdirSync(mine.a); }); foldersOf('ours', 1);`,
    ['high'],
  ],
  ['of what the function keeps for all', `${handed} ${asked} setInterval(() => fs.readdirSync(app.folders.a), 1);`, ['high']],
  [
    'of its own, kept elsewhere',
    `${make} app.post('/', (req, res) => { app.mine = foldersOf(req.body.name); }); setInterval(() => fs.readdirSync(app.mine.a), 1);`,
    ['high'],
  ],
  [
    'of another call, kept elsewhere',
    `${make} ${asked} app.ours = foldersOf('ours'); setInterval(() => fs.readdirSync(app.ours.a), 1);`,
    ['low'],
  ],
  [
    'of its own, handed to a function',
    `${make} const read = (folders) => fs.readdirSync(folders.a); app.post('/', (req, res) => { read(foldersOf(req.body.name)); }); read(foldersOf('ours'));`,
    ['high'],
  ],
  [
    'of its own, made by a function that it calls',
    `const inner = (name) => ({ a: path.join('root', name) }); const foldersOf = (name) => inner(name); app.post('/', (req, res) => { const mine = foldersOf(req.body.name); fs.readdirSync(mine.a); }); fs.readdirSync(foldersOf('ours').b);`,
    ['high'],
  ],
  [
    'of another call, made by a function that it calls',
    `const inner = (name) => ({ a: path.join('root', name) }); const foldersOf = (name) => inner(name); ${asked} fs.readdirSync(foldersOf('ours').a);`,
    ['low'],
  ],
];

test.each(cases)('%s', (_, text, told) => {
  expect(
    follow({ 'a.js': `${start} ${text}` })
      .flows.filter((flow) => flow.class === 'path')
      .map(({ confidence }) => confidence),
  ).toEqual(told);
});
