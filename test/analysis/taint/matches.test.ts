// What a regular expression gives back of a text, and lists and tables that a text is looked up in: what is told at all, and what is not.
import { describe, expect, test } from 'vitest';
import { follow } from './source.ts';

const app =
  "const { exec } = require('child_process'); const fs = require('fs'); require('express')().get('/', (req, res) => { const s = req.query.s;";

function told(body: string, before = ''): readonly string[] {
  const flows = follow({ 'index.js': `${before} ${app} ${body} });` }, { 'package.json': { private: true } }).flows;
  return flows.filter(({ class: of }) => of === 'command' || of === 'path').map(({ class: of, confidence }) => `${of} ${confidence}`);
}

describe('a match is followed', () => {
  test.each([
    ['by index', 'const m = /x(.*)/.exec(s); exec(m[1])'],
    ['by the name of a group', 'exec(/^(?<v>.+)$/.exec(s).groups.v)'],
    ['by the name of a group that is taken apart', 'const { groups: { v } } = s.match(/^(?<v>.+)$/); exec(v)'],
    ['in a loop over all', 'for (const m of s.matchAll(/x(.+)/g)) exec(m[1])'],
    ['in a loop over all, taken apart', 'for (const [, v] of s.matchAll(/x(.+)/g)) exec(v)'],
    ['by a callback over all', 'exec(Array.from(s.matchAll(/x(.+)/g), (m) => m[1]).join(" "))'],
    ['by the name of a group of all', 'for (const m of s.matchAll(/x(?<v>.+)/g)) exec(m.groups.v)'],
    ['whole', 'exec(/^(\\w+)$/.exec(s).input)'],
  ])('%s', (_, body) => {
    expect(told(body)).toEqual(['command high']);
  });
});

describe('a match holds what its pattern lets through', () => {
  test.each([
    ['a group of digits', 'const m = s.match(/^v(\\d+)\\.(\\d+)$/); if (m) exec("tag " + m[1])'],
    ['a group beside one that lets all through', 'const m = /^(\\w+) (.*)$/.exec(s); exec("tag " + m[1])'],
    ['the whole', 'const m = /\\w+/.exec(s); exec("tag " + m[0])'],
    ['a group that is taken apart, or nothing', 'const [, a] = /(\\d+)/.exec(s) ?? []; exec("tag " + a)'],
    ['the first of all', 'const w = s.match(/\\w+/g) || []; exec("tag " + w[0])'],
    ['each of all', 'for (const m of s.matchAll(/(\\w+)/g)) exec("tag " + m[1])'],
    ['a group by its name', 'exec("tag " + /^(?<v>[a-z]+)$/.exec(s).groups.v)'],
    ['a pattern that is a variable', 'const re = /(\\w+)/g; let m; while ((m = re.exec(s)) !== null) exec("tag " + m[1])'],
    ['no separator in a path', 'const m = /^(\\w+\\.\\w+)/.exec(s); fs.readFileSync("d/" + m[1])'],
  ])('%s', (_, body) => {
    expect(told(body)).toEqual([]);
  });
  test.each([
    ['the other group', 'const m = /^(\\w+) (.*)$/.exec(s); exec(m[2])'],
    ['the whole of both', 'const m = /^(\\w+) (.*)$/.exec(s); exec(m[0])'],
    ['any group by its name', 'const { a } = /^(?<a>\\w+) (?<b>.*)$/.exec(s).groups; exec(a)'],
    ['what is looked at', 'const m = /(?=(.*))x/.exec(s); exec(m[1])'],
    ['what is looked at, whatever the index', 'for (const v of /(?=(.*))x/.exec(s)) exec(v)'],
    ['what a reference repeats of what was looked at', 'const m = /(?=(.+))\\1/.exec(s); exec(m[0])'],
    ['what a group repeats of what was looked at', 'const m = /(?=(.+))(\\1)/.exec(s); exec(m[2])'],
    ['what a reference repeats', 'const m = /^(.)(\\w+\\1)$/.exec(s); exec(m[2])'],
    ['another pattern as well', 'const re = req.query.x ? /^(\\w+)$/ : /(.*)/; exec(re.exec(s)[1])'],
    ['a list that is added to', 'const m = s.match(/\\w+/g); m.push(req.query.t); exec(m[0])'],
    ['a list that is written to', 'const m = s.match(/\\w+/g); m[0] = s; exec(m[0])'],
    ['a list that another is made of', 'const m = s.match(/\\w+/g); const n = m.concat([s]); exec(n[0])'],
    ['or else the text itself', 'const m = /^(\\w+)$/.exec(s) || [s]; exec(m[0])'],
    ['or else words', 'const m = /^(\\w+)$/.exec(s) || s.split(" "); exec(m[0])'],
    ['or else words in a list of their own', 'const m = /^(\\w+)$/.exec(s) || [...s.split(" ")]; exec(m[0])'],
    ['what else is put in', "const m = /^(\\w+)$/.exec(s) || []; m.push(...s.split(' ')); exec(m[0])"],
    ['what a function puts in', 'const m = s.match(/\\w+/g); add(m); exec(m[0]); function add(l) { l.push(req.query.t); }'],
    ['the second of all, which is no group', 'const m = s.match(/(\\w)\\w* .*/g); exec(m[1])'],
    ['what a pattern takes apart', 'exec(s.split(/,/)[0])'],
    ['what stands in another list', 'for (const m of req.query.x ? s.matchAll(/(\\w+)/g) : Object.entries(req.query)) exec(m[1])'],
    ['a method of the program', 'const p = { exec: (t) => [t] }; exec(p.exec(s)[0])'],
    ['dots and separators in a path', 'const m = /^([\\w./]+)$/.exec(s); fs.readFileSync("d/" + m[1])'],
  ])('but not %s', (_, body) => {
    expect(told(body)).not.toEqual([]);
  });
});

