// What crosses from file to file, in every way in which modules are written or compiled.
import { describe, expect, it, test } from 'vitest';
import { link, sunk, type Files } from './program.ts';

const use = "const { run, other } = require('./lib'); run(taint()); other(1);";
const lib = "function run(v) { sink('run', v); } function other(v) { sink('other', v); }";

const modules: readonly (readonly [name: string, files: Files])[] = [
  ['module.exports with a literal', { 'main.js': use, 'lib.js': `${lib} module.exports = { run, other };` }],
  ['exports one by one', { 'main.js': use, 'lib.js': `${lib} exports.run = run; module.exports.other = other;` }],
  [
    'exports under two names',
    { 'main.js': use, 'lib.js': `${lib} var api = exports = module.exports = {}; api.run = run; exports.other = other;` },
  ],
  ['a folder with an index', { 'main.js': use, 'lib/index.js': `${lib} module.exports = { run: run, other: other };` }],
  [
    'a folder with a manifest',
    { 'main.js': use, 'lib/package.json': '{"main":"./a/b"}', 'lib/a/b.js': `${lib} module.exports = { run, other };` },
  ],
  [
    'a function that is the module',
    { 'main.js': "require('./lib')(taint());", 'lib.js': "module.exports = function (v) { sink('run', v); };" },
  ],
  [
    'a class that is the module',
    { 'main.js': "const L = require('./lib'); new L().run(taint());", 'lib.js': "module.exports = class { run(v) { sink('run', v); } };" },
  ],
  [
    'modules that are handed on',
    { 'main.js': use, 'lib.js': "module.exports = require('./deep/lib.js');", 'deep/lib.js': `${lib} module.exports = { run, other };` },
  ],
  [
    'modules that require each other',
    { 'main.js': `${use} exports.x = 1;`, 'lib.js': `const main = require('./main'); ${lib} module.exports = { run, other };` },
  ],
  [
    'named exports',
    { 'main.mjs': "import { run, other as o } from './lib.mjs'; run(taint()); o(1);", 'lib.mjs': `${lib} export { run, other };` },
  ],
  [
    'default exports',
    { 'main.mjs': "import lib from './lib.mjs'; lib(taint());", 'lib.mjs': "export default function (v) { sink('run', v); }" },
  ],
  [
    'namespaces',
    { 'main.mjs': "import * as lib from './lib.mjs'; lib.run(taint()); lib.other(1);", 'lib.mjs': `${lib} export { run, other };` },
  ],
  [
    'dynamic imports',
    { 'main.mjs': "const { run } = await import('./lib.mjs'); run(taint());", 'lib.mjs': `${lib} export { run, other };` },
  ],
  [
    'dynamic imports with then',
    { 'main.js': "import('./lib.mjs').then(function (m) { m.run(taint()); });", 'lib.mjs': `${lib} export { run, other };` },
  ],
  [
    'export star',
    {
      'main.mjs': "import { run } from './a.mjs'; run(taint());",
      'a.mjs': "export * from './b.mjs';",
      'b.mjs': "export * from './lib.mjs';",
      'lib.mjs': `${lib} export { run, other };`,
    },
  ],
  [
    're-exports under another name',
    {
      'main.mjs': "import { go } from './a.mjs'; go(taint());",
      'a.mjs': "export { run as go } from './lib.mjs';",
      'lib.mjs': `${lib} export { run, other };`,
    },
  ],
  [
    'export star as',
    {
      'main.mjs': "import { l } from './a.mjs'; l.run(taint());",
      'a.mjs': "export * as l from './lib.mjs';",
      'lib.mjs': `${lib} export { run, other };`,
    },
  ],
  [
    'import of CommonJS',
    {
      'main.mjs': "import lib, { other } from './lib.js'; lib.run(taint()); other(1);",
      'lib.js': `${lib} module.exports = { run, other };`,
    },
  ],
  [
    'require of a module',
    { 'main.js': "const lib = require('./lib.mjs'); lib.run(taint()); lib.other(1);", 'lib.mjs': `${lib} export { run, other };` },
  ],
  [
    'TypeScript',
    { 'main.ts': "import { run } from './lib.js'; run(taint());", 'lib.ts': "export function run(v: string): void { sink('run', v); }" },
  ],
  [
    'paths of tsconfig.json',
    {
      'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"@app/*":["src/app/*"]}}}',
      'main.ts': "import { run } from '@app/lib'; run(taint());",
      'src/app/lib.ts': `${lib} export { run, other };`,
    },
  ],
  [
    'workspaces',
    {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/lib/package.json': '{"name":"@me/lib","main":"dist/x.js","exports":{".":{"import":"./src/lib.js"}}}',
      'packages/lib/src/lib.js': `${lib} module.exports = { run, other };`,
      'packages/app/main.js': "require('@me/lib').run(taint());",
    },
  ],
  [
    'a workspace that is not built',
    {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/lib/package.json': '{"name":"@me/lib","main":"dist/lib.js"}',
      'packages/lib/src/lib.ts': `${lib} module.exports = { run, other };`,
      'packages/app/main.js': "require('@me/lib').run(taint());",
    },
  ],
  [
    'a workspace that is not built, by subpath',
    {
      'packages/lib/package.json':
        '{"name":"@me/lib","exports":{"./run":{"types":"./dist/esm/a/run.d.ts","import":"./dist/esm/a/run.mjs"}}}',
      'packages/lib/a/run.ts': `${lib} module.exports = { run, other };`,
      'packages/app/main.js': "require('@me/lib/run').run(taint());",
    },
  ],
  [
    'a workspace by subpath',
    {
      'lib/package.json': '{"name":"lib","exports":{"./sub/*":"./src/*.js"}}',
      'lib/src/a.js': `${lib} module.exports = { run, other };`,
      'main.js': "require('lib/sub/a').run(taint());",
    },
  ],
  [
    'compiled default import',
    {
      'main.js': "var lib_1 = __importDefault(require('./lib')); lib_1.default(taint());",
      'lib.js': "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = function (v) { sink('run', v); };",
    },
  ],
  [
    'compiled default import of CommonJS',
    {
      'main.js': "var lib_1 = _interopRequireDefault(require('./lib')); (0, lib_1.default)(taint());",
      'lib.js': "module.exports = function (v) { sink('run', v); };",
    },
  ],
  [
    'compiled namespace',
    {
      'main.js': "const lib = __importStar(require('./lib')); lib.run(taint()); lib.other(1);",
      'lib.js': `${lib} exports.run = run; exports.other = other;`,
    },
  ],
  [
    'compiled export star',
    {
      'main.js': use,
      'lib.js': "__exportStar(require('./deep'), exports);",
      'deep.js': `${lib} exports.run = run; exports.other = other;`,
    },
  ],
  [
    'compiled re-export',
    {
      'main.js': use,
      'lib.js':
        "var m = require('./deep'); Object.defineProperty(exports, 'run', { enumerable: true, get: function () { return m.run; } }); Object.defineProperty(exports, 'other', { get: () => m.other });",
      'deep.js': `${lib} exports.run = run; exports.other = other;`,
    },
  ],
  [
    'a wrapper for every loader',
    {
      'main.js': use,
      'lib.js': `(function (root, factory) { if (typeof define === 'function' && define.amd) { define([], factory); } else if (typeof module === 'object') { module.exports = factory(); } else { root.lib = factory(); } })(this, function () { ${lib} return { run: run, other: other }; });`,
    },
  ],
  [
    'a module of define',
    {
      'main.js': "define(['./lib'], function (lib) { lib.run(taint()); });",
      'lib.js': `define([], function () { ${lib} return { run: run, other: other }; });`,
    },
  ],
];

