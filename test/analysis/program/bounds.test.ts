// Hostile and plentiful source: extraction ends, soon, with a graph that is well formed and the same each time.
import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectOfPath } from '../../../src/analysis/parse/dialect.ts';
import { extractFileGraph } from '../../../src/analysis/program/extract.ts';
import { flawsOf } from './graph-shape.ts';
import { givenTo, graphOf, knownAt, parsed } from './graph-text.ts';

function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('');
}

describe('source that is long', () => {
  it.each([
    ['a sum', `x = a${' + b'.repeat(400)}`],
    ['conditions', `function f(x) { if (a${each(400, (i) => ` && t${i}(x)`)}) sink(x) }`],
    ['alternatives', `function f(x) { if (a${each(400, (i) => ` || x === ${i}`)}) sink(x) }`],
    ['else if', `function f(x) { if (x) {}${each(3000, (i) => `else if (x === ${i}) { y = ${i} }`)} sink(x) }`],
    ['cases', `function f(x) { var y; switch (x) {${each(5000, (i) => `case ${i}: y = ${i}; break;`)}} sink(x, y) }`],
    ['cases that fall through', `function f(x) { switch (x) {${each(5000, (i) => `case ${i}:`)} sink(x) } }`],
    ['branches', `function f(x) { var y; ${each(5000, (i) => `if (x.a${i}) y = ${i};`)} return y }`],
    ['early ends', `function f(x) { ${each(5000, (i) => `if (g(x, ${i})) return ${i};`)} }`],
    ['rounds that are left', `function f(x) { for (;;) { var y; ${each(5000, (i) => `y = ${i}; if (x.a${i}) continue;`)} } }`],
    ['flags', `function f(p) { var ok = true; ${each(2000, (i) => `ok = ok && t${i}(p);`)} if (ok) sink(p) }`],
    [
      'tests on two ways',
      `function f(p, c) { ${each(1000, (i) => `if (c.a${i}) { if (!t${i}(p)) return } else { if (!u(p)) return }`)} sink(p) }`,
    ],
    ['functions', each(5000, (i) => `function f${i}(a) { return f${i + 1}(a) }`)],
    ['functions from last to first', each(5000, (i) => `function f${i + 1}(a) { return f${i}(a) }`)],
    ['closures of one variable', `function f() { var v = 0; ${'v = 1;'.repeat(5000)}${'g(() => v);'.repeat(5000)} }`],
    ['steps of a try', `function f() { var y; try { ${each(5000, (i) => `y = ${i};`)} } catch (e) { sink(y) } finally { sink(y) } }`],
    ['values of a try', `function f(y) { try { ${'y=[];'.repeat(150_000)} } catch (e) { sink(y) } }`],
    ['text that doubles', `const a0 = "xxxxxxxxxx";${each(60, (i) => `const a${i + 1} = a${i} + a${i};`)}`],
    ['properties', `x = {${each(20_000, (i) => `a${i}: ${i},`)}}`],
    ['parameters', `function f(${each(2000, (i) => `a${i},`)}) {${each(2000, (i) => `if (g(a${i})) return a0;`)}}`],
  ])('%s', { timeout: 20_000 }, (_, text) => {
    const source = parsed(text);
    const before = process.cpuUsage().user;
    const graph = extractFileGraph(source);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(5);
    expect(flawsOf(graph)).toEqual([]);
  });
});

describe('source that is deep', () => {
  it.each([
    ['arrows', `x = ${'() => '.repeat(900)}1`],
    ['calls', `a${'()'.repeat(900)}`],
    ['members', `a${'.b()'.repeat(800)}`],
    ['functions', `${'(function () {'.repeat(150)}${'})()'.repeat(150)}`],
    ['classes', `${'(class { m() { '.repeat(150)}${'}})'.repeat(150)}`],
    ['loops', `function f(x) { var y; ${'for (; x; y++) { y = x;'.repeat(150)}${'}'.repeat(150)} return y }`],
    ['tries', `function f(x) { var y; ${'try { y = 1;'.repeat(150)}${'} catch (e) { y = 2 }'.repeat(150)} sink(y) }`],
    ['choices', `x = ${each(1000, (i) => `x === ${i} ? ${i} : `)}0`],
    ['patterns', `var ${'{ a: '.repeat(300)}b${' }'.repeat(300)} = c`],
    ['not', `x = ${'!'.repeat(900)}a`],
    ['blocks', `${'{'.repeat(900)}${'}'.repeat(900)}`],
  ])('%s', (_, text) => {
    expect(flawsOf(graphOf(text))).toEqual([]);
  });

  it('says where it has cut', () => {
    expect(graphOf(`a${'()'.repeat(100)}`).truncated).toBe(false);
    expect(graphOf(`a${'()'.repeat(900)}`).truncated).toBe(true);
  });
});