describe('a list whose elements were all asked for', () => {
  const good = "const good = new Set(['a', 'b']);";
  const ask = "const list = s.split(','); if (list.some((x) => !good.has(x))) return;";
  test.each([
    ['one by one', 'for (const x of list) exec(x)'],
    ['some of them', 'for (const x of list.slice(1)) exec(x)'],
    ['in another order', 'for (const x of list.toSorted()) exec(x)'],
    ['joined', 'exec(list.join(" "))'],
    ['joined by commas', 'exec(list.join())'],
  ])('holds nothing else: %s', (_, body) => {
    expect(told(`${ask} ${body}`, good)).toEqual([]);
  });
  test.each([
    ['added to', 'list.push(s); exec(list.join(" "))'],
    ['in place, added to', 'const l = list.sort(); list.push(s); for (const x of l) exec(x)'],
    ['one after the other, added to', 'const l = list.values(); list.push(s); for (const x of l) exec(x)'],
    ['some of them, added to', 'const l = list.slice(1); l.push(s); for (const x of l) exec(x)'],
    ['some of them, written to', 'const l = list.slice(1); l[0] = s; for (const x of l) exec(x)'],
  ])('but for what comes later: %s', (_, body) => {
    expect(told(`${ask} ${body}`, good)).toEqual(['command high']);
  });
  test.each(['/', '', '.', '\\\\'])('is no path where it is joined by "%s"', (by) => {
    expect(
      told(`const list = s.split(','); if (!list.every((x) => /^[a-z.]+$/.test(x))) return; fs.readFileSync('d/' + list.join('${by}'))`),
    ).toEqual(['path high']);
  });
});

