// What users of a package can call, and how they reach it.
import { expect, test } from 'vitest';
import { exportedApi, link, sunkFromExports, type Files } from './program.ts';

const manifest = '{"name":"p","main":"main.js"}';

const minified = 'if(a.b)a.c(a.d+1);'.repeat(200);

const packages: readonly (readonly [name: string, files: Files, api: readonly string[]])[] = [
  ['a function', { 'main.js': 'module.exports = function (a, b) {};' }, ["require('p') 0", "require('p') 1"]],
  ['members', { 'main.js': 'exports.run = function (a) {}; function hidden(b) {}' }, ["require('p').run 0"]],
  [
    'a class',
    { 'main.js': 'module.exports = class { constructor(a) {} m(b) {} static s(c) {} };' },
    ["new (require('p')) 0", "new (require('p'))().m 0", "require('p').s 0"],
  ],
  [
    'a prototype',
    { 'main.js': 'function F(a) {} F.prototype.m = function (b) {}; module.exports = F;' },
    ["new (require('p'))().m 0", "require('p') 0"],
  ],
  ['what it inherits', { 'main.js': 'class A { m(a) {} } class B extends A {} exports.B = B;' }, ["new (require('p').B)().m 0"]],
  [
    'the source beside what is built of it',
    { 'package.json': '{"name":"p","main":"lib/a.js"}', 'lib/a.js': 'exports.f = (a) => a;', 'src/a.js': 'exports.g = (a) => a;' },
    ["require('p').f 0", "require('p').g 0"],
  ],
  [
    'what browsers load instead',
    {
      'package.json': '{"name":"p","main":"a.js","browser":{"./a.js":"./b.js","fs":false,"net":"./c.js"}}',
      'a.js': 'exports.f = (a) => a;',
      'b.js': 'exports.g = (a) => a;',
      'c.js': 'exports.h = (a) => a;',
    },
    ["require('p').f 0", "require('p').g 0", "require('p/c.js').h 0"],
  ],
  [
    'what a file of the package makes global',
    {
      'main.js': 'global.tool = { run: function (a) {} };',
      'more.js': 'globalThis.more = (b) => b; window.page = (b) => b;',
      'test/x.js': 'global.spare = (c) => c;',
    },
    ['global.more 0', 'global.page 0', 'global.tool.run 0'],
  ],
  [
    'functions that are returned',
    { 'main.js': 'module.exports = function () { return { go: function (a) {} }; };' },
    ["require('p')().go 0"],
  ],
  [
    'results of callbacks',
    {
      'main.js':
        'class A { m(a) {} } exports.open = (name, done) => { if (name) done(null, new A(), { go: (b) => b }); else done(new A()); }; exports.on = (f) => { f({ no: (c) => c }, { no: (c) => c }); };',
    },
    ["require('p').on 0", "require('p').open 0", "require('p').open 1", "require('p').open(…).go 0", "require('p').open(…).m 0"],
  ],
  ['an instance', { 'main.js': 'class A { m(a) {} } module.exports = new A();' }, ["require('p').m 0"]],
  ['nested objects', { 'main.js': 'exports.a = { b: { c: (d) => d } };' }, ["require('p').a.b.c 0"]],
  [
    'other files of the package, and those that only its users can load',
    {
      'main.js': "exports.lib = require('./lib');",
      'lib.js': 'exports.f = (a) => a;',
      'more/extra.js': 'exports.g = (a) => a;',
      'gulpfile.js': 'exports.h = (a) => a;',
      'tasks/a.js': 'exports.h = (a) => a;',
      'dist/p.js': 'exports.h = (a) => a;',
      'test/a.js': 'exports.h = (a) => a;',
    },
    ["require('p').lib.f 0", "require('p/more/extra.js').g 0"],
  ],
  [
    'no other file where a map of exports is',
    { 'package.json': '{"name":"p","exports":"./main.js"}', 'main.js': 'exports.f = (a) => a;', 'more.js': 'exports.g = (a) => a;' },
    ["require('p').f 0"],
  ],
  [
    'what files make global, where a map of exports is, only of those that it leads to',
    {
      'package.json': '{"name":"p","exports":"./main.js"}',
      'main.js': "require('./lib');",
      'lib.js': 'window.tool = (a) => a;',
      'web/page.js': 'window.app = (b) => b;',
    },
    ['global.tool 0'],
  ],
  [
    'all of them, where pages load the package by its address',
    {
      'package.json': '{"name":"p","exports":"./main.js","unpkg":"web/page.js"}',
      'main.js': 'exports.f = (a) => a;',
      'web/page.js': 'window.app = (b) => b;',
    },
    ['global.app 0', "require('p').f 0"],
  ],
  [
    'nothing that is served to pages as it is, unless the package loads it',
    {
      'main.js': "exports.a = require('./public/a.js');",
      'public/a.js': 'exports.f = (a) => a;',
      'src/static/b.js': 'exports.g = (a) => a; window.app = (a) => a;',
      'republic/c.js': 'exports.h = (a) => a;',
    },
    ["require('p').a.f 0", "require('p/republic/c.js').h 0"],
  ],
  [
    'no minified file that nothing loads',
    {
      'package.json': '{"name":"p"}',
      'index.js': "require('./b.min.js');",
      'a.min.js': `exports.f=(a)=>a;window.app=(b)=>b;${minified}`,
      'b.min.js': `window.tool=(b)=>b;${minified}`,
      'c.js': 'exports.g = (a) => a;',
    },
    ['global.tool 0', "require('p/c.js').g 0"],
  ],
  ['arguments', { 'main.js': 'exports.f = function () { return arguments[0]; };' }, ["require('p').f 0"]],
  [
    'index.js without main',
    { 'package.json': '{"name":"p"}', 'index.js': "require('./main'); exports.f = (a) => a;", 'main.js': 'exports.g = (a) => a;' },
    ["require('p').f 0"],
  ],
  [
    'the map of exports',
    {
      'package.json': '{"name":"p","exports":{".":{"import":"./a.mjs"},"./b":"./b.js"}}',
      'a.mjs': 'export const f = (a) => a; export default (b) => b;',
      'b.js': 'exports.g = (c) => c;',
    },
    ["require('p').default 0", "require('p').f 0", "require('p').g 0"],
  ],
  [
    'sources of what is built',
    {
      'package.json': '{"name":"p","main":"dist/index.js"}',
      'src/index.ts': "import { g } from './other'; export function f(a: string) { g(1); }",
      'src/other.ts': 'export function g(a: string) {}',
    },
    ["require('p').f 0"],
  ],
  [
    'every module where no entry is',
    { 'package.json': '{"name":"p","main":"gone.js"}', 'a.js': 'exports.f = (a) => a;', 'test/b.js': 'exports.g = (a) => a;' },
    ["require('p/a.js').f 0"],
  ],
  [
    'nothing of what is started and names nothing to load',
    {
      'package.json': '{"name":"p","scripts":{"start":"node server"}}',
      'server/main.js': "require('./a')();",
      'server/a.js': 'module.exports = (a) => a; global.tool = (b) => b;',
    },
    [],
  ],
  [
    'nothing of what is started and exports nothing',
    {
      'package.json': '{"name":"p","main":"server.js","bin":"server.js","scripts":{"start":"node server.js"}}',
      'server.js': "require('./a')(1);",
      'a.js': 'module.exports = (a) => a;',
      'tool.js': 'exports.g = (a) => a;',
    },
    [],
  ],
  [
    'what is started as well, and exports something',
    { 'package.json': '{"name":"p","main":"a.js","scripts":{"start":"node a.js"}}', 'a.js': 'exports.f = (a) => a;' },
    ["require('p').f 0"],
  ],
  [
    'what is started as well, and exports something by another name',
    { 'package.json': '{"name":"p","main":"a.js","scripts":{"start":"node a.js"}}', 'a.js': 'this.f = (a) => a;' },
    ["require('p').f 0"],
  ],
  [
    'what is started as well, and has another entry',
    {
      'package.json': '{"name":"p","main":"a.js","module":"b.mjs","scripts":{"start":"node a.js"}}',
      'a.js': 'run();',
      'b.mjs': 'export const f = (a) => a;',
    },
    ["require('p').f 0"],
  ],
  [
    'what is started as well, where it says which files are for users',
    { 'package.json': '{"name":"p","files":["a.js"],"scripts":{"start":"node b"}}', 'a.js': 'exports.f = (a) => a;' },
    ["require('p/a.js').f 0"],
  ],
  [
    'what is started as well, and is loaded when it is built',
    { 'package.json': '{"name":"p","main":"dist/p.js","scripts":{"start":"rollup -w"}}', 'own/a.js': 'exports.f = (a) => a;' },
    ["require('p/own/a.js').f 0"],
  ],
  [
    'files beside a manifest without a name',
    {
      'package.json': '{"name":"p"}',
      'index.js': 'exports.f = (a) => a;',
      'lib/package.json': '{"type":"commonjs"}',
      'lib/b.js': 'exports.g = (a) => a;',
      'sub/package.json': '{"name":"sub","private":true}',
      'sub/c.js': 'exports.h = (a) => a;',
    },
    ["require('p').f 0", "require('p/lib/b.js').g 0"],
  ],
  ['nothing of a private one', { 'package.json': '{"name":"p","private":true}', 'index.js': 'exports.f = (a) => a;' }, []],
  [
    'nothing of tests',
    {
      'package.json': '{"name":"p","exports":{"./*":"./*.js"}}',
      'test/a.js': 'exports.f = (a) => a;',
      'b.test.js': 'exports.g = (a) => a;',
    },
    [],
  ],
  [
    'what the manifest names, whatever its folder is called',
    { 'package.json': '{"name":"p","main":"docs/a.js"}', 'docs/a.js': 'exports.f = (a) => a;', 'test/b.js': 'exports.g = (a) => a;' },
    ["require('p').f 0"],
  ],
  [
    'nothing that TypeScript keeps private, by whatever key it is read',
    {
      'package.json': '{"name":"p","main":"main.ts"}',
      'main.ts':
        'class Kept { k(a) {} } class Base { private below(a) {} shown(b) {} } export class Store extends Base { private inner = new Kept(); ' +
        'constructor(private readonly store: Kept, key: string) { super(); this[key].k(1); } private hide(c) {} "open"(d) {} }',
    },
    ["new (require('p').Store) 0", "new (require('p').Store) 1", "new (require('p').Store)().open 0", "new (require('p').Store)().shown 0"],
  ],
  [
    'what begins with an underscore, last, as it may have another name',
    {
      'main.js': 'exports._run = (a) => a; exports._keep = (b) => b; exports.run = exports._run;',
    },
    ["require('p')._keep 0", "require('p').run 0"],
  ],
  [
    'nothing that another package hands to it',
    {
      'package.json': '{"name":"root","private":true}',
      'lib/package.json': '{"name":"lib","main":"main.js"}',
      'lib/main.js':
        "const deep = require('../shared/deep'); exports.Host = class { constructor(tools) { this.tools = tools; this.deep = deep; } };",
      'shared/deep.js': 'exports.d = (a) => a;',
      'app/main.js': "const { Host } = require('lib'); new Host({ run: (command) => command });",
    },
    ["new (require('lib').Host) 0", "new (require('lib').Host)().deep.d 0"],
  ],
];

