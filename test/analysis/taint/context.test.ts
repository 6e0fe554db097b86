// What makes a flow less sure, or none: who hands in what, what a place takes, and what of an object goes on.
import { describe, expect, it } from 'vitest';
import { follow, link, type Sources } from './source.ts';

function told(source: Sources): readonly string[] {
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence} from ${flow.sourceKind}`);
}

const server = (body: string): string => `
const { exec, execFile } = require('child_process'), fs = require('fs'), path = require('path');
require('express')().get('/', async (req, res) => { const { x } = req.query; ${body} });`;

describe('who hands it in', () => {
  it('whoever sets the environment runs what he likes anyway', () => {
    expect(told("require('child_process').exec('make ' + process.env.TARGET);")).toEqual(['command low from environment']);
    expect(told("require('child_process').exec('git show ' + process.env.GITHUB_HEAD_REF);")).toEqual(['command high from remote']);
  });

  it('a page asks for no more than its reader may see', () => {
    expect(told("fetch('https://' + location.hash.slice(1));")).toEqual(['request low from browser']);
    expect(told(server("fetch('https://' + x);"))).toEqual(['request high from remote']);
  });

  it.each([
    [
      'a folder that another call names',
      'exports.File = class { constructor(root) { this.root = root; } read(name) { READ(this.root) } };',
      1,
    ],
    ['a folder of the package', "exports.read = (root, name) => { READ('/srv/files') };", 1],
    ['the folder as well', 'exports.read = (root, name) => { READ(root) };', 0],
    ['the folder as well, by options', 'exports.read = ({ root = process.cwd(), name }) => { READ(root) };', 0],
    [
      'a folder that is asked of, by what is not known',
      'exports.read = (root, name) => { if (!allowed(root)) throw new Error(); READ(root) };',
      1,
    ],
    ['a folder that is asked of', "exports.read = (root, name) => { if (!['/a', '/b'].includes(root)) throw new Error(); READ(root) };", 1],
    [
      'a folder in one that is not theirs',
      'exports.read = (tenant, name) => { if (!allowed(tenant)) throw new Error(); READ(path.join(base, tenant)) };',
      1,
    ],
    [
      'a folder that may be no absolute one',
      'exports.read = (root, name) => { if (path.isAbsolute(root)) throw new Error(); READ(root) };',
      1,
    ],
    ['the folder as well, and a part of it', 'exports.read = (root, tenant, name) => { READ(path.join(root, tenant)) };', 0],
    [
      'the folder as well, through a helper',
      'exports.read = (root, name) => read(root, name); function read(root, name) { READ(root) }',
      0,
    ],
  ])('a caller names a file in %s', (_, source, count) => {
    const start = "const fs = require('fs'), path = require('path'); ";
    for (const made of ['path.join($, name)', 'path.resolve($, name)', "$ + '/' + name"])
      expect(
        told(start + source.replace(/READ\((.*?)\) \}/u, (__, root: string) => `fs.readFileSync(${made.replace('$', () => root)}); }`)),
      ).toHaveLength(count);
  });
});

describe('what a place takes', () => {
  it('the name of a program is no command line, whatever is put before it', () => {
    const source =
      "const { spawn } = require('child_process'), path = require('path'); exports.run = (name) => spawn(path.join('/opt/bin', name));";
    expect(told(source)).toEqual(['command low from parameter']);
    expect(told(server('execFile(x);'))).toEqual(['command high from remote']);
  });

  it('where a program puts functions text is not likely', () => {
    const handlers = 'const all = { run() {}, text: x }; ';
    expect(told(server(`${handlers} setTimeout(all[req.method], 10);`))).toEqual(['code low from remote']);
    expect(told(server('setTimeout(x, 10);'))).toEqual(['code high from remote']);
    expect(told(server('const noop = () => {}; setTimeout(x || noop, 10);'))).toEqual(['code high from remote']);
    expect(told(server('const o = { f: x }; if (x.g) o.f = () => {}; setTimeout(o.f, 10);'))).toEqual(['code high from remote']);
  });

  it("a test that an unknown name may load is no test's matter, but no caller of a package calls it", () => {
    const loader = "exports.load = (name) => require('./' + name);";
    const files = (name: string): Sources => ({ 'index.js': loader, [name]: server("exec('ls ' + x);") });
    expect(told(files('src/list.test.js'))).toEqual(['command high from remote']);
    expect(told(files('src/list.js'))).toEqual(['command high from remote']);
    const run = "exports.run = (text) => require('child_process').exec('git ' + text);";
    expect(told({ 'index.js': `${loader} ${run}` })).toEqual(['command medium from parameter']);
    expect(told({ 'index.js': loader, 'a.test.js': run })).toEqual([]);
  });

  it('what a test alone hands to what ships is not told, unless something else may load the test', () => {
    const run = "exports.run = (text) => require('child_process').exec('git ' + text);";
    const files = (index: string): Sources => ({ 'index.js': index, 'a.js': run, 'a.test.js': server("require('./a').run(x);") });
    expect(told(files('1'))).toEqual([]);
    for (const index of ["require('./a.test.js')", 'import(name)', "import * as all from '@/a.test.js'"])
      expect(told(files(index))).toEqual(['command high from remote']);
  });

  it('what a test that may be loaded imports is followed, though a runner alone loads it', () => {
    const helper = `describe('a', () => {}); ${server('exports.text = x;')}`;
    const test = "const { text } = require('./b.test.js'); require('child_process').exec('git ' + text);";
    expect(told({ 'index.js': 'import(name)', 'a.test.js': test, 'b.test.js': helper })).toEqual(['command high from remote']);
    expect(told({ 'index.js': '1', 'a.test.js': test, 'b.test.js': helper })).toEqual([]);
  });
});

describe('what of an object goes on', () => {
  it('a path is made of text, not of what an object holds', () => {
    expect(told(server('const o = { x }; fs.readFile(path.join("/srv", o), () => {});'))).toEqual([]);
    expect(told(server('const o = { x }; fs.readFile(path.join("/srv", o.x), () => {});'))).toEqual(['path high from remote']);
    expect(told(server('const o = { x }; exec("ls " + JSON.stringify(o));'))).toEqual(['command high from remote']);
  });

  it('what an object held seldom comes out of a call that nothing is known of', () => {
    expect(told(server("const made = await unknown(x); exec('ls ' + made);"))).toEqual(['command medium from remote']);
    expect(told(server("const made = await unknown({ name: x }); exec('ls ' + made.id);"))).toEqual(['command low from remote']);
  });

  it.each([
    ['in a loop', 'for (const key in from) to[key] = from[key];'],
    ['of own names', 'for (const key of Object.keys(from)) if (from[key] !== undefined) to[key] = from[key];'],
    ['by a callback', 'Object.keys(from).forEach(function (key) { to[key] = from[key]; });'],
    ['by a variable', 'var key, value; for (key in from) { value = from[key]; if (value != null) to[key] = value; }'],
    [
      'by a function for all',
      'extend({}, { c: 1 }); extend(to, from); function extend(a, b) { for (var k in b) if (b.hasOwnProperty(k)) a[k] = b[k]; return a; }',
    ],
  ])('properties that are copied keep their names: %s', (_, copy) => {
    const code = (name: string): string => server(`const from = { a: x, b: 'main' }, to = {}; ${copy} exec('ls ' + to.${name});`);
    expect(told(code('a'))).toEqual(['command high from remote']);
    expect(told(code('b'))).toEqual([]);
  });

  it.each([
    ['by another name', 'medium', 'for (const key in from) to[names[key]] = from[key];'],
    ['of a whole body', 'high', 'for (const key in req.body) to[key] = req.body[key];'],
    ['by a name that may be another', 'medium', "for (const key in from) { let name = key; if (x) name += 'b'; to[name] = from[key]; }"],
  ])('any property may hold what is copied %s', (_, confidence, copy) => {
    const code = server(`const names = { a: 'b' }, from = { a: x }, to = {}; ${copy} exec('ls ' + to.b);`);
    expect(told(code)).toContain(`command ${confidence} from remote`);
  });

  it('tests of what is copied hold of the copy', () => {
    const code = (test: string): string =>
      server(`const from = { a: x }, to = {}; for (const k in from) { const v = from[k]; if (${test}) to[k] = v; } exec('ls ' + to.a);`);
    expect(told(code('/^[a-z]+$/.test(v)'))).toEqual([]);
    expect(told(code('v !== undefined'))).toEqual(['command high from remote']);
    const twice = code('/^[a-z]+$/.test(v)').replace("exec('ls", () => "for (const k in from) to[k] = from[k]; exec('ls");
    expect(told(twice)).toEqual(['command high from remote']);
  });

  it('what is annotated as text seldom holds anything, but TypeScript keeps no object out', () => {
    const code = (type: string): Sources => ({
      'index.ts': `const { exec } = require('child_process');
