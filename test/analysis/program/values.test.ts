// Where values come from and go to: each part of the language by a line of source and the graph it gives.
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/analysis/parse/dialect.ts';
import { givenTo, graphOf, storesOf, valueText } from './graph-text.ts';

/** What the calls of `sink` are given. */
function given(text: string, dialect: Dialect = 'javascript'): string {
  return givenTo(graphOf(text, dialect), 'sink').join(' / ');
}

/** The same in a function of `x`, `a` and `b`. */
function givenIn(body: string): string {
  return given(`function f(x, a, b) { ${body} }`);
}

describe('variables', () => {
  it.each([
    ['declared', 'var y = x; sink(y)', 'f#0'],
    ['assigned', 'var y; y = x; sink(y)', 'f#0'],
    ['the last value', 'var y = x; y = a; sink(y)', 'f#1'],
    ['a parameter assigned', 'x = a; sink(x)', 'f#1'],
    ['never written', 'var y; sink(y)', 'null'],
    ['undefined', 'sink(undefined, void 0)', 'null, null'],
    ['a global', 'sink(document)', 'document'],
    ['in a block', 'let y = x; { let y = a; sink(y) } sink(y)', 'f#1 / f#0'],
    ['`var` in a block', 'if (a) { var y = x } sink(y)', 'phi(f#0)'],
    ['branches', 'if (a) x = b; sink(x)', 'phi(f#2, f#0)'],
    ['both branches', 'var y; if (a) y = x; else y = b; sink(y)', 'phi(f#0, f#2)'],
    ['a branch that returns', 'if (a) { x = b; return } sink(x)', 'f#0'],
    ['a loop', 'while (a) { sink(x); x = b }', 'phi(f#0, f#2)'],
    ['behind a loop', 'while (a) { x = b } sink(x)', 'phi(f#0, f#2)'],
    ['a loop left', 'while (a) { x = b; if (x) break; x = 1 } sink(x)', 'phi(phi(f#0, 1), f#2)'],
    ['a loop with continue', 'while (a) { sink(x); if (b) { x = 1; continue } x = 2 }', 'phi(f#0, phi(2, 1))'],
    ['do', 'do { sink(x); x = b } while (a)', 'phi(f#0, f#2)'],
    ['for', 'for (var i = 0; i < 3; i++) sink(i)', 'phi(0, ++(↻))'],
    ['for with its own variable', 'for (let i = 0; i < 3; i++) sink(i)', 'phi(0, ++(↻))'],
    ['for of two variables', 'for (let i = 0, z = x; i < z; i++) sink(z)', 'f#0'],
    ['only in a loop', 'for (;;) { sink(y); var y = x }', 'phi(f#0)'],
    ['declared in each round', 'for (;;) { let y; sink(y); y = x }', 'null'],
    ['switch', 'switch (a) { case 1: x = 1; break; case 2: x = 2 } sink(x)', 'phi(2, 1, f#0)'],
    ['switch that falls through', 'switch (a) { case 1: x = 1; case 2: sink(x) }', 'phi(1, f#0)'],
    ['try', 'try { x = a(); x = b } catch (e) { sink(x) } sink(x)', 'phi(f#0, f#1(), f#2) / phi(f#2, phi(f#0, f#1(), f#2))'],
    ['finally', 'try { x = a } finally { sink(x) } sink(x)', 'phi(f#0, f#1) / f#1'],
    ['written in finally', 'try { a() } finally { x = b } sink(x)', 'f#2'],
    ['caught', 'try { a() } catch (e) { sink(e) }', 'caught'],
    ['caught in parts', 'try { a() } catch ({ message }) { sink(message) }', 'caught.message'],
    ['a labelled block', 'out: { if (a) { x = 1; break out } x = 2 } sink(x)', 'phi(2, 1)'],
    ['code behind a return', 'return; sink(x)', ''],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });
});

