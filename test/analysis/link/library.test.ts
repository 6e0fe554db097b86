// What library models do to programs: sinks with conditions, callbacks, types, decorators, summaries, what is written.
import { expect, test } from 'vitest';
import { link, reach, sunk, valueOf } from './program.ts';

const cases: readonly (readonly [name: string, text: string, reported: readonly string[]])[] = [
  ['a condition that holds', "require('shell').run(taint(), { shell: true });", ["require('shell').run(taint(), { shell: true })"]],
  ['a condition that does not', "require('shell').run(taint(), { shell: false }); require('shell').run(taint());", []],
  ['a condition on a variable', "const o = { shell: true }; const s = require('shell'); s.run(taint(), o);", ['s.run(taint(), o)']],
  ['a sink in an options object', "const s = require('shell'); const o = {}; o.url = taint(); s.request(o);", ['s.request(o)']],
  ['a sink in options from elsewhere', "const s = require('shell'); s.request(taint());", ['s.request(taint())']],
  ['a parameter of a callback', "require('shell').listen((id, message) => { sink('id', id); sink('message', message); });", ['message']],
  [
    'a parameter of a bound callback',
    "require('shell').listen(function (own, id, message) { sink('id', id); sink('message', message); }.bind(null, 1));",
    ['message'],
  ],
  ['a callback in arguments', "require('shell').listen(function () { sink('0', arguments[0]); sink('1', arguments[1]); });", ['1']],
  ['a callback in an object', "require('shell').configure({ handlers: { a(v) { sink('a', v); } }, other(v) { sink('b', v); } });", ['a']],
  [
    'a callback that is written',
    "const s = new (require('shell').Server)(); s.onmessage = function (m) { sink('m', m); return m; };",
    ['m', "s.onmessage = function (m) { sink('m', m); return m; }"],
  ],
  [
    'a method of what extends a library',
    "const { Server } = require('shell'); class S extends Server { onmessage(m) { sink('m', m); } }",
    ['m'],
  ],
  ['a summary into a callback', "require('shell').each([taint()], function (v) { sink('v', v); });", ['v']],
  ['a summary into a result', "const r = require('shell').wrap(taint()); sink('w', r.wrapped); sink('o', r.other);", ['w']],
  [
    'a function that is promised',
    "const { promisify, listen } = require('shell'); promisify(listen)((id, m) => { sink('m', m); });",
    ['m'],
  ],
  ['members of imports', "import { run as go } from 'shell'; go(taint(), { shell: true });", ['go(taint(), { shell: true })']],
  ['the default of a library', "import shell from 'shell'; shell.run(taint(), { shell: true });", ['shell.run(taint(), { shell: true })']],
  [
    'a library through another file of ours',
    "import { s } from './again.js'; s.run(taint(), { shell: true });",
    ['s.run(taint(), { shell: true })'],
  ],
  [
    'a library in an object',
    "const deps = { shell: require('shell') }; deps.shell.run(taint(), { shell: true });",
    ['deps.shell.run(taint(), { shell: true })'],
  ],
  ['then of a library', "require('shell').Query('x').then((v) => { sink('v', v); });", ['v']],
];

test.each(cases)('%s', (_, text, reported) => {
  expect(sunk(link({ 'main.mjs': text, 'again.js': "export const s = require('shell');" }))).toEqual(reported);
});

test('types of annotations and decorators give places of libraries', () => {
  const program = link({
    'main.ts': `import { Message, Query, Route } from 'shell';
      export class C {
        typed(m: Message) { sink('typed', m); }
        decorated(@Query('q') q: string, other: string) { sink('decorated', q); sink('other', other); }
        @Route('/') routed(v: string) { sink('routed', v); }
      }`,
  });
  expect(sunk(program)).toEqual(['decorated', 'routed', 'typed']);
});

test('a class of another file is known by its name in an annotation', () => {
  const program = link({
    'main.ts': "import { S } from './service.js'; export class C { constructor(private readonly s: S) {} m() { this.s.run(taint()); } }",
    'service.ts': "export class S { run(v: string) { sink('run', v); } }",
  });
  expect(sunk(program)).toEqual(['run']);
});

test('what no model knows hands on by a guess, and says so', () => {
  const program = link({ 'main.js': "sink('x', require('nobody-knows').f(taint()));" });
  expect(sunk(program)).toEqual([]);
  expect(sunk(program, true)).toEqual(['x']);
});

test('callees are told with the guards of their models', () => {
  const { flow, ...program } = link({ 'main.js': "function own() {} own(); v.startsWith('a'); require('path').isAbsolute(v); what(v);" });
  const callees = (text: string): unknown =>
    flow.calleesOf(valueOf({ flow, ...program }, text)).map((callee) => ('name' in callee ? callee.name : callee.kind));
  expect(callees('own()')).toEqual(['function']);
  expect(callees("v.startsWith('a')")).toEqual(['String.prototype.startsWith']);
  expect(callees("require('path').isAbsolute(v)")).toEqual(['path.isAbsolute']);
  expect(callees('what(v)')).toEqual(['what']);
});

test('edges of calls know their site, and of texts what stands before', () => {
  const program = link({ 'main.js': "function f(a) { return '/root/' + a; } f(one); f(two);" });
  const { flow } = program;
  const sites = [...reach(flow, [valueOf(program, 'one')])]
    .flatMap((value) => flow.outOf(value))
    .filter(({ kind }) => kind === 'call' || kind === 'return');
  expect(new Set(sites.filter(({ kind }) => kind === 'call').map(({ site }) => site))).toEqual(new Set([valueOf(program, 'f(one)')]));
  expect(flow.into(valueOf(program, "'/root/' + a")).map(({ kind, prefix }) => [kind, prefix])).toEqual([
    ['built', ''],
    ['built', '/root/'],
  ]);
});

test('what an object holds meets the sanitizers of a call that takes the object', () => {
  const program = link({ 'a.js': "const { quote } = require('shell-quote'); const result = quote([taint()]);" });
  const edges = program.flow.into(valueOf(program, 'quote([taint()])'));
  expect(edges.length).toBeGreaterThan(0);
  expect(edges.filter(({ sanitizers }) => sanitizers.length === 0)).toEqual([]);
});
