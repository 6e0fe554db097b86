// Flows of whole programs: what is told of them, and how surely.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

function told(source: Parameters<typeof follow>[0]): readonly string[] {
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence} from ${flow.sourceKind}`);
}

describe('old-style packages', () => {
  it('a server of files', () => {
    const source = `
var http = require('http'), fs = require('fs'), url = require('url'), path = require('path');
http.createServer(function (req, res) {
  var name = url.parse(req.url).pathname;
  fs.readFile(path.join(__dirname, name), function (err, data) { res.end(data); });
}).listen(80);`;
    expect(told(source)).toContain('path high from remote');
  });

  it('an option in a command', () => {
    const source = `
var exec = require('child_process').exec;
module.exports = function (options, done) { exec('tool --name ' + options.name, done); };`;
    expect(told(source)).toEqual(['command medium from parameter']);
  });

  it.each([
    ['by default', "import exec from 'run-line'; export const show = (name) => exec('show ' + name);"],
    ['by name', "import { execSync as go } from 'run-line'; export const show = (name) => go('show ' + name);"],
    ['required', "const exec = require('run-line'); exports.show = (name) => exec('show ' + name);"],
    ['as a member', "const lines = require('run-line'); exports.show = (name) => lines.runCommand('show ' + name);"],
  ])('a command line that is run by a package that nothing is known of, named %s', (_, source) => {
    expect(told(source)).toEqual(['command low from parameter']);
  });

  it.each([
    ['a pattern', "exports.find = (pattern, name) => pattern.exec('show ' + name);"],
    ['a file of its own', "const exec = require('./run'); exports.show = (name) => exec('show ' + name);"],
  ])('what is named alike and is no package: %s', (_, source) => {
    expect(told(source)).toEqual([]);
  });

  it.each([
    ['from where the program was started', 'path.resolve(process.cwd(), file)', []],
    ['by a variable for it', 'path.resolve(start, file)', []],
    ['by the option for it', 'path.resolve(options.cwd ?? process.cwd(), file)', []],
    ['by what has only the name of that option', 'path.resolve(options.cwd, file)', ['path medium from parameter']],
    ['by another option', 'path.resolve(options.root ?? process.cwd(), file)', ['path medium from parameter']],
    ['from a folder', 'path.resolve(__dirname, file)', ['path medium from parameter']],
    ['from what only is called so', 'path.resolve(cwd(), file)', ['path medium from parameter']],
    ['further down', "path.resolve(process.cwd(), 'data', file)", ['path medium from parameter']],
  ])("a caller's path, resolved %s", (_, made, flows) => {
    const source = `
const fs = require('fs'), path = require('path');
const start = process.cwd();
const options = require('./options.json');
function cwd() { return '/srv/data'; }
module.exports = function (file) { return fs.readFileSync(${made}); };`;
    expect(told(source)).toEqual(flows);
  });

  it('what goes through a chain of tasks', () => {
    const source = `
const async = require('async'), fs = require('fs');
const steps = [(data, next) => next(null, data)];
const run = async.seq.apply(async, steps);
require('http').createServer((req, res) => {
  run({ file: './public' + req.url, res }, (error, result) => fs.createReadStream(result.file).pipe(res));
});`;
    expect(told(source)).toContain('path high from remote');
  });

  it('code that was a tree in between', () => {
    const source = `
const { parse } = require('acorn'), { generate } = require('astring');
exports.run = (code) => eval('(' + generate(parse(code, { ecmaVersion: 2024 })) + ')');`;
    expect(told(source)).toEqual(['code medium from parameter']);
  });

  it('what is handed through to where it belongs', () => {
    const source = `
var fs = require('fs');
module.exports = function (file, done) { fs.readFile(file, done); };`;
    expect(told(source)).toEqual([]);
  });

  it('methods and fields of instances', () => {
    const source = `