describe('callbacks that a method of lists calls where they stand', () => {
  it.each([
    ['behind it', 'a.forEach(() => { x = b }); sink(x)', 'phi(f#0, f#2)'],
    ['in it', 'a.forEach(() => { sink(x); x = b })', 'phi(f#0, f#2)'],
    ['before it', 'sink(x); a.forEach(() => { x = b })', 'f#0'],
    ['one that returns', 'a.some(() => { if (b) { x = 1; return } x = 2 }); sink(x)', 'phi(f#0, phi(1, 2))'],
    ['one that throws', 'a.forEach(() => { x = b; throw x }); sink(x)', 'phi(f#0)'],
    ['one in another', 'a.forEach(() => { b.forEach(() => { x = 1 }) }); sink(x)', 'phi(f#0, phi(↻, 1))'],
    ['in a loop', 'while (a) { x = 1; b.reduce(() => { x = 2 }, 0); sink(x) }', 'phi(1, 2)'],
    ['in a try', 'try { a.forEach(() => { x = 1; x = 2 }) } catch { sink(x) }', 'phi(f#0, 1, 2)'],
    ['an element by its index', 'a.forEach((e, i) => { sink(a[i]) })', 'f2#0'],
    ['an element by another index', 'a.forEach((e, i) => { sink(a[i + 1]) })', 'f#1[concat(f2#1, "1")]'],
    ['an element of the list that is handed in', 'a.map((e, i, all) => sink(all[i]))', 'f2#0'],
    ['an element once something was written', 'a.forEach((e, i) => { a[0] = b; sink(a[i]) })', 'f#1[f2#1]'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it.each([
    ['one that is kept', 'a(() => { x = b }); sink(x)'],
    ['one that waits', 'a.forEach(async () => { x = b }); sink(x)'],
    ['one that can call itself', 'a.forEach(function me() { x = b }); sink(x)'],
    ['one of a method that may be a stream', 'a.map(() => { x = b }); sink(x)'],
  ])('but not %s', (_, body) => {
    expect(givenIn(body)).toBe('var x');
  });
});

describe('what is plain', () => {
  it.each([
    [
      'what engines have',
      'sink(typeof String.prototype.trim, typeof Object.keys, typeof String.prototype.at)',
      '"function", "function", typeof(String.prototype.at)',
    ],
    [
      'no property of every object',
      'sink(typeof toString.prototype.trim, typeof constructor.keys)',
      'typeof(toString.prototype.trim), typeof(constructor.keys)',
    ],
    ['text', "sink(' A '.trim(), 'A'.toLowerCase(), x.trim())", '"A", "a", f#0.trim()'],
    ['comparisons', "sink('a' === 'a', 'a' != 'b', 1 === '1', null == undefined)", 'true, true, ===(1, "1"), ==(null, null)'],
    ['a branch', "if (typeof Array.isArray !== 'function') x = a; sink(x)", 'f#0'],
    ['a choice', "sink('a' === 'b' ? x : a)", 'f#1'],
    ['a chain', "sink('' || ' '.trim() || x, 'a' && x, x || 'a' === 'b' || a)", 'f#0, f#0, phi(f#0, f#1)'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it.each([
    ['a method that is overwritten', 'String.prototype.trim = null'],
    ['one that is deleted', 'delete String.prototype.trim'],
    ['one that is written to by destructuring', '[String.prototype.trim] = x'],
    ['one that is defined', "Object.defineProperty(String.prototype, 'trim', x)"],
    ['one with a getter', "''.__proto__.__defineGetter__('trim', x)"],
    ['a key that is not known', 'String.prototype[x] = a'],
    ['an object that has another name', 'const p = String.prototype; p[x] = a'],
    ['its owner under another name', 'const S = String; S.prototype[x] = a'],
    ['its owner handed on', 'a(String)'],
    ['another owner', 'globalThis.String = a'],
  ])('no answer of `typeof`: %s', (_, change) => {
    expect(givenIn(`${change}; sink(typeof String.prototype.trim)`)).not.toContain('"function"');
  });

  it.each([
    [
      'what is put there is a function',
      "if (typeof String.prototype.trim !== 'function') String.prototype.trim = function () { return x };",
    ],
    ['what is read does no harm', 'String.prototype.split.call(x, a); a.map(String);'],
    ['another name is written', 'a[x] = b; a.keys = x;'],
  ])('the answer of `typeof` where %s', (_, before) => {
    expect(givenIn(`${before} sink(typeof String.prototype.trim)`)).toBe('"function"');
  });

  it('no text that an own method makes', () => {
    expect(givenIn("String.prototype.trim = function () { return x }; sink('a'.trim())")).toBe('"a".trim()');
  });

  it.each([
    ['eval', "let y = 'a'; eval('y = 1'); if (y !== 'a') b = x; sink(b)"],
    ['arguments', "a = 'a'; arguments[1] = 'b'; if (a !== 'a') b = x; sink(b)"],
  ])('no branch that %s may open', (_, body) => {
    expect(givenIn(body)).toBe('phi(f#0, f#2)');
  });
});

describe('closures', () => {
  it.each([
    ['a parameter', 'a(() => sink(x))', 'f#0'],
    ['a constant', 'const y = x.p; a(() => sink(y))', 'f#0.p'],
    ['`var self = this`', 'var self = this; a(function () { sink(self, this) })', 'this, this'],
    ['`this` of an arrow', 'a(() => sink(this))', 'this'],
    ['written before', 'x = x || {}; a(() => sink(x))', 'phi(f#0, {0})'],
    ['written behind', 'a(() => sink(x)); x = b', 'var x'],
    ['written inside', 'a(() => { x = b }); sink(x)', 'var x'],
    ['declared later', 'a(() => sink(y)); const y = x', 'var y'],
    ['a function declared later', 'sink(g); function g() {}', 'function g'],
    ['called at once', '(function (y) { sink(y, x) })(a)', 'f2#0, f#0'],
    ['its own name', 'a(function g() { sink(g) })', 'function g'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it('keeps all that is ever written to a shared variable', () => {
    const graph = graphOf('let x = 1; exports.set = (y) => { x = y }; exports.get = () => sink(x); x = 2');
    const variable = graph.nodes.find((node) => node.kind === 'variable');
    expect(variable?.kind === 'variable' ? variable.inputs.map((input) => valueText(graph, input)) : []).toEqual(['1', 'set#0', '2']);
  });
});

describe('patterns', () => {
  it.each([
    ['an object', 'const { p, q: { r } } = x; sink(p, r)', 'f#0.p, f#0.q.r'],
    ['a default', 'const { p = a } = x; sink(p)', 'phi(f#0.p, f#1)'],
    ['a computed key', 'const { [a]: p } = x; sink(p)', 'f#0[f#1]'],
    ['an array', 'const [p, , q] = x; sink(p, q)', 'f#0.0, f#0.2'],
    ['the rest of an array', 'const [p, ...q] = x; sink(q)', '[0]'],
    ['an assignment', 'let p, q; [p, q] = [a, b]; sink(p, q)', 'f#1, f#2'],
    ['properties', 'var o = {}; ({ p: o.q } = x); sink(o.q)', 'f#0.p'],
    ['in a loop', 'for (const [k, v] of Object.entries(x)) sink(k, v)', 'element(Object.entries(f#0)).0, element(Object.entries(f#0)).1'],
    ['in `for in`', 'for (x.p in a) sink(x.p)', 'key(f#1)'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it('reads parameters with defaults, patterns and a rest', () => {
    expect(given('const f = ({ a, ...b } = {}, c = a, ...d) => sink(a, c, d)')).toBe('phi(f#0, {0}).a, phi(f#1, phi(f#0, {0}).a), ...f#2');
  });

  it('copies the rest of an object', () => {
    expect(storesOf(graphOf('function f(x) { const { p, ...q } = x }'))).toEqual(['{0}.* = f#0']);
  });
});

describe('operators', () => {
  it.each([
    ['+', 'sink(x + a)', 'concat(f#0, f#1)'],
    ['+ in a chain', 'sink("a" + x + "b" + "c" + a)', 'concat("a", f#0, "bc", f#1)'],
    ['+ in parentheses', 'sink("a" + (x + ("b" + a)) + "c")', 'concat("a", f#0, "b", f#1, "c")'],
    ['+ of numbers', 'sink(1 + 2, x * 2 + 1)', '3, +(*(f#0, 2), 1)'],
    ['+ of a number', 'sink(x + 1)', 'concat(f#0, "1")'],
    ['+ of numbers, then text', 'sink(1 + 2 + "a" + x)', 'concat("3a", f#0)'],
    ['+ of constants', 'const y = "b"; sink("a" + y)', '"ab"'],
    ['text of a value', 'sink("" + x)', 'concat(f#0)'],
    ['a template', 'sink(`a${x}b${a + "c"}d`)', 'concat("a", f#0, "b", f#1, "cd")'],
    ['a template without holes', 'sink(`a`)', '"a"'],
    ['a template of constants', 'sink(`a${1}b`)', '"a1b"'],
    ['a template in a template', 'sink(`a${`b${x}`}`)', 'concat("ab", f#0)'],
    ['a template and +', 'sink(`a${x}` + "b")', 'concat("a", f#0, "b")'],
    ['+=', 'var y = "a"; y += x; sink(y)', 'concat("a", f#0)'],
    ['+= in a loop', 'var y = ""; for (const z of x) y += z; sink(y)', 'phi("", concat(↻, element(f#0)))'],
    ['arithmetic', 'sink(x - 1, x % a, -x, +x, ~x)', '-(f#0, 1), %(f#0, f#1), -(f#0), +(f#0), ~(f#0)'],
    ['arithmetic of constants', 'sink(2 * 3, 7 - 1, 1 << 3, -1, -1 * 0)', '6, 6, 8, -1, 0'],
    ['constants beyond what a number holds', 'sink(1e308 + 1e308)', '+(1e+308, 1e+308)'],
    ['comparison', 'sink(x === a)', '===(f#0, f#1)'],
    ['!', 'sink(!x, !0)', '!(f#0), true'],
    ['typeof', 'sink(typeof x)', 'typeof(f#0)'],
    ['&&', 'sink(x && a)', 'phi(f#0, f#1)'],
    ['|| in a chain', 'sink(x || a || b)', 'phi(f#0, f#1, f#2)'],
    ['??', 'sink(x ?? "a")', 'phi(f#0, "a")'],
    ['?:', 'sink(x ? a : b)', 'phi(f#1, f#2)'],
    ['? that throws', 'sink(x || process.exit())', 'f#0'],
    [',', 'sink((a(), x))', 'f#0'],
    ['=', 'sink(a = x)', 'f#0'],
    ['||=', 'x ||= a; sink(x)', 'phi(f#0, f#1)'],
    ['??= of a property', 'x.p ??= a; sink(x.p)', 'f#0.p'],
    ['++', 'sink(x++); sink(x)', '++(f#0) / ++(f#0)'],
    ['a write in a part', 'a && (x = b); sink(x)', 'phi(f#0, f#2)'],
    ['await', 'async function g(x) { sink(await x) }', 'await g#0'],
    ['yield', 'function* g(x) { sink(yield x) }', 'yield g#0'],
    ['delete', 'sink(delete x.p)', 'delete(f#0)'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });
});

describe('properties', () => {
  it.each([
    ['a name', 'sink(x.p)', 'f#0.p'],
    ['a constant', 'sink(x["p"], x[0])', 'f#0.p, f#0.0'],
    ['a constant of the file', 'const k = "p"; sink(x[k])', 'f#0.p'],
    ['a key', 'sink(x[a])', 'f#0[f#1]'],
    ['optional', 'sink(x?.p?.[a])', 'f#0.p[f#1]'],
    ['just written', 'x.p = a; sink(x.p)', 'f#1'],
    ['written, then handed on', 'x.p = a; b(x); sink(x.p)', 'f#0.p'],
    ['written, then something called', 'x.p = a; b(); sink(x.p)', 'f#1'],
    ['written on one way', 'if (b) x.p = a; sink(x.p)', 'f#0.p'],
    ['written on both ways', 'b ? (x.p = 1) : (x.p = a); sink(x.p)', 'f#0.p'],
    ['written through another name', 'x.p = 1; a.p = b; sink(x.p)', 'f#0.p'],
    ['of a literal', 'const o = { p: a, q: 1 }; sink(o.p)', 'f#1'],
    ['of a literal with a spread', 'const o = { p: a, ...x }; sink(o.p)', '{0}.p'],
    ['written in the next round', 'x.p = 1; for (;;) { sink(x.p); b(x) }', 'f#0.p'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it('does not keep what another function may have written', () => {
    expect(given('function f(x, g) { x.p = 1; g(); sink(x.p) } function h(x) { x.p = 2 }')).toBe('f#0.p');
    expect(given('const s = { p: 1 }; set(); sink(s.p); function set() { s.p = 2 }')).toBe('{0}.p');
  });

  it.each([
    ['assignments', 'a.b = c; a[d] = e; a["f"] = 1', ['a.b = c', 'a[d] = e', 'a.f = 1']],
    ['a chain', 'module.exports = exports = f', ['module.exports = f']],
    ['both exports', 'exports.a = exports.b = void 0', ['exports.b = null', 'exports.a = null']],
    [
      'a literal',
      'x = { a: 1, "b": 2, [c]: 3, ...d, e() {} }',
      ['{0}.a = 1', '{0}.b = 2', '{0}[c] = 3', '{0}.* = d', '{0}.e = function e'],
    ],
    ['accessors', '({ get a() { return 1 }, set a(x) {} })', ['get {0}.a = function a', 'set {0}.a = function a']],
    ['an array', 'x = [1, , ...y, z]', ['[0].0 = 1', '[0].* = y', '[0][index()] = z']],
    ['a prototype', 'function A() {} A.prototype.b = function () {}', ['function A.prototype.b = function b']],
    ['compound', 'a.b += "c"; a.d++', ['a.b = concat(a.b, "c")', 'a.d = ++(a.d)']],
    ['logical', 'a.b ||= c', ['a.b = c']],
  ])('stores: %s', (_, text, expected) => {
    expect(storesOf(graphOf(text))).toEqual(expected);
  });
});

describe('calls', () => {
  it.each([
    ['a method', 'sink(x.p(a))', 'f#0.p(f#1)'],
    ['new', 'sink(new x(a))', 'new f#0(f#1)'],
    ['spread', 'sink(...x, a)', 'f#0, f#1'],
    ['a tagged template', 'sink(x`a${a}b`)', 'f#0([0], f#1)'],
    ['require', 'const fs = require("fs"); sink(fs.read)', 'require fs.read'],
    ['require of folded text', 'sink(require("./" + "a"))', 'require ./a'],
    ['require of a value', 'sink(require(x))', 'require(f#0)'],
    ['require that is another', '(function (require) { sink(require("a")) })(x)', 'f2#0("a")'],
    ['a dynamic import', 'sink(import("./a"))', 'dynamic ./a'],
    ['a dynamic import of a value', 'sink(import(x))', 'import(f#0)'],
    ['arguments', 'sink(arguments[0])', 'arguments.0'],
    ['arguments in an arrow', '(() => sink(arguments))()', 'arguments'],
    ['join', 'sink([x, a].join(""))', 'concat(f#0, f#1)'],
    ['join with text between', "sink(['a', x, 1].join('/'))", 'concat("a/", f#0, "/1")'],
    ['join with commas', 'sink([x, a].join())', 'concat(f#0, ",", f#1)'],
    ['join of one', 'sink([x].join(""))', 'concat(f#0)'],
    ['join of more', 'sink([...x, a].join(""))', '[0].join("")'],
    ['join by what is not known', 'sink([x, a].join(b))', '[0].join(f#2)'],
    ['a regular expression', 'sink(/a/g.exec(x))', '/a/g.exec(f#0)'],
  ])('%s', (_, body, expected) => {
    expect(givenIn(body)).toBe(expected);
  });

  it('keeps the receiver, and where arguments are spread', () => {
    const graph = graphOf('a.b(c, ...d)');
    const call = graph.nodes.find((node) => node.kind === 'call');
    expect(call?.kind === 'call' ? [valueText(graph, call.receiver ?? -1), call.spread, call.new] : null).toEqual(['a', [1], false]);
  });

  it('takes the numbers that a literal cannot hold for no constants', () => {
    expect(given('sink(1e999, 10n)')).toBe('Infinity, bigint()');
  });

  it('looks names up in the object of a `with`', () => {
    expect(given('function f(x) { var y; with (x) { y = p } sink(y) }', 'commonjs')).toBe('phi(p, f#0.p)');
  });
});
