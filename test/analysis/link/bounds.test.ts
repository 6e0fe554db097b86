// Hostile and large programs: every bound holds and is told, nothing recurses without one, and the answer is the same each time.
import { expect, test } from 'vitest';
import { link, sunk, type Program } from './program.ts';

function edgesOf({ flow }: Program): readonly string[] {
  return Array.from({ length: flow.size }, (_, value) => flow.outOf(value))
    .flat()
    .map(({ from, to, kind, site }) => `${from} ${to} ${kind} ${site}`);
}

const program = {
  'package.json': '{"name":"p","main":"main.js"}',
  'main.js': `const lib = require('./lib'); module.exports = class A extends lib.B { run(o, cb) { for (const k in o) this[k] = o[k]; super.run(o.list.map((x) => x + this.y), cb); } };`,
  'lib.js': "exports.B = class { run(list, cb) { require('fs').readFile(list.join('/'), cb); } };",
};

test('the same files give the same graph', () => {
  expect(edgesOf(link(program))).toEqual(edgesOf(link(program)));
});

test.each([
  ['steps', 'the steps of the pointer analysis were used up'],
  ['edges', 'there are more flows than are followed'],
  ['places', 'there are more properties of objects than are followed'],
] as const)('a bound on %s is told', (bound, reason) => {
  const { flow } = link(program, { bounds: { [bound]: 5 } });
  expect(flow.gaps).toContainEqual({ file: -1, reason, cut: true });
});

test('objects beyond the bound of a value are told', () => {
  const { flow } = link({ 'main.js': 'f(c ? {} : d ? {} : {}); function f(o) { o.a; }' }, { bounds: { objectsPerNode: 2 } });
  expect(flow.gaps.some(({ reason }) => reason.endsWith('may be more objects than are followed'))).toBe(true);
});

/** Eighty declarations in ten files, the last of which sinks what it is handed. */
function eighty(declaration: (index: number, body: string) => string): Readonly<Record<string, string>> {
  const texts = Array.from({ length: 80 }, (_, index) => declaration(index, index === 79 ? "sink('last', v);" : ''));
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, file) => [`f${String(file)}.js`, texts.slice(file * 8, file * 8 + 8).join('\n')]),
  );
}

/** What the files export, as the importing file names it. */
const exported = Array.from({ length: 80 }, (_, index) => `require('./f${String(Math.floor(index / 8))}').x${String(index)}`);

test('each of a lot of plugins in a table is called', () => {
  const files = eighty((index, body) => `exports.x${String(index)} = class { name = '${String(index)}'; send(v) { ${body} } };`);
  const list = exported.map((name) => `new (${name})()`).join();
  const text = `const all = {}; for (const p of [${list}]) all[p.name] = p; all[kind].send(taint());`;
  expect(sunk(link({ ...files, 'main.js': text }))).toEqual(['last']);
});

test('each of a lot of handlers of several files goes through what wraps them', () => {
  const files = eighty((index, body) => `exports.x${String(index)} = (v) => { ${body} };`);
  const text = `const safe = (fn) => { fn(taint()); };\n${exported.map((name) => `safe(${name});`).join('\n')}`;
  expect(sunk(link({ ...files, 'main.js': text }))).toEqual(['last']);
});

test('a library hands on all it has: of its functions, no more are followed than of anything else', () => {
  const files = eighty((index, body) => `exports.x${String(index)} = (v) => { ${body} };`);
  const text = `const safe = (fn) => { fn(taint()); };\n${exported.map((name) => `safe(${name});`).join('\n')}\nexports.safe = safe;`;
  expect(sunk(link({ ...files, 'main.js': text, 'package.json': '{"name":"p","main":"main.js"}' }))).toEqual([]);
});

test.each([
  [
    'classes that extend each other',
    "var A = class extends B { m() { return super.m(); } }; var B = class extends A {}; sink('x', new A().m(taint()));",
  ],
  [
    'prototypes in a circle',
    "var a = {}, b = {}; a.__proto__ = b; b.__proto__ = a; Object.setPrototypeOf(a, b); Object.assign(a, b); Object.assign(b, a); sink('x', a.q.r);",
  ],
  ['an object in itself', "var a = {}; a.a = a; a[k] = a; sink('x', JSON.stringify(a) + a.a.a.a); sink('y', [a, a].join(a));"],
  ['functions that return themselves', "function f() { return f; } sink('x', f()()()); module.exports = f;"],
  ['bound functions of bound functions', 'var f = function () {}; for (;;) { f = f.bind(f, f); f(f); }'],
  ['modules in a circle', "module.exports = require('./main'); export * from './main.js';"],
  [
    'a module of everything in everything',
    "const m = require('module'); for (const a in m) for (const b in m) m[a][b] = m[b][a] = m; module.exports = m;",
  ],
])('%s come to an end', (_, text) => {
  expect(sunk(link({ 'package.json': '{"name":"p","main":"main.js"}', 'main.js': text }))).toEqual([]);
});

