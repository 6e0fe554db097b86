// What reaches what through the idioms of the language: one row for each, with a call that must be reached and often one that must not.
import { expect, test } from 'vitest';
import { link, sunk, type Files } from './program.ts';

const idioms: readonly (readonly [name: string, files: Files | string, labels: readonly string[]])[] = [
  ['variables and templates', 'const a = taint(); sink("x", `${a}!`); sink("y", "const");', ['x']],
  ['fields of one object apart', 'const o = { a: taint(), b: 1 }; sink("a", o.a); sink("b", o.b);', ['a']],
  ['fields written later', 'const o = {}; o.a = taint(); function f() { return o; } sink("a", f().a); sink("b", f().b);', ['a']],
  ['fields under computed keys', 'const o = {}; o[key] = taint(); sink("any", o.whatever);', ['any']],
  ['computed reads', 'const o = { a: taint() }; sink("any", o[key]);', ['any']],
  [
    'methods that the program adds to those of the language',
    `Array.prototype.each = function (f) { for (let i = 0; i < this.length; i++) f(this[i]); };
     const list = []; list.push(taint()); list.each((v) => sink("x", v)); list.other((v) => sink("y", v));`,
    ['x'],
  ],
  [
    'properties defined by descriptors, each under its name',
    'const o = {}; Object.defineProperties(o, { a: { value: taint() }, b: { get() { return 1; } } }); sink("a", o.a); sink("b", o.b);',
    ['a'],
  ],
  [
    'descriptors that are gathered in a loop',
    `const all = Object.entries({ run: (v) => sink("x", v) });
     const o = Object.defineProperties({}, all.reduce((found, [key, value]) => Object.assign(found, { [key]: { value } }), {}));
     o[key](taint());`,
    ['x'],
  ],
  [
    'an object made with descriptors',
    'const o = Object.create(null, { a: { value: taint() }, b: { value: 1 } }); sink("a", o.a); sink("b", o.b);',
    ['a'],
  ],
  ['parts of what is tainted', 'const o = taint(); sink("deep", o.a.b[3].c); sink("length", o.length);', ['deep']],
  ['calls keep arguments apart', 'function f(a, b) { sink("a", a); sink("b", b); } f(1, taint());', ['b']],
  ['returns', 'function f(a) { return "x" + a; } sink("x", f(taint()));', ['x']],
  ['immediately called', '(function (a) { sink("x", a); })(taint());', ['x']],
  ['closures', 'function f(a) { return function () { sink("x", a); }; } f(taint())();', ['x']],
  ['callbacks', 'function f(cb) { cb(null, taint()); } f(function (error, data) { sink("e", error); sink("d", data); });', ['d']],
  ['rest parameters', 'function f(a, ...more) { sink("a", a); sink("m", more[0]); sink("n", more[1]); } f(1, 2, taint());', ['n']],
  ['spread arguments', 'function f(a, b) { sink("a", a); sink("b", b); } f(...[1, taint()]);', ['b']],
  ['arguments', 'function f() { sink("0", arguments[0]); sink("1", arguments[1]); } f(1, taint());', ['1']],
  [
    'arguments handed on',
    'function g(a, b) { sink("a", a); sink("b", b); } function f() { g.apply(this, arguments); } f(1, taint());',
    ['b'],
  ],
  [
    'arguments as an array',
    'function f() { var list = Array.prototype.slice.call(arguments, 1); sink("x", list[0]); } f(1, taint());',
    ['x'],
  ],
  ['call', 'function f(a) { sink("this", this.v); sink("a", a); } f.call({ v: taint() }, 1);', ['this']],
  ['bind', 'function f(a, b) { sink("this", this.v); sink("a", a); sink("b", b); } const g = f.bind({ v: 1 }, taint()); g(2);', ['a']],
  [
    'methods that a merge which calls itself copies, each under its name',
    `function merge(to, from) { if (typeof from !== 'object') return from; for (const key in from) to[key] = merge(to[key], from[key]); return to; }
     const o = {}; merge(o, { run(v) { sink("x", v); }, show(v) { sink("y", v); } }); o.run(taint());`,
    ['x'],
  ],
  [
    'methods under other names than those they are made of',
    `const o = {}, from = { run(v) { sink("x", v); } }; for (const key in from) o['_' + key] = wrap(from[key]); o.run(taint());`,
    [],
  ],
  [
    'functions that a library of promises calls',
    `const Q = require('q'); function f(a, b) { sink("a", a); sink("b", b); }
     Q.fcall(f, 1, taint()); Q.nfcall(f, 1, 2); Q.fcall(...list);`,
    ['b'],
  ],
  [
    'methods that it calls by their names, and what comes behind the error',
    `const Q = require('q'); const o = { own: 1, run(a, done) { sink("a", a); sink("own", this.own); done(taint(), 1); } };
     const p = { run(a, done) { done(null, taint()); sink("p", a); } };
     Q.ninvoke(o, 'run', taint()).then((v) => sink("error", v)); Q.nsend(p, 'run', 1).then((v) => sink("result", v)); Q.ninvoke(p, name, taint());`,
    ['a', 'result'],
  ],
  [
    'the same with a list of arguments',
    `const Q = require('q'); function f(a, b, done) { sink("b", b); } Q.nfapply(f, [1, taint()]);
     const o = { run(a, b) { sink("c", a); } }; Q.npost(o, 'run', [taint(), 2]);`,
    ['b', 'c'],
  ],
  [
    'methods by receiver',
    'const o = { v: taint(), m() { sink("m", this.v); } }; o.m(); const p = { v: 1, m() { sink("p", this.v); } }; p.m();',
    ['m'],
  ],
  ['constructors', 'function F(v) { this.v = v; } F.prototype.m = function () { sink("m", this.v); }; new F(taint()).m();', ['m']],
  ['self', 'function F(v) { var self = this; self.v = v; setTimeout(function () { sink("m", self.v); }, 1); } new F(taint());', ['m']],
  [
    'a prototype that is a literal',
    'function F(v) { this.v = v; } F.prototype = { m: function () { sink("m", this.v); } }; new F(taint()).m();',
    ['m'],
  ],
  [
    'inheritance by functions',
    `const util = require("util"); function A(v) { this.v = v; } A.prototype.m = function () { sink("m", this.v); };
     function B(v) { A.call(this, v); } util.inherits(B, A); new B(taint()).m();`,
    ['m'],
  ],
  [
    'inheritance by Object.create',
    `function A() {} A.prototype.m = function (v) { sink("m", v); }; function B() {} B.prototype = Object.create(A.prototype); new B().m(taint());`,
    ['m'],
  ],
  [
    'classes',
    'class A { constructor(v) { this.v = v; } m() { sink("m", this.v); } static s(v) { sink("s", v); } } new A(taint()).m(); A.s(1);',
    ['m'],
  ],
  [
    'super',
    'class A { constructor(v) { this.v = v; } m() { return this.v; } } class B extends A { constructor(v) { super(v); } m() { sink("m", super.m()); } } new B(taint()).m();',
    ['m'],
  ],
  [
    'inherited constructors',
    'class A { constructor(v) { this.v = v; } } class B extends A { m() { sink("m", this.v); } } new B(taint()).m();',
    ['m'],
  ],
  ['fields of classes', 'class A { v = taint(); f = () => { sink("f", this.v); }; } new A().f();', ['f']],
  ['private fields', 'class A { #v; constructor(v) { this.#v = v; } m() { sink("m", this.#v); } } new A(taint()).m();', ['m']],
  ['getters', 'class A { constructor(v) { this.v = v; } get w() { return this.v; } } sink("w", new A(taint()).w);', ['w']],
  ['setters', 'const o = { set w(v) { sink("w", v); } }; o.w = taint();', ['w']],
  [
    'defined properties',
    'const o = {}; Object.defineProperty(o, "w", { get: function () { return taint(); } }); sink("w", o.w); sink("x", o.x);',
    ['w'],
  ],
  ['Object.assign', 'const o = Object.assign({}, { a: taint(), b: 1 }); sink("a", o.a); sink("b", o.b);', ['a']],
  ['spread objects', 'const o = { c: 1, ...{ a: taint() } }; sink("a", o.a); sink("c", o.c);', ['a']],
  ['spread of what is tainted', 'const o = { ...taint() }; sink("a", o.a);', ['a']],
  ['destructuring', 'const { a: { b }, ...rest } = { a: { b: taint() }, c: 1 }; sink("b", b); sink("c", rest.c);', ['b']],
  ['defaults', 'function f({ a = 1 } = {}) { sink("a", a); } f({ a: taint() });', ['a']],
  ['arrays by index', 'const l = [1, taint()]; sink("0", l[0]); sink("1", l[1]);', ['1']],
  ['arrays and pushes', 'const l = []; l.push(taint()); sink("x", l[0]);', ['x']],
  ['array callbacks', '[taint()].map(function (v) { return v + "!"; }).forEach(function (v) { sink("x", v); });', ['x']],
  ['for of', 'for (const v of [1, taint()]) sink("x", v);', ['x']],
  ['for in gives names', 'const o = { a: taint() }; for (const k in o) sink("v", o[k]);', ['v']],
  ['joined arrays', 'const l = ["ls"]; l.push(taint()); sink("x", l.join(" "));', ['x']],
  ['concatenated arrays', 'sink("x", ["a"].concat([taint()])[1]);', ['x']],
  ['text of nested objects', 'sink("x", JSON.stringify({ a: { b: [taint()] } }));', ['x']],
  ['methods of strings', 'sink("x", taint().trim().split(",")[0].replace(/a/, "b"));', ['x']],
  ['methods of strings from unknown hands', 'function f(v) { sink("x", v.trim().slice(1)); } unknown(f); f(taint());', ['x']],
  ['maps', 'const m = new Map(); m.set("a", taint()); sink("x", m.get("a"));', ['x']],
  ['sets', 'for (const v of new Set([taint()])) sink("x", v);', ['x']],
  ['Object.keys', 'Object.keys(taint()).forEach(function (k) { sink("k", k); });', ['k']],
  ['Object.values', 'Object.values({ a: taint() }).forEach((v) => { sink("v", v); });', ['v']],
  ['Object.entries', 'for (const [k, v] of Object.entries({ a: taint() })) { sink("k", k); sink("v", v); }', ['v']],
  ['async functions', 'async function f() { return taint(); } async function g() { sink("x", await f()); } g();', ['x']],
  [
    'promises',
    'new Promise(function (resolve, reject) { resolve(taint()); }).then(function (v) { return v; }).then((v) => { sink("x", v); });',
    ['x'],
  ],
  ['Promise.all', 'Promise.all([1, taint()]).then(([a, b]) => { sink("a", a); sink("b", b); });', ['b']],
  ['generators', 'function* f() { yield taint(); } for (const v of f()) sink("x", v);', ['x']],
  ['either', 'const a = flag ? taint() : 1; const b = a || "x"; sink("x", b);', ['x']],
  ['numbers', 'sink("x", taint() * 2); sink("y", !taint());', []],
  ['unknown functions, by a guess', 'sink("x", unknown(taint()));', []],
  [
    'objects of unknown kind',
    'function f(o) { o.a.b = taint(); return o; } unknown(function (o) { sink("b", f(o).a.b); sink("c", o.a.c); });',
    ['b'],
  ],
  ['tagged templates', 'function tag(parts, v) { sink("v", v); } tag`a${taint()}b`;', ['v']],
  ['optional chains', 'const o = { a: { f(v) { sink("x", v); } } }; o?.a?.f(taint());', ['x']],
  [
    'events by name',
    'const e = unknown(); e.on("a", function (v) { sink("a", v); }); e.on("b", function (v) { sink("b", v); }); e.emit("a", taint());',
    ['a'],
  ],
  [
    'events of own emitters',
    'class E extends Base { go() { this.emit("a", 1, taint()); } } new E().once("a", (one, two) => { sink("1", one); sink("2", two); });',
    ['2'],
  ],
  ['functions in tables', 'const table = { run(v) { sink("x", v); } }; table[name](taint());', ['x']],
  [
    'library functions handed to callbacks',
    'const { run } = require("shell"); [taint()].forEach((v) => run(v, { shell: true }));',
    ['run(v, { shell: true })'],
  ],
  ['components', 'function C(props) { sink("x", props.value); return null; } const e = <C value={taint()} other="1" />;', ['x']],
  [
    'compiled await',
    'function f() { return __awaiter(this, void 0, void 0, function* () { const v = yield Promise.resolve(taint()); return v; }); } f().then((v) => { sink("x", v); });',
    ['x'],
  ],
  [
    'compiled await as steps',
    `function f() { return __awaiter(this, void 0, void 0, function () { var v; return __generator(this, function (_a) { switch (_a.label) {
       case 0: return [4, taint()]; case 1: v = _a.sent(); return [2, v]; } }); }); } f().then(function (v) { sink("x", v); });`,
    ['x'],
  ],
  [
    'compiled classes',
    `var A = (function () { function A(v) { _classCallCheck(this, A); this.v = v; } _createClass(A, [{ key: "m", value: function m() { sink("m", this.v); } }]); return A; })();
     new A(taint()).m();`,
    ['m'],
  ],
  [
    'compiled extends',
    `var A = (function () { function A() {} A.prototype.m = function (v) { sink("m", v); }; return A; })();
     var B = (function (_super) { __extends(B, _super); function B() { return _super !== null && _super.apply(this, arguments) || this; } return B; })(A); new B().m(taint());`,
    ['m'],
  ],
];

test.each(idioms)('%s', (_, files, labels) => {
  const program = typeof files === 'string' ? { 'main.jsx': files.replaceAll('"', "'") } : files;
  expect(sunk(link(program))).toEqual(labels.map((label) => label.replaceAll('"', "'")));
});
