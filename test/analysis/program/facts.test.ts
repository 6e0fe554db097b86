// What is known of a value where it is used: one case for each way that code makes sure of something.
import { describe, expect, it } from 'vitest';
import { factsText, graphOf, knownAt } from './graph-text.ts';

/** Facts about the argument of `sink(x)` in a function of `x`, `a` and `b`. */
function known(body: string): string {
  return knownAt(graphOf(`function f(x, a, b) { ${body} }`), 'sink').join(' / ');
}

describe('facts about a value', () => {
  it.each([
    ['truth', 'if (x) sink(x)', 'truthy'],
    ['the other branch', 'if (x) {} else sink(x)', 'not truthy'],
    ['negation', 'if (!x) return; sink(x)', 'truthy'],
    ['double negation', 'if (!!x) sink(x)', 'truthy'],
    ['conversion', 'if (Boolean(x)) sink(x)', 'Boolean[0] & truthy'],
    ['equality', 'if (x === "a") sink(x)', 'equals "a"'],
    ['inequality', 'if (x !== "a") return; sink(x)', 'equals "a"'],
    ['loose equality', 'if (x != null) sink(x)', 'not equals null'],
    ['equality with a value', 'if (a === x) sink(x)', 'equals f#1'],
    ['typeof', 'if (typeof x === "string") sink(x)', 'typeof string'],
    ['typeof, mirrored', 'if ("string" != typeof x) throw 0; sink(x)', 'typeof string'],
    ['instanceof', 'if (x instanceof Date) sink(x)', 'instanceof Date'],
    ['in', 'if (x in a) sink(x)', 'in f#1'],
    ['order', 'if (x < 3) sink(x)', '< 3'],
    ['order, mirrored', 'if (3 < x) sink(x)', '> 3'],
    ['a call', 'if (isSafe(x)) sink(x)', 'isSafe[0]'],
    ['a call with more arguments', 'if (isSafe(1, x)) sink(x)', 'isSafe[1]'],
    ['a call of a method', 'if (!x.includes("..")) sink(x)', 'not f#0.includes[-1]'],
    ['a call compared with true', 'if (isSafe(x) === true) sink(x)', 'isSafe[0]'],
    ['a call compared with false', 'if (isSafe(x) == false) return; sink(x)', 'isSafe[0]'],
    ['a call compared with a number', 'if (x.indexOf("..") === -1) sink(x)', 'f#0.indexOf[-1] === -1'],
    ['a call that is not a number', 'if (x.indexOf("..") !== -1) return; sink(x)', 'f#0.indexOf[-1] === -1'],
    ['a call below a number', 'if (x.indexOf("..") < 0) sink(x)', 'f#0.indexOf[-1] < 0'],
    ['a call below a number, mirrored', 'if (0 > x.indexOf("..")) sink(x)', 'f#0.indexOf[-1] < 0'],
    ['the bits of a call', 'if (~x.indexOf("..")) return; sink(x)', 'f#0.indexOf[-1] === -1'],
    ['an awaited call', 'async function g(x) { if (await isSafe(x)) sink(x) }', 'isSafe[0]'],
    ['a regular expression', 'if (/^a$/.test(x)) sink(x)', '/^a$/.test[0]'],
    ['an optional call', 'if (x?.startsWith("a")) sink(x)', 'f#0.startsWith[-1]'],
    ['a named condition', 'var ok = isSafe(x); if (!ok) return; sink(x)', 'isSafe[0]'],
    ['an assignment as condition', 'var m; if ((m = re.exec(x))) sink(x)', 're.exec[0]'],
    ['a sequence as condition', 'if (a(), isSafe(x)) sink(x)', 'isSafe[0]'],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('what a loop over all of a list tells of it', () => {
  it.each([
    ['of', 'for (const k of x) if (k === "a") return; sink(x)'],
    ['by index', 'for (let i = 0; i < x.length; i++) if (x[i] === "a") throw 0; sink(x)'],
    ['by index, with its length', 'for (var i = 0, n = x.length; i < n; ++i) if (x[i] === "a") throw 0; sink(x)'],
    ['another loop between', 'for (var i = 0; i < 3; i++); for (var i = 0; i < x.length; i++) if (x[i] === "a") return; sink(x)'],
    ['continue', 'for (const k of x) { if (k !== "a") continue; return } sink(x)'],
  ])('%s', (_, body) => {
    expect(known(body)).toContain('any(not equals "a")');
  });

  it.each([
    ['left', 'for (const k of x) if (k === "a") break; sink(x)'],
    ['that skips some', 'for (const k of x) { if (b) continue; if (k === "a") return } sink(x)'],
    ['not from the first', 'for (let i = 1; i < x.length; i++) if (x[i] === "a") return; sink(x)'],
    ['whose bound is written', 'for (var i = 0, n = x.length; i < n; i++) { if (x[i] === "a") return; n = 1 } sink(x)'],
    ['not to the last', 'for (let i = 0; i < x.length - 1; i++) if (x[i] === "a") return; sink(x)'],
    ['by twos', 'for (let i = 0; i < x.length; i += 2) if (x[i] === "a") return; sink(x)'],
    ['that counts within', 'for (let i = 0; i < x.length; i++) { if (x[i] === "a") return; i++ } sink(x)'],
    ['of another list', 'for (const k of a) if (k === "a") return; sink(x)'],
    ['of another length', 'for (let i = 0; i < a.length; i++) if (x[i] === "a") return; sink(x)'],
    ['that writes elements', 'for (let i = 0; i < x.length; i++) { if (x[i] === "a") return; x[b] = a } sink(x)'],
    ['that hands it on', 'for (const k of x) { if (k === "a") return; a(x) } sink(x)'],
    ['that takes another', 'for (const k of x) { if (k === "a") return; x = a } sink(x)'],
    ['of names', 'for (const k in x) if (k === "a") return; sink(x)'],
  ])('not one %s', (_, body) => {
    expect(known(body)).not.toContain('equals');
  });
});

describe('conditions put together', () => {
  it.each([
    ['both', 'if (x && isSafe(x)) sink(x)', 'truthy & isSafe[0]'],
    ['neither', 'if (!x || isBad(x)) return; sink(x)', 'truthy & not isBad[0]'],
    ['De Morgan', 'if (!(x && isSafe(x))) return; sink(x)', 'truthy & isSafe[0]'],
    ['either of the same', 'if (x === "a" || x === "b" || x === "c") sink(x)', 'any(equals "a" | equals "b" | equals "c")'],
    ['not none', 'if (x !== "a" && x !== "b") return; sink(x)', 'any(equals "a" | equals "b")'],
    ['either of two', 'if (x === "a" || a === "b") sink(x)', ''],
    ['either, one of them twofold', 'if (p(x) && q(x) || r(x)) sink(x)', 'any(p[0] & q[0] | r[0])'],
    ['both, one of them either', 'if (p(x) && (q(x) || r(x))) sink(x)', 'p[0] & any(q[0] | r[0])'],
    ['one or its opposite', 'if (x || !x) sink(x)', ''],
    ['within &&', 'isSafe(x) && sink(x)', 'isSafe[0]'],
    ['within ||', 'isBad(x) || sink(x)', 'not isBad[0]'],
    ['within ?:', 'isBad(x) ? 0 : sink(x)', 'not isBad[0]'],
    ['within ??', 'x ?? sink(x)', 'equals null'],
    ['a choice as condition', 'if (a ? isSafe(x) : false) sink(x)', 'isSafe[0]'],
    ['a choice of two tests', 'if (a ? p(x) : q(x)) sink(x)', 'any(p[0] | q[0])'],
    ['a flag', 'var ok = false; if (isSafe(x)) ok = true; if (ok) sink(x)', 'isSafe[0]'],
    ['a flag that may be set otherwise', 'var ok = a; if (isSafe(x)) ok = true; if (ok) sink(x)', ''],
    ['a flag that is not set at all', 'var bad; if (a) bad = isBad(x); if (!bad) sink(x)', ''],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('facts and the flow of control', () => {
  it.each([
    ['return', 'if (isBad(x)) return; sink(x)', 'not isBad[0]'],
    ['throw', 'if (isBad(x)) { throw new Error() } sink(x)', 'not isBad[0]'],
    ['exit of the process', 'if (isBad(x)) { log(); process.exit(1) } sink(x)', 'not isBad[0]'],
    ['exit behind &&', 'isBad(x) && process.exit(1); sink(x)', 'not isBad[0]'],
    ['no exit', 'if (isBad(x)) { log() } sink(x)', ''],
    ['a function that throws', 'function fail() { throw 0 } if (isBad(x)) fail(); sink(x)', 'not isBad[0]'],
    ['a function that may throw', 'function fail() { if (a) throw 0 } if (isBad(x)) fail(); sink(x)', ''],
    ['the same on both ways', 'var ok = isSafe(x); if (a) { if (!ok) return } else { if (!ok) return } sink(x)', 'isSafe[0]'],
    ['another on each way', 'if (a) { if (!p(x)) return } else { if (!q(x)) return } sink(x)', 'any(p[0] | q[0])'],
    ['on one way', 'if (a) { if (!p(x)) return } sink(x)', ''],
    ['else if', 'if (x === "a") a(); else if (x === "b") b(); else return; sink(x)', 'any(equals "a" | equals "b")'],
    ['behind an else if', 'if (p(x)) return; else if (q(x)) return; sink(x)', 'not p[0] & not q[0]'],
    ['another value', 'if (!isSafe(x)) return; x = a; sink(x)', ''],
    ['a default', 'if (!isSafe(x)) x = "safe"; sink(x)', ''],
    ['while', 'while (isBad(x)) { a() } sink(x)', 'not isBad[0]'],
    ['in while', 'while (isSafe(x)) { sink(x) }', 'isSafe[0]'],
    ['break', 'while (true) { if (isSafe(x)) break } sink(x)', 'isSafe[0]'],
    ['continue', 'for (const y of x) { if (isBad(y)) continue; sink(y) }', 'not isBad[0]'],
    ['continue with a label', 'next: for (const y of x) { for (;;) { if (isBad(y)) continue next; sink(y) } }', 'not isBad[0]'],
    ['a key', 'for (var k in x) { if (k === "__proto__") continue; sink(k) }', 'not equals "__proto__"'],
    ['do', 'do { x = a() } while (isBad(x)); sink(x)', 'not isBad[0]'],
    ['before a loop', 'if (!isSafe(x)) return; for (;;) { sink(x) }', 'isSafe[0]'],
    ['written in a loop', 'if (!isSafe(x)) return; for (;;) { sink(x); x = a }', ''],
    ['try', 'try { if (!isSafe(x)) return; sink(x) } catch (e) {}', 'isSafe[0]'],
    ['behind try', 'try { if (!isSafe(x)) throw 0 } catch (e) { return } sink(x)', 'isSafe[0]'],
    ['behind a try that goes on', 'try { if (!isSafe(x)) throw 0 } catch (e) { log(e) } sink(x)', ''],
    ['behind finally', 'try { if (!isSafe(x)) return } finally { a() } sink(x)', 'isSafe[0]'],
    ['in finally', 'try { if (!isSafe(x)) return } finally { sink(x) }', ''],
    ['a labelled block', 'out: { if (isSafe(x)) break out; return } sink(x)', 'isSafe[0]'],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('switch', () => {
  it.each([
    ['a case', 'switch (x) { case "a": sink(x) }', 'equals "a"'],
    ['two cases', 'switch (x) { case "a": case "b": sink(x) }', 'any(equals "a" | equals "b")'],
    ['a case behind break', 'switch (x) { case "a": break; case "b": sink(x) }', 'not equals "a" & equals "b"'],
    ['default', 'switch (x) { case "a": break; default: sink(x) }', 'not equals "a"'],
    ['cases that go on', 'switch (x) { case "a": case "b": break; default: return } sink(x)', 'any(equals "a" | equals "b")'],
    ['no default', 'switch (x) { case "a": return } sink(x)', 'not equals "a"'],
    ['true', 'switch (true) { case isSafe(x): sink(x) }', 'isSafe[0]'],
    ['typeof', 'switch (typeof x) { case "string": sink(x) }', 'typeof string'],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('assertions', () => {
  it.each([
    ['a call that came back', 'validate(x); sink(x)', 'returned validate[0]'],
    ['an awaited call', 'async function g(x) { await validate(a, x); sink(x) }', 'returned validate[1]'],
    ['a method', 'this.check(x); sink(x)', 'returned this.check[0]'],
    ['what is only told', 'console.log(x); sink(x)', ''],
    ['a value that is used', 'var y = validate(x); sink(x)', ''],
    ['assert', 'var assert = require("assert"); assert(isSafe(x)); sink(x)', 'isSafe[0]'],
    ['assert.ok', 'var assert = require("node:assert"); assert.ok(isSafe(x)); sink(x)', 'isSafe[0]'],
    ['assert.equal', 'var assert = require("assert"); assert.equal(typeof x, "string"); sink(x)', 'typeof string'],
    ['an assert of its own', 'function assert() {} assert(isSafe(x)); sink(x)', ''],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('properties that are tested', () => {
  it.each([
    ['tested and used', 'if (isSafe(x.p.q)) sink(x.p.q)', 'isSafe[0]'],
    ['with a constant key', 'if (isSafe(x["p"])) sink(x.p)', 'isSafe[0]'],
    ['first looked at', 'if (x.p && isSafe(x.p)) sink(x.p)', 'truthy & isSafe[0]'],
    ['by a key', 'if (isSafe(x[a])) sink(x[a])', 'isSafe[0]'],
    ['by another key', 'if (isSafe(x[a])) sink(x[b])', ''],
    ['written in between', 'if (!isSafe(x.p)) return; x.p = a; sink(x.p)', ''],
    ['written by a key', 'if (!isSafe(x.p)) return; x[a] = b; sink(x.p)', ''],
    ['written through another name', 'if (!isSafe(x.p)) return; a.p = b; sink(x.p)', ''],
    ['another written', 'if (!isSafe(x.p)) return; x.q = b; sink(x.p)', 'isSafe[0]'],
    ['deleted', 'if (!isSafe(x.p)) return; delete x.p; sink(x.p)', ''],
    ['written in a loop', 'if (!isSafe(x.p)) return; for (;;) { sink(x.p); x.p = a }', ''],
    ['in a loop', 'if (!isSafe(x.p)) return; for (;;) { sink(x.p) }', 'isSafe[0]'],
    ['given a default', 'x.p = x.p || "a"; if (!isSafe(x.p)) return; sink(x.p)', 'isSafe[0]'],
    ['a pure call', 'var path = require("path"); if (isSafe(path.join(a, x))) sink(path.join(a, x))', 'isSafe[0]'],
    ['a pure call of other values', 'var path = require("path"); if (isSafe(path.join(a, x))) sink(path.join(b, x))', ''],
    ['text', 'if (isSafe(String(x))) sink(String(x))', 'isSafe[0]'],
    ['a call', 'if (isSafe(g(x))) sink(g(x))', ''],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('closures', () => {
  it.each([
    ['a callback', 'if (!isSafe(x)) return; a(() => { sink(x) })', 'isSafe[0]'],
    ['a callback in a callback', 'if (!isSafe(x)) return; a(function () { b(function () { sink(x) }) })', 'isSafe[0]'],
    ['a property', 'if (!isSafe(x.p)) return; a(() => { sink(x.p) })', 'isSafe[0]'],
    ['a property that is written', 'if (!isSafe(x.p)) return; a(() => { sink(x.p) }); x.p = b', ''],
    ['made before the test', 'a(() => { sink(x) }); if (!isSafe(x)) return', ''],
    ['after the last write', 'x = x || {}; if (!isSafe(x)) return; a(() => { sink(x) })', 'isSafe[0]'],
    ['before the last write', 'if (!isSafe(x)) return; a(() => { sink(x) }); x = b', ''],
    ['written by another', 'if (!isSafe(x)) return; a(() => { sink(x) }); b(() => { x = b })', ''],
    ['a constant of a loop', 'for (const y of x) { if (!isSafe(y)) continue; a(() => { sink(y) }) }', 'isSafe[0]'],
    ['a `var` of a loop', 'for (var i = 0; i < 3; i++) { var y = x[i]; if (!isSafe(y)) continue; a(() => { sink(y) }) }', ''],
    ['a function that is declared', 'if (!isSafe(x)) return; a(g); function g() { sink(x) }', 'isSafe[0]'],
    ['one used in two places', 'if (a) { if (p(x)) g() } else if (q(x)) g(); function g() { sink(x) }', 'any(p[0] | q[0])'],
    ['one used before the test', 'g(); if (!isSafe(x)) return; g(); function g() { sink(x) }', ''],
    ['one handed on', 'if (!isSafe(x)) return; a(() => { g() }); function g() { sink(x) }', 'isSafe[0]'],
    ['one used by itself', 'if (!isSafe(x)) return; g(); function g() { sink(x); g() }', ''],
    ['shared, tested inside', 'a(() => { x = b; if (isSafe(x)) sink(x) })', 'isSafe[0]'],
    ['shared, written behind the test', 'a(() => { if (!isSafe(x)) return; x = b; sink(x) })', ''],
  ])('%s', (_, body, expected) => {
    expect(known(body)).toBe(expected);
  });
});

describe('what a function tells of its parameters', () => {
  const told = (text: string): string => {
    const graph = graphOf(text);
    const fn = graph.functions[1];
    return [fn?.onReturn, fn?.onTrue, fn?.onFalse].map((facts) => factsText(graph, facts ?? [])).join(' / ');
  };

  it.each([
    ['a test', 'function t(p) { return !p.includes("..") }', ' / not t#0.includes[-1] / t#0.includes[-1]'],
    ['an arrow', 'const t = (p) => /^a$/.test(p)', ' / /^a$/.test[0] / not /^a$/.test[0]'],
    ['two returns', 'function t(p) { if (/a/.test(p)) return true; return false }', ' / /a/.test[0] / not /a/.test[0]'],
    ['no return at the end', 'function t(p) { if (q(p)) return true }', ' / q[0] / not q[0]'],
    [
      'early exits',
      'function t(p) { if (!p) return false; if (r(p)) return false; return true }',
      ' / truthy & not r[0] / any(not truthy | r[0])',
    ],
    ['all ends', 'function t(p) { if (bad(p)) throw 0; log() }', 'not bad[0] /  / not bad[0]'],
    ['something true', 'function t(p) { if (!q(p)) return null; return {} }', ' / q[0] / not q[0]'],
    ['both', 'function t(p) { return typeof p === "string" && q(p) }', ' / typeof string & q[0] / any(not typeof string | not q[0])'],
    ['nothing', 'function t(p) { return other() }', ' /  / '],
    ['the value itself', 'function t(p) { return p }', ' / truthy / not truthy'],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});