function run(name: ${type}) { exec('ls ' + name); }
require('express')().get('/', (req: any) => { const list: any = [req.query.x]; run(list); });`,
    });
    expect(told(code('any'))).toEqual(['command high from remote']);
    expect(told(code('string'))).toEqual(['command low from remote']);
  });

  it('what was stored once is not what it is asked for by', () => {
    expect(told('document.body.innerHTML = localStorage.getItem(location.href);')).toEqual([]);
    expect(link('document.body.innerHTML = localStorage.getItem(location.href);').sinks).toHaveLength(1);
    expect(told('document.body.innerHTML = cache.getItem(location.href);')).toEqual(['xss medium from browser']);
  });
});

describe('a database that only the names of its methods tell', () => {
  const server = "import express from 'express'; express().post('/', (req, res) => { db.users.findOne({ _id: req.body.id }); });";
  const of = (files: Sources): readonly string[] => follow(files).flows.map((flow) => `${flow.class} ${flow.confidence}`);

  it.each([
    ['imports', { 'a.ts': `import { db } from './b'; export const a = 1; ${server}` }],
    ['declares', { 'a.ts': `let db; export const a = 1; ${server}` }],
    ['takes from another script', { 'a.js': server.replace("import express from 'express';", "const express = require('express');") }],
    ['has by a framework that imports for it', { 'a.ts': `export const a = 1; ${server}`, 'db.ts': 'export const db = connect();' }],
    ['has from another that makes it global', { 'a.ts': `export const a = 1; ${server}`, 'db.js': 'globalThis.db = connect();' }],
  ])('blocks in a module that %s it', (_, files) => {
    expect(of(files)).toEqual(['nosql medium']);
  });

  it('is told at low confidence in a module where nothing defines it', () => {
    expect(of({ 'a.ts': `export const a = 1; ${server}` })).toEqual(['nosql low']);
  });
});

describe('what callers hand in and get back in an object', () => {
  const run = "exports.run = (text) => { require('child_process').exec('ls ' + parse(text).name); };";
  const own = "exports.start = () => { require('child_process').exec('ls ' + parse('main').name); };";

  it.each([
    ['goes to them, not to the program', `${own} const parse = (text) => ({ name: text }); exports.parse = parse;`, []],
    ['is what others hand in', `${run} const parse = (text) => ({ name: text }); exports.parse = parse;`, ['command medium']],
    [
      'goes to the program where it is kept as well',
      `${own} let last; const parse = (text) => { const made = { name: text }; last = made; return last; }; exports.parse = parse;`,
      ['command medium'],
    ],
  ])('%s', (_, source, flows) => {
    expect(follow(source).flows.map((flow) => `${flow.class} ${flow.confidence}`)).toEqual(flows);
  });
});

it('what calls the functions of an extension names paths as it likes, but no commands', () => {
  const code = `const { exec } = require('child_process'), fs = require('fs');
exports.open = (name) => { exec('open ' + name); };
exports.save = (name) => { fs.writeFileSync('/srv/' + name, ''); };`;
  const manifest = { name: 'a', main: 'index.js', engines: { vscode: '^1.90.0' }, contributes: {} };
  const told = (json: object): readonly string[] => follow({ 'index.js': code }, { 'package.json': json }).flows.map(({ class: of }) => of);
  expect(told(manifest)).toEqual(['command']);
  expect(told({ ...manifest, engines: {} })).toEqual(['command', 'path']);
  expect(told({ ...manifest, private: true })).toEqual([]);
});
