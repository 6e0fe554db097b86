// lineHashes against the oracle, Microsoft's multitool, where that runs, and against a slow model of the definition everywhere.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { lineHashes } from '../../src/core/line-hash.ts';
import { multitoolRuns, rollingHashes } from '../report/multitool.ts';
import { processorMs } from '../support/processor-time.ts';

/** The definition, word by word, with BigInt and no rolling. */
function slowHashes(text: string): Map<number, string> {
  const units: number[] = [];
  const starts: number[] = [];
  let fresh = true;
  for (const unit of [...text.replaceAll(/\r\n?/g, '\n').replaceAll(/[ \t]/g, '').split('')].map((c) => c.charCodeAt(0)).concat(65535)) {
    if (fresh) starts.push(units.length);
    fresh = unit === 10;
    units.push(unit);
  }
  const seen = new Map<string, number>();
  const answer = new Map<number, string>();
  starts.forEach((start, index) => {
    let hash = 0n;
    for (let offset = 0; offset < 100; offset += 1) hash = BigInt.asUintN(64, hash * 37n + BigInt(units[start + offset] ?? 0));
    const hex = hash.toString(16);
    const ordinal = (seen.get(hex) ?? 0) + 1;
    seen.set(hex, ordinal);
    answer.set(index + 1, `${hex}:${String(ordinal)}`);
  });
  return answer;
}

const every = (text: string): Set<number> => new Set(Array.from({ length: text.split(/\r\n|\r|\n/).length }, (_, index) => index + 1));

const samples: Readonly<Record<string, string>> = {
  'plain.ts': 'const a = 1;\nconst b = 2;\n\nexport { a, b };\n',
  'crlf.ts': 'const a = 1;\r\n\r\nif (a) {\r\n\treturn a;\r\n}\r\n',
  'cr.txt': 'one\rtwo\r\rthree\r\n\r\nfour',
  'tabs.py': '\tdef f(x):\n\t\treturn x\n    \n  \t  y\n',
  'repeated.js': `${'foo();\n'.repeat(150)}bar();\n${'foo();\n'.repeat(60)}`,
  'no-newline.js': 'a();\nb();\nlast(1)',
  'unicode.ts': 'const s = "žluťoučký 漢字 😀";\nconst t = "é";\n// 😀😀😀\n',
  'empty-lines.txt': '\n\n\n\nx\n\n\n\n\n',
  'long-line.js': `${'x'.repeat(1000)}\ny\n${'z'.repeat(99)}\n${'z'.repeat(100)}\n`,
  'one.txt': 'x',
  'marks.txt': '\u2028a\u0085b\u000bc\u000cd\ne\n',
};

describe('lineHashes', () => {
  it('answers only the asked lines that exist', () => {
    expect([...lineHashes('a\nb\nc', new Set([2, 9])).keys()]).toEqual([2]);
    expect(lineHashes('a', new Set()).size).toBe(0);
    expect([...lineHashes('', new Set([1])).keys()]).toEqual([1]);
  });

  it.each(Object.entries(samples))('follows the definition: %s', (_, text) => {
    const lines = every(text);
    const slow = slowHashes(text);
    expect(new Map(lineHashes(text, lines))).toEqual(new Map([...slow].filter(([line]) => lines.has(line))));
  });

  it('follows the definition on any text', () => {
    const piece = fc.constantFrom('a', 'b', ' ', '\t', '\r', '\n', '\r\n', '\uffff', '\ud800', '漢', 'foo();\n', 'x'.repeat(99));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const slow = slowHashes(text);
        expect(new Map(lineHashes(text, new Set(slow.keys())))).toEqual(slow);
      }),
    );
  });

  it('takes a long text in its stride', () => {
    const text = 'const value = compute(1, 2, 3);\n'.repeat(200_000);
    const started = processorMs();
    expect(lineHashes(text, new Set([1, 100_000])).get(100_000)).toMatch(/^[0-9a-f]+:100000$/);
    expect(processorMs() - started).toBeLessThan(5_000);
  });

  it.skipIf(!multitoolRuns)('equals what sarif-multitool computes', () => {
    const oracle = rollingHashes(samples);
    for (const [name, text] of Object.entries(samples)) {
      const asked = new Set(oracle.get(name)?.keys());
      expect(asked.size, name).toBeGreaterThan(0);
      expect([name, [...lineHashes(text, asked)]]).toEqual([name, [...(oracle.get(name) ?? [])]]);
    }
  });
});