test.each(modules)('%s', (_, files) => {
  expect(sunk(link(files))).toEqual(['run']);
});

test('what is not there is a gap, and a folder cannot stand in for a module of Node.js', () => {
  const program = link({
    'main.js': "require('./gone'); const { exec } = require('child_process'); exec(taint());",
    'child_process/package.json': '{"name":"child_process","main":"index.js"}',
    'child_process/index.js': 'exports.exec = function () {};',
  });
  expect(program.flow.gaps.map(({ file }) => file)).toEqual([0]);
  expect(sunk(program)).toEqual(['exec(taint())']);
});

describe('tests', () => {
  const run = "const { exec } = require('child_process'); exports.run = (text) => exec('git ' + text);";
  const sinks = (files: Readonly<Record<string, string>>): readonly number[] =>
    link(files)
      .flow.sinks.map(({ file }) => file)
      // Loading what is named elsewhere is a sink of its own.
      .filter((file) => file > 0);

  it('what arrives in a test that nothing else loads is not told, and the gaps say so', () => {
    const files = { 'index.js': '1', 'a.test.js': run, '__tests__/b.js': run };
    expect(sinks(files)).toEqual([]);
    expect(link(files).flow.gaps.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('test')));
  });

  it("a test's name is no cloak for what is imported", () => {
    expect(
      sinks({
        'index.js': "exports.run = require('./b.test.js').run",
        'b.test.js': "exports.run = require('./c.test.js').run",
        'c.test.js': run,
      }),
    ).toEqual([2]);
  });

  it.each([
    ['main', { main: './a.test' }],
    ['exports', { exports: { '.': { import: './a.test.js' } } }],
    ['bin', { bin: { p: 'a.test.js' } }],
    ['scripts', { scripts: { start: 'NODE_ENV=production node --require="./a.test.js" index.js' } }],
  ])('nor for what %s of a manifest names', (_, manifest) => {
    expect(sinks({ 'package.json': JSON.stringify(manifest), 'index.js': '1', 'a.test.js': run, 'b.test.js': run })).toEqual([1]);
  });

  it.each([
    "new Worker('./a.test.js')",
    "fork(path.join(__dirname, 'a.test.js'))",
    "module.require('./a.test')",
    "const load = createRequire(import.meta.url); load('./a.test.js')",
  ])('nor for what a text names: %s', (text) => {
    const index = `import { createRequire } from 'module'; import path from 'path'; import { fork } from 'child_process'; ${text}`;
    expect(sinks({ 'index.mjs': index, 'a.test.js': run, 'b.test.js': run })).toEqual([1]);
  });

  it.each([
    "import { run } from '@app/a.test'; run('main')",
    "import '~/a.test.js'",
    "export * from 'app/a.test'",
    "export { run } from '@/a.test.js'",
    "import { run } from './none/a.test'; run('main')",
  ])('nor for what is imported by a name that only a bundler knows: %s', (index) => {
    expect(sinks({ 'index.mjs': index, 'a.test.js': run, 'b.test.js': run })).toEqual([1]);
    expect(sinks({ 'index.mjs': index.replace('a.test', 'a'), 'a.test.js': run, 'b.test.js': run })).toEqual([]);
  });

  it.each([
    ["import { run } from '@app/__mocks__/a'; run('main')", 1],
    ["new Worker('app/__mocks__/a.js')", 1],
    ["import '~/__mocks__'", 2],
  ])('nor for what stands in a folder of tests, and is named with it: %s', (index, file) => {
    expect(sinks({ 'index.mjs': index, 'lib/__mocks__/a.js': run, 'lib/__mocks__/index.js': run, 'lib/__tests__/a.js': run })).toEqual([
      file,
    ]);
  });

  it.each([
    'require(name)',
    'import(`./${name}.js`)',
    'names.map(require)',
    'const load = require; load(name)',
    'require.call(null, name)',
    'require.context(".")',
    'require.main.require(name)',
    "require('module').createRequire(__filename)(name)",
    'exports.load = require',
    'function f() { return require; }',
    'import.meta.glob("./*.js")',
  ])('nor where any file may be loaded: %s', (text) => {
    expect(sinks({ 'index.js': text, 'a.test.js': run })).toEqual([1]);
  });

  it('is marked where only a name that is not known may load it', () => {
    const { flow } = link({ 'index.js': 'import(name)', 'a.test.js': run, 'b.test.js': run, 'c.js': "require('./b.test.js')" });
    expect(flow.sinks.filter(({ file }) => file > 0).map(({ file, inTest = false }) => [file, inTest])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(flow.tests).toEqual([]);
    expect(link({ 'index.js': '1', 'a.test.js': run }).flow.tests).toEqual([1]);
  });

  it.each([
    ["describe('a', () => {});"],
    ["test.describe.skip('a', () => {});"],
    ["import { it } from 'vitest'; it('a', () => {});"],
    ["import path from 'path'; import { suite } from 'mocha'; const root = path.join('a', 'b'); suite('a', () => {});"],
    ["jest.mock('./b'); it('a', () => {});"],
    ["process.env.A = 'a'; const made = { b: jest.fn() }; made.c = 1; module.exports = made; it('a', () => {});"],
    ["class A { static b() { c(); } } if (process.argv) { var root = 'a'; } describe(`${root} b`, () => {});"],
  ])('is no file that any name may load where a runner alone can: %s', (first) => {
    const test = `${first} ${run}`;
    expect(sinks({ 'index.js': 'import(name)', 'a.test.js': test })).toEqual([]);
    expect(link({ 'index.js': 'import(name)', 'a.test.js': test }).flow.tests).toEqual([1]);
  });

  it.each([
    ["start(); describe('a', () => {});", ''],
    ["import { start } from './b'; start(); it('a', () => {});", ''],
    ["import { it } from 'node:test'; it('a', () => {});", ''],
    ["function describe() {} describe('a', () => {});", ''],
    ["describe('a', () => {});", 'globalThis.describe = (name, run) => run();'],
    ["describe('a', () => {});", 'for (const name of names) global[name] = (text, run) => run();'],
    ["describe('a', () => {});", 'Object.assign(globalThis, { describe() {} });'],
    ["describe('a', () => {});", 'Object.assign(globalThis, names);'],
    ["describe('a', () => {});", "Object.defineProperty(globalThis, 'describe', { value() {} });"],
    ["describe('a', () => {});", "Reflect.set(global, 'describe', () => {});"],
    ["describe('a', () => {});", '(function (root) { root.describe = () => {}; })(globalThis);'],
    ["describe('a', () => {});", '(function () { this.describe = () => {}; })();'],
    ["try { describe('a', () => {}); } catch {}", ''],
    ["try { b; } catch { describe('a', () => {}); }", ''],
    ["typeof describe === 'function' && describe('a', () => {});", ''],
    ["if (typeof describe === 'function') describe('a', () => {});", ''],
    ["for (const name of []) describe('a', () => {});", ''],
    ["switch (1) { case 2: describe('a', () => {}); }", ''],
    ["globalThis.b = () => {}; describe('a', () => {});", ''],
    ["class A { static { global.b = () => {}; } } describe('a', () => {});", ''],
    ["import { it } from 'vitest'; it('a', (() => { b(); })());", ''],
  ])('may be loaded where it does more than that: %s', (first, index) => {
    expect(sinks({ 'index.js': `import(name); ${index}`, 'a.test.js': `${first} ${run}` })).toEqual([1]);
  });

  it('what loads nothing loads no test', () => {
    const index = "if (typeof require === 'function' && require.main === module) require.resolve('x'); import.meta.url; require('./b')";
    expect(sinks({ 'index.js': index, 'b.js': '1', 'a.test.js': run })).toEqual([]);
  });
});