const { exec } = require('child_process');
function Tool(options) { this.options = options; }
Tool.prototype.run = function () { var self = this; setTimeout(function () { exec('x ' + self.options.target); }, 1); };
module.exports = Tool;`;
    expect(told(source)).toEqual(['command medium from parameter']);
  });
});

describe('what is read of a page', () => {
  it.each([
    ['of the window', 'window.name', ['xss high from browser']],
    ['of what may be an object of the program', '(x ? window : { name: x }).name', ['xss low from browser']],
  ])('%s', (_, name, want) => {
    const source = `export function show(x) { document.body.innerHTML = ${name}; }`;
    expect(told(source).filter((flow) => flow.includes('browser'))).toEqual(want);
  });

  it('what a script offers on the window that it was handed is its API', () => {
    const source = "(function (root) { root.show = (text) => { document.body.innerHTML = '<b>' + text; }; })(window);";
    expect(told(source)).toEqual(['xss medium from parameter']);
  });
});

describe('prototypes', () => {
  it.each([
    [
      'reduced',
      "exports.set = (target, path, value) => { const keys = path.split('.'); const last = keys.pop(); keys.reduce((o, k) => o[k] = o[k] || {}, target)[last] = value; };",
    ],
    [
      'recursive by path',
      "exports.set = function set(target, path, value) { const [first, ...rest] = path.split('.'); if (rest.length === 0) target[first] = value; else set(target[first], rest.join('.'), value); };",
    ],
    [
      'merged by keys',
      "function merge(a, b) { Object.keys(b).forEach(function (key) { if (b[key] && typeof b[key] === 'object') { a[key] = a[key] || {}; merge(a[key], b[key]); } else { a[key] = b[key]; } }); } module.exports = merge;",
    ],
    ['with a helper that writes', 'function put(o, k, v) { o[k] = v; } exports.set = (target, a, b, v) => { put(target[a], b, v); };'],
    ['with a helper that reads', 'function get(o, k) { return o[k]; } exports.set = (target, a, b, v) => { get(target, a)[b] = v; };'],
    [
      'by arguments',
      "module.exports = function () { var target = arguments[0]; for (var i = 1; i < arguments.length; i++) { var from = arguments[i]; for (var k in from) { if (typeof target[k] === 'object') module.exports(target[k], from[k]); else target[k] = from[k]; } } };",
    ],
  ])('are polluted: %s', (_, source) => {
    expect(told(source)).toContain('prototype medium from parameter');
  });

  it.each([
    ['one step', 'exports.set = (target, key, value) => { target[key] = value; };'],
    ['a copy of one level', 'exports.copy = (from) => { const to = {}; for (const key in from) to[key] = from[key]; return to; };'],
    [
      'a list of lists by numbers',
      'exports.fill = (rows, value) => { for (let i = 0; i < rows.length; i++) for (let j = 0; j < 9; j++) rows[i][j] = value; };',
    ],
    [
      'a map of maps',
      'const all = new Map(); exports.put = (a, b, v) => { if (!all.has(a)) all.set(a, new Map()); all.get(a).set(b, v); };',
    ],
    ['a name with a prefix', "const all = {}; exports.put = (a, b, v) => { all['x:' + a] = all['x:' + a] || {}; all['x:' + a][b] = v; };"],
  ])('are safe: %s', (_, source) => {
    expect(told(source).filter((flow) => flow.startsWith('prototype'))).toEqual([]);
  });

  it('a constant property of what a name chooses is not told', () => {
    expect(told('exports.put = (target, key, value) => { target[key].title = value; };')).toEqual([]);
  });
});

describe('parameters that a name says are private', () => {
  it.each([
    ['an export', 'exports._run = (x) => require("child_process").exec("ls " + x);', 'low'],
    ['what an export keeps', 'exports.run = { _inner: { go: (x) => require("child_process").exec("ls " + x) } };', 'low'],
    ['no word', 'exports._ = { run: (x) => require("child_process").exec("ls " + x) };', 'medium'],
    ['another name as well', 'exports._run = (x) => require("child_process").exec("ls " + x); exports.run = exports._run;', 'medium'],
    [
      'what Node.js calls of a stream',
      'exports.T = class extends require("stream").Transform { _transform(x) { require("child_process").exec("ls " + x); } };',
      'medium',
    ],
  ])('%s', (_, source, confidence) => {
    expect(follow(source).flows.map((flow) => flow.confidence)).toEqual([confidence]);
  });
});

describe('of several writes to what may be a prototype', () => {
  const walk = (body: string): string =>
    `exports.set = (o, path, value) => { const keys = path.split('.'); for (const key of keys) { ${body} } };`;
  it.each([
    ['the one with a value from outside', walk('o[key] = {}; o[key] = [value]; o[key] = value; o = o[key];'), ['o[key] = value']],
    ['of branches the last', walk('if (value.a) o[key] = value.a; else o[key] = value; o = o[key];'), ['o[key] = value']],
    ['else what a call made', walk('o[key] = {}; o[key] = copy(value); o[key] = []; o = o[key];'), ['o[key] = copy(value)']],
    ['else the last', walk('o[key] = {}; o[key] = o[key] || []; o = o[key];'), ['o[key] = o[key] || []']],
  ])('is told: %s', (_, source, want) => {
    const flows = follow(source).flows.filter((flow) => flow.class === 'prototype');
    expect(flows.map(({ steps }) => source.slice(steps.at(-1)?.start, steps.at(-1)?.end))).toEqual(want);
  });

  it('none is left out for one whose name comes from another parameter', () => {
    const fill = (path: string): string => `for (const key of ${path}.split('.')) { o[key] = o[key] || {}; o = o[key]; }`;
    const count = (body: string): number =>
      follow(`exports.set = (o, a, b) => { ${body} };`).flows.filter((flow) => flow.class === 'prototype').length;
    expect([count(fill('a')), count(fill('a') + fill('b')), count(fill('a') + fill('a'))]).toEqual([1, 2, 1]);
  });

  it('none is left out for one that comes from elsewhere', () => {
    const source = `require('http').createServer((req) => { const sent = JSON.parse(req.headers.a); set({}, sent.path, sent.value); });
      function set(o, path, value) { for (const key of path.split('.')) { o[key] = o[key] || {}; o = o[key]; } }
      exports.set = set;`;
    expect(told(source)).toContain('prototype high from remote');
  });
});

it('text that is written piece by piece is told once for each source in a function, by the last of its surest pieces', () => {
  const source = `const gen = require('generate-function')();