test('long chains do not recurse', () => {
  const classes = Array.from({ length: 3000 }, (_, index) => `class C${index + 1} extends C${index} {}`).join('\n');
  const nested = `sink('x', JSON.stringify(${Array.from({ length: 200 }, () => '{ a: ').join('')}taint()${' }'.repeat(200)}));`;
  const assigned = Array.from({ length: 3000 }, (_, index) => `const o${index + 1} = { a: o${index} };`).join('\n');
  const text = `class C0 { m(v) { sink('m', v); } }\n${classes}\nnew C30().m(taint()); new C3000().m(taint());\n${nested}\nconst o0 = taint();\n${assigned}\nsink('o', JSON.stringify(o3000));`;
  expect(sunk(link({ 'main.js': text }))).toEqual(['m', 'o', 'x']);
});

test('manifests of any shape are read', () => {
  for (const json of [
    'null',
    '[]',
    '1',
    '{"name":1,"main":{},"exports":[[[[[[[[[["./x.js"]]]]]]]]]]}',
    '{"name":"p","exports":{".":null,"./*":"./*"},"imports":{"#a":"./main.js"}}',
  ]) {
    const files = {
      'package.json': json,
      'tsconfig.json': '{"compilerOptions":{"paths":{"*":[1,"./*"]},"baseUrl":"../../.."}}',
      'main.js': "require('#a'); require('p/x'); require('..'); require('./' ); import('/main');",
    };
    expect(link(files, { library: 'on' }).flow.files).toHaveLength(1);
  }
});

/** Lists that begin with what nobody cares for. */
function padded(count: number, last: string): string {
  return [...Array.from({ length: count }, (_, index) => `p${index}`), last].join(', ');
}

test.each([
  ['in what is spread', `g(...[${padded(9, 'taint()')}]); function g(${padded(9, 'x')}) { sink('x', x); }`],
  ['in what is spread second', "g(...[], ...[taint()]); function g(x) { sink('x', x); }"],
  ['before what is spread', `sink('x', require('path').join(${padded(14, 'taint()')}, ...[]));`],
  ['with its receiver in what is spread', "g.call(...[null, taint()]); function g(x) { sink('x', x); }"],
  ['of an event', `on.on('e', (${padded(9, 'x')}) => sink('x', x)); on.emit('e', ${padded(9, 'taint()')});`],
  [
    'behind many that are bound',
    `[taint()].forEach(function (${padded(16, 'x')}) { sink('x', x); }.bind(null).bind(null, ${padded(15, '0')}));`,
  ],
  ['in a rest parameter', "require('shell').listen((...all) => sink('x', all[1]));"],
])('an argument far back is followed: %s', (_, text) => {
  expect(sunk(link({ 'main.js': text }))).toContain('x');
});

test('arguments of one call are not those of the next', () => {
  const text = `const t = taint(); g(${padded(64, '...[]')}); f(...[t]); function f(y) { sink('y', y); } function g(${padded(64, 'x')}) { sink('x', x); }`;
  expect(sunk(link({ 'main.js': text }))).toEqual(['y']);
});

test('what a function bound twice returns is followed', () => {
  expect(sunk(link({ 'main.js': "sink('x', [1].map(function () { return taint(); }.bind(null).bind(null))[0]);" }))).toEqual(['x']);
});

test('many handlers that hand their request on to many functions end', () => {
  const names = Array.from({ length: 40 }, (_, index) => index);
  const targets = names.map((name) => `f = t${name}; function t${name}(a) {}`);
  const hubs = names.map((name) => `function h${name}(a) { ${'f(a); '.repeat(49)} h${(name + 1) % names.length}(a); }`);
  const handlers = Array.from({ length: 4000 }, (_, index) => `exports.c${index} = function (req, res) { h0(req); h0(res); };`);
  const { flow } = link({ 'main.js': ['let f;', ...targets, ...hubs, ...handlers].join('\n') });
  expect(flow.sources).toEqual([]);
});