describe('bounds', () => {
  const text = 'function f(x) { if (!isSafe(x)) return; sink(x) } class A { p = 1; m(y) { return y } } exports.f = f; exports.a = new A()';

  it('gives what it has where nodes or steps run out', () => {
    for (let nodes = 0; nodes < 40; nodes++) {
      const graph = extractFileGraph(parsed(text), { nodes, depth: 100, steps: 1e6 });
      expect(graph.nodes.length).toBeLessThanOrEqual(nodes);
      expect(flawsOf(graph)).toEqual([]);
    }
    expect(extractFileGraph(parsed(text), { nodes: 10, depth: 100, steps: 1e6 }).truncated).toBe(true);
    expect(extractFileGraph(parsed(text), { nodes: 1000, depth: 100, steps: 2 }).truncated).toBe(true);
    expect(extractFileGraph(parsed(text), { nodes: 1000, depth: 3, steps: 1e6 }).truncated).toBe(true);
    expect(extractFileGraph(parsed(text), { nodes: 1000, depth: 100, steps: 1e6 }).truncated).toBe(false);
  });

  it('forgets no value that a try within a try has written', () => {
    const text = `function f(x, y) { try { y = 1; try { ${each(200, (i) => `y = ${i};`)} y = x; y = 0 } finally { a() } } catch (e) { sink(y) } }`;
    expect(givenTo(graphOf(text), 'sink').join()).toContain('f#0');
  });

  it('follows long lists of allowed values', () => {
    const list = `function f(x) { if (${each(40, (i) => `${i > 0 ? '||' : ''} x === "${i}"`)}) sink(x) }`;
    expect(knownAt(graphOf(list), 'sink')[0]?.split(' | ')).toHaveLength(40);
  });
});

describe('names that objects have already', () => {
  it('are names like others', () => {
    const text =
      '__proto__.a = constructor; toString(); hasOwnProperty.x = 1; x = { __proto__: a, constructor: b }; var valueOf = 1; sink(valueOf, __proto__)';
    expect(flawsOf(graphOf(text))).toEqual([]);
  });
});

describe('any source', () => {
  const root = new URL('../../../', import.meta.url).pathname;
  const files = [
    ...globSync('node_modules/eslint/lib/**/*.js', { cwd: root }),
    ...globSync('{src,rules,test,scripts}/**/*.ts', { cwd: root }),
  ]
    .filter((path) => !path.includes('generated'))
    .sort()
    .filter((_, index) => index % 24 === 0);

  it('gives a well-formed graph, the same each time, that JSON can keep', { timeout: 60_000 }, () => {
    expect(files.length).toBeGreaterThan(20);
    for (const path of files) {
      const source = parsed(readFileSync(`${root}${path}`, 'utf8'), dialectOfPath(path) ?? 'javascript');
      const graph = extractFileGraph(source);
      expect([path, flawsOf(graph)]).toEqual([path, []]);
      const json = JSON.stringify(graph);
      expect(JSON.stringify(extractFileGraph(source)) === json).toBe(true);
      expect(JSON.stringify(JSON.parse(json)) === json).toBe(true);
    }
  });

  const statement: fc.Memo<string> = fc.memo((depth) =>
    depth <= 1 ? fc.constantFrom('x = y;', 'sink(x);', 'x++;', 'var z = x.p;', 'let w;') : fc.oneof(...forms(depth)),
  );
  const forms = (depth: number): fc.Arbitrary<string>[] => {
    const inner = statement(depth - 1);
    const test = fc.constantFrom('x', '!y', 'f(x)', 'x === y && f(z)', 'x || y.p', '(x = y)', 'x?.p', 'y ?? (x = 1)');
    return [
      inner,
      fc.tuple(inner, inner).map(([a, b]) => `${a} ${b}`),
      fc.tuple(test, inner, inner).map(([t, a, b]) => `if (${t}) { ${a} } else { ${b} }`),
      fc
        .tuple(test, inner, fc.constantFrom('', 'break;', 'continue;', 'return;'))
        .map(([t, a, end]) => `while (${t}) { ${a} if (f(x)) { ${end} } }`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `try { ${a} } catch (e) { ${b} } finally { ${c} }`),
      fc.tuple(test, inner, inner).map(([t, a, b]) => `switch (${t}) { case x: ${a} case y: break; default: ${b} }`),
      inner.map((a) => `for (const x of y) { ${a} }`),
      inner.map((a) => `for (var k in x) { ${a} }`),
      inner.map((a) => `g(() => { ${a} });`),
      inner.map((a) => `function h(y) { ${a} }`),
      inner.map((a) => `out: { ${a} if (x) break out; ${a} }`),
      fc.tuple(inner, test).map(([a, t]) => `do { ${a} } while (${t});`),
    ];
  };

  it('ends well for statements put together at random', () => {
    fc.assert(
      fc.property(statement(6), (text) => {
        expect(flawsOf(graphOf(`function m(x, y) { ${text} return x }`))).toEqual([]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