exports.make = (a, b) => { gen('v ' + a); gen('x ' + a); gen('y ' + b); gen('z'); const put = () => gen('w ' + a); eval(a + b); };`;
  const told = follow(source).flows.map(({ steps }) => source.slice(steps.at(-1)?.start, steps.at(-1)?.end));
  expect(told).toEqual(["gen('x ' + a)", "gen('y ' + b)", "gen('w ' + a)", 'eval(a + b)']);
});

it('what a callback gives back is told where it does so', () => {
  const source = "require('markdown-it')({\n  linkify: true,\n  highlight: (code) => { const html = '<b>' + code; return html; },\n});";
  const [flow] = follow(source).flows;
  expect(source.slice(flow?.steps.at(-1)?.start, flow?.steps.at(-1)?.end)).toBe("'<b>' + code");
});

describe('what is handed on', () => {
  const head = "const fs = require('fs'), path = require('path'), root = path.resolve('data');";
  it.each([
    ['a path as it came', 'fs.readFileSync(p)', []],
    ['a path from the working folder on', 'fs.readFileSync(path.resolve(process.cwd(), p))', []],
    [
      'a path from the working folder on, which is kept',
      'fs.readFileSync(path.resolve(process.cwd(), root, p))',
      ['path medium from parameter'],
    ],
    ['a path within a folder', 'fs.readFileSync(path.resolve(root, p))', ['path medium from parameter']],
  ])('by a package: %s', (_, use, expected) => {
    expect(told(`${head} exports.load = (p) => ${use};`)).toEqual(expected);
  });

  it('by a closure that gives back what its function was handed', () => {
    const source =
      "const { exec } = require('child_process'); const wrap = (s) => { const get = () => s; exec('ls ' + get()); }; exports.a = (x) => wrap(x); exports.b = () => wrap('b');";
    expect(told(source)).toEqual(['command medium from parameter']);
  });

  it.each([
    ['a request that is sent', 'fetch(new Request(req.query.to))', ['request high from remote']],
    ['a request that is only made', 'inner(new Request(req.query.to))', []],
    [
      'the type that bytes have',
      "require('fs').writeFileSync('pictures/a.' + (await require('file-type').fromBuffer(req.body)).ext, '')",
      [],
    ],
  ])('by a server: %s', (_, use, expected) => {
    expect(told(`require('express')().get('/', async (req) => { ${use} });`)).toEqual(expected);
  });
});

describe('what is told', () => {
  const guarded = `
