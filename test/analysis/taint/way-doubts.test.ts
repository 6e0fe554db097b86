// How far a way is believed that goes through properties whose names are not known.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

/** How surely the classes are told of `x`, text from a request, and of `body`, an object from one. */
function toldOf(text: string): readonly string[] {
  const source = `const { exec } = require('child_process');
require('express')().post('/', (req, res) => {
  const x = String(req.query.x);
  const body = req.body;
  ${text}
});`;
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence}`);
}

const kept = 'const from = { path: x, mode: "r" }; const to = { other: "a" };';
/** More objects are copied by it than are told apart. */
const extend = `function extend(a, b) { for (const key in b) a[key] = b[key]; return a; }
  ${Array.from({ length: 12 }, (_, index) => `extend({ a: 1 }, { n${String(index)}: '${String(index)}' });`).join(' ')}`;

describe('what is kept under one name', () => {
  it('and copied with too many others to tell apart comes out under that name', () => {
    expect(toldOf(`${kept} ${extend} extend(to, from); exec('ls ' + to.path);`)).toEqual(['command high']);
  });

  it('and comes out under another is told at low confidence', () => {
    expect(toldOf(`${kept} ${extend} extend(to, from); exec('ls ' + to.other);`)).toEqual(['command low']);
  });

  it('and is given another name, by whatever table, is not', () => {
    expect(toldOf(`${kept} for (const key in from) to[table[key]] = from[key]; exec('ls ' + to.other);`)).toEqual(['command medium']);
  });

  it('and is given another name by the program itself is as sure as before', () => {
    expect(toldOf(`${kept} to.other = from.path; exec('ls ' + to.other);`)).toEqual(['command high']);
  });

  it('is one rank less sure where it is read under a name that is not known', () => {
    expect(toldOf(`${kept} exec('ls ' + from[res.name]);`)).toEqual(['command medium']);
    expect(toldOf(`${kept} exec('ls ' + from.path);`)).toEqual(['command high']);
  });

  it('says nothing of elements of lists, which do move', () => {
    expect(toldOf("const list = ['a', x]; const to = []; for (const each of list) to.push(each); exec('ls ' + to[0]);")).toEqual([
      'command high',
    ]);
  });
});

describe('text of whole objects', () => {
  it('is as sure as before, but where one stands deep within others', () => {
    expect(toldOf("exec('ls ' + JSON.stringify({ a: x }));")).toEqual(['command high']);
    expect(toldOf("exec('ls ' + JSON.stringify({ a: { a: x } }));")).toEqual(['command high']);
    expect(toldOf("exec('ls ' + JSON.stringify({ a: { a: { a: x } } }));")).toEqual(['command medium']);
  });
});

describe('a function that calls another by the name it is handed', () => {
  const service = `const service = {
    run(text) { exec('ls ' + text); },
    print(text) { console.error(text.length); },
  };
  function find(name) { return service[name]; }
  function invoke(name, ...args) { return find(name).apply(service, args); }
  invoke('run', 'a'); invoke('print', 'a');`;

  it.each([
    ['of this one', "invoke('run', x);", ['command high']],
    ['of another', "invoke('print', x);", ['command low']],
    ['of one that is not known', 'invoke(res.name, x);', ['command high']],
    ['of both', "invoke('print', x); invoke('run', x);", ['command high']],
  ])('%s', (_, call, told) => {
    expect(toldOf(`${service} ${call}`)).toEqual(told);
  });
});

describe('what callers of a package hand in', () => {
  const manifests = { 'lib/package.json': { name: 'lib', main: 'index.js' }, 'app/package.json': { name: 'app', private: true } };
  const run = "exports.run = (text) => { require('child_process').exec('ls ' + text); };";
  const library = 'exports.start = (plugin, options) => { plugin.run(options.name); };';
  const told = (files: Readonly<Record<string, string>>): readonly string[] =>
    follow(files, manifests).flows.map((flow) => `${flow.class} ${flow.confidence}`);

  it('is told of the package itself', () => {
    const files = { 'lib/index.js': `const plugin = require('./plugin'); ${library} exports.start(plugin, {});`, 'lib/plugin.js': run };
    expect(told(files)).toEqual(['command medium']);
  });

  it('is told with less of what goes through code that uses it', () => {
    const use = `${run} require('../lib/index.js').start(exports, { name: 'main' });`;
    expect(told({ 'lib/index.js': library, 'app/index.js': use })).toEqual(['command low']);
  });
});

describe('names of the properties', () => {
  const merge =
    'function merge(to, from) { for (const key in from) { if (typeof from[key] === "object") merge(to[key], from[key]); else to[key] = from[key]; } }';

  it.each([
    ['an object from a request', 'body', ['prototype high']],
    ['parsed text', 'JSON.parse(x)', ['prototype high']],
    ['text that is put together', '"a" + body.a', []],
    ['text that is cut', 'body.a.trim()', []],
  ])('of %s', (_, from, told) => {
    expect(toldOf(`${merge} merge({}, ${from});`).filter((flow) => flow.startsWith('prototype'))).toEqual(told);
  });
});

it('which array is made text is less sure where several may come to the property that it is read from', () => {
  const one = "run({ l: [x] }); function run(o) { exec('ls ' + o.l); }";
  expect(toldOf("run([x]); function run(l) { exec('ls ' + l); }")).toEqual(['command high']);
  expect(toldOf("run([x]); run(['a']); function run(l) { exec('ls ' + l); }")).toEqual(['command high']);
  expect(toldOf(one)).toEqual(['command high']);
  expect(toldOf(`${one} run({ l: ['a'] });`)).toEqual(['command low']);
  expect(
    toldOf("class Run { l = []; add(a) { this.l.push(a); } run() { exec('ls ' + this.l); } } const r = new Run(); r.add(x); r.run();"),
  ).toEqual(['command high']);
});