test.each(packages)('%s', (_, files, api) => {
  expect(exportedApi(link({ 'package.json': manifest, ...files }))).toEqual(api);
});

test('the mode decides', () => {
  const files = { 'package.json': '{"name":"p","private":true}', 'index.js': 'exports.f = (a) => a;' };
  expect(exportedApi(link(files, { library: 'on' }))).toEqual(["require('p').f 0"]);
  expect(exportedApi(link({ 'package.json': manifest, 'main.js': 'exports.f = (a) => a;' }, { library: 'off' }))).toEqual([]);
});

test.each([
  [
    'options',
    "exports.f = function (options, cb) { options.a = options.a || {}; g(options.a); cb(); }; function g(a) { sink('x', a.b.c); }",
    ['x'],
  ],
  [
    'what a constructor keeps',
    "function F(o) { this.o = o; } F.prototype.m = function () { var self = this; later(function () { sink('x', self.o.cmd); }); }; module.exports = F;",
    ['x'],
  ],
  ['what is merged into defaults', "module.exports = function (o) { var all = Object.assign({ a: 1 }, o); sink('x', all.b); };", ['x']],
  ['the rest', "exports.f = (...list) => { sink('x', list.join(' ')); };", ['x']],
  ['arguments', "exports.f = function () { var list = [].slice.call(arguments); sink('x', list[1]); };", ['x']],
  ['a method that another one calls', "module.exports = { a(v) { this.b(v); }, b(w) { sink('x', w); } };", ['x']],
  [
    'an inherited method that calls an own one',
    "class A { run(v) { this.go(v); } } class B extends A { go(w) { sink('x', w); } } module.exports = B;",
    ['x'],
  ],
])('parameters of exports reach sinks through %s', (_, text, labels) => {
  expect(sunkFromExports(link({ 'package.json': manifest, 'main.js': text }))).toEqual(labels);
});