const express = require('express'), path = require('path'), fs = require('fs');
const root = path.resolve('data');
express().get('/', (req, res) => {
  const file = path.resolve(root, req.query.file);
  if (!file.startsWith(root)) return res.end();
  fs.readFile(file, () => {});
});`;

  it('tests that did not do, and why', () => {
    const flows = follow(guarded).flows.filter((flow) => flow.class === 'path');
    expect(flows.map(({ confidence }) => confidence)).toEqual(['low']);
    expect(flows[0]?.failedGuards.map(({ why }) => why)).toEqual([
      'the beginning that it is compared with does not end in a separator: a neighbouring folder may begin the same',
    ]);
    const [failed] = flows[0]?.failedGuards ?? [];
    expect(guarded.slice(failed?.start, failed?.end)).toBe('file.startsWith(root)');
  });

  it('the way, from the source to the sink', () => {
    const steps = follow(guarded).flows.find((flow) => flow.class === 'path')?.steps ?? [];
    expect(steps.map(({ what, start, end }) => `${what}: ${guarded.slice(start, end).slice(0, 40)}`)).toEqual([
      'query of a request: req.query',
      'is read from a property: req.query.file',
      'is built into what a call gives back: path.resolve(root, req.query.file)',
      'goes into path of a file to read: fs.readFile(file, () => {})',
    ]);
  });

  it('one flow for a sink and class, the surest', () => {
    const source = `
const { exec } = require('child_process');
require('express')().get('/', (req) => { exec('a ' + req.query.a + process.argv[2] + req.query.b); });`;
    expect(told(source)).toEqual(['command high from remote']);
  });

  it('the same each time', () => {
    expect(follow(guarded)).toEqual(follow(guarded));
  });

  it('nothing of what comes by another call', () => {
    const source = `
const { exec } = require('child_process');
const trim = (text) => text.trim();
require('express')().get('/', (req, res) => { res.json(trim(req.query.a)); exec(trim('ls ')); });`;
    expect(told(source).filter((flow) => flow.startsWith('command'))).toEqual([]);
  });

  it('a check of another value does not help', () => {
    const source = `
const { exec } = require('child_process');
require('express')().get('/', (req) => { if (!/^[a-z]+$/.test(req.query.b)) return; exec('ls ' + req.query.a); });`;
    expect(told(source)).toEqual(['command high from remote']);
  });

  it('a function whose name says that it checks makes it doubtful', () => {
    const source = `
const { exec } = require('child_process');
const { isSafeName } = require('./elsewhere');
require('express')().get('/', (req) => { const name = req.query.a; if (!isSafeName(name)) return; exec('ls ' + name); });`;
    expect(told(source)).toEqual(['command low from remote']);
  });

  it('a looked-up value is not the name that it was looked up by', () => {
    const source = `
const { exec } = require('child_process');
const commands = { a: 'ls', b: 'df' };
require('express')().get('/', (req) => { exec(commands[req.query.a]); });`;
    expect(told(source)).toEqual([]);
  });

  it('a path that was resolved before `..` was looked for', () => {
    const source = `
const path = require('path'), fs = require('fs');
require('express')().get('/', (req) => {
  const file = path.join('/srv', req.query.a);
  if (file.includes('..')) return;
  fs.readFile(file, () => {});
});`;
    expect(told(source)).toContain('path high from remote');
  });
});

describe('an extension of an editor that loads a library', () => {
  const files = {
    'ext/main.js': "module.exports = require('../lib/read.js').read;",
    'lib/index.js': "exports.files = { disk: require('./read.js') };",
    'lib/read.js': "exports.read = (name) => require('fs').readFileSync('/srv/' + name);",
  };
  it.each(['main.js', '../lib/index.js'])('takes none of its API away: %s', (main) => {
    const extension = { name: 'ext', main, engines: { vscode: '1' }, activationEvents: [] };
    const manifests = { 'ext/package.json': extension, 'lib/package.json': { name: 'lib', main: 'index.js' } };
    expect(follow(files, manifests).flows.map((flow) => `${flow.class} ${flow.confidence}`)).toEqual(['path medium']);
    expect(follow(files, { 'ext/package.json': extension }).flows).toEqual([]);
  });
});