describe('a text that a table has', () => {
  test.each([
    ['is read', 'const m = { a: 1, b: 2 };', 'if (!m[s]) return; exec(s)', []],
    ['is one of its names', 'const m = { a: 1, b: 2 };', 'if (!Object.keys(m).includes(s)) return; exec(s)', []],
    ['is none', 'const m = { a: 1, b: 2 };', 'if (m[s]) return; exec(s)', ['command high']],
    ['is read of what is written to', 'const m = { a: 1 }; m[process.argv[2]] = 1;', 'if (!m[s]) return; exec(s)', ['command high']],
    ['is read of what comes along', '', 'if (!req.body[s]) return; exec(s)', ['command high']],
    [
      'is one of names that are added to',
      'const m = { a: 1 };',
      'const k = Object.keys(m); k.push(req.body.z); if (!k.includes(s)) return; exec(s)',
      ['command low'],
    ],
    [
      'is one of names that were added to before',
      'const m = { a: 1 }; var k; k = Object.keys(m); k.push(process.argv[2]);',
      'if (!k.includes(s)) return; exec(s)',
      ['command low'],
    ],
    ['is read of what traps say', 'const m = new Proxy({ a: 1 }, { get: () => 1 });', 'if (!m[s]) return; exec(s)', ['command high']],
    ['is in what traps say', 'const m = new Proxy({ a: 1 }, { has: () => true });', 'if (!(s in m)) return; exec(s)', ['command low']],
    [
      'is in a list whose traps say so',
      "const m = new Proxy(['a'], { get: () => () => true });",
      'if (!m.includes(s)) return; exec(s)',
      ['command low'],
    ],
    [
      'is one of names that another function adds to',
      'const m = { a: 1 }; let k = Object.keys(m); exports.add = (x) => { k.push(x); };',
      'if (!k.includes(s)) return; exec(s)',
      ['command low'],
    ],
    [
      'is one of names that are added to elsewhere',
      'const m = { a: 1 }; const k = Object.keys(m);',
      'k.push(req.body.z); if (!k.includes(s)) return; exec(s)',
      ['command low'],
    ],
  ])('%s', (_, before, body, want) => {
    expect(told(body, before)).toEqual(want);
  });
  test.each([
    ['where it is read', 'const m = { a: {} }; exports.set = (o, k, p, v) => { if (m[k]) o[k][p] = v; };'],
    [
      'where the indexes of what is refused are asked',
      "const bad = ['__proto__', 'constructor', 'prototype']; exports.set = (o, k, p, v) => { if (Object.keys(bad).includes(k)) return; o[k][p] = v; };",
    ],
    [
      'where its parts are joined',
      "const bad = ['__proto__', 'constructor', 'prototype']; exports.set = (o, p, v) => { const ks = p.split('.'); if (ks.some((k) => bad.includes(k))) return; o[ks.join('_')][ks.join('_')] = v; };",
    ],
  ])('may lead to a prototype %s', (_, source) => {
    expect(follow(source).flows.map(({ class: of }) => of)).toContain('prototype');
  });
});

describe('what is left for the rest of a request', () => {
  const express = "const { exec } = require('child_process'); const app = require('express')();";
  test.each([
    [
      'on the response',
      `${express} app.use((req, res, next) => { res.locals.q = req.query.q; next(); }); app.get('/', (req, res) => exec(res.locals.q));`,
      1,
    ],
    [
      'under another name',
      `${express} app.use((req, res, next) => { res.locals.q = req.query.q; next(); }); app.get('/', (req, res) => exec(res.locals.p));`,
      0,
    ],
    [
      'in the state of Koa',
      `const { exec } = require('child_process'); const app = new (require('koa'))(); app.use((ctx, next) => { ctx.state.q = ctx.query.q; return next(); }); app.use((ctx) => { exec(ctx.state.q); });`,
      1,
    ],
    [
      'in a context of Hono',
      `const { exec } = require('child_process'); const { Hono } = require('hono'); const app = new Hono(); app.use('*', (c, next) => { c.set('q', c.req.query('q')); return next(); }); app.get('/', (c) => { exec(c.get('q')); }); app.get('/v', (c) => { exec(c.var.q); });`,
      2,
    ],
    [
      'in an asynchronous context',
      `const { AsyncLocalStorage } = require('node:async_hooks'); const als = new AsyncLocalStorage(); ${express} app.use((req, res, next) => als.run({ q: req.query.q }, next)); app.get('/', () => exec(als.getStore().q));`,
      1,
    ],
  ])('%s', (_, source, count) => {
    const flows = follow({ 'index.js': source }, { 'package.json': { private: true } }).flows;
    expect(flows.filter(({ class: of }) => of === 'command')).toHaveLength(count);
  });
});
