// Of a function's writes to what may be a prototype: which are told, and which beside them.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

/** Each told write with those beside it. */
function told(source: string): readonly string[][] {
  return follow(source)
    .flows.filter((flow) => flow.class === 'prototype')
    .map(({ steps, also = [] }) => [...steps.slice(-1), ...also].map(({ start, end }) => source.slice(start, end)));
}

const merge = (body: string): string =>
  `module.exports = function merge(to, from) { for (const k in from) { if (typeof to[k] === 'object') merge(to[k], from[k]); else { ${body} } } };`;

describe('writes of one property of one object', () => {
  it('are told once, at what stands under the fewest branches', () => {
    expect(told(merge('if (from.x) { if (from.y) to[k] = from[k]; } else to[k] = from.other;'))).toEqual([
      ['to[k] = from.other', 'to[k] = from[k]'],
    ]);
    expect(told(merge('if (from.x) to[k] = from.other; else if (from.y) to[k] = from[k];'))).toEqual([
      ['to[k] = from[k]', 'to[k] = from.other'],
    ]);
  });

  it('with the writes that lead there', () => {
    expect(told(merge('to[k] = {}; to[k] = from[k];'))).toEqual([['to[k] = from[k]', 'to[k] = {}']]);
  });

  it.each([
    ['another object', 'to[k] = from[k]; to.inner[k] = from[k];'],
    ['another function', 'to[k] = from[k]; (() => { to[k] = from.other; })();'],
  ])('but not of %s', (_, body) => {
    const also = told(merge(body)).flatMap(([, ...others]) => others);
    expect(also).toEqual([]);
  });

  it('what comes from elsewhere is told by itself', () => {
    const source = `module.exports = function set(to, a, b, c, x) { const at = to[a]; at[x ? b : c] = 1; }; module.exports.other = function (to, p, q, v) { to[p][q] = v; };`;
    expect(told(source)).toHaveLength(2);
  });
});

describe('hostile programs', () => {
  it('many reads by one name that many calls hand in end', { timeout: 120_000 }, () => {
    const reads = 'o = o[p];'.repeat(8000);
    const calls = Array.from({ length: 990 }, (_, at) => `exports.f${String(at)} = (o, p, q, v) => { get(o, p)[q] = v; };`).join('\n');
    expect(told(`function get(o, p) { ${reads} return o; } ${calls}`)).toHaveLength(990);
  });
});
