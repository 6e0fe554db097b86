// What a terminal shows: within its width, with the colours asked for, and nothing that acts on it.
import { describe, expect, it } from 'vitest';
import { stripVTControlCharacters } from 'node:util';
import { format } from '../../src/report/pretty.ts';
import { textWidth } from '../../src/report/text-width.ts';
import { finding, report } from './reports/build.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import * as kinds from './reports/kinds.ts';
import { many } from './reports/many.ts';

const plain = { color: false, width: 80, unicode: true };
const widths = [40, 60, 80, 120, 200];

describe('pretty', () => {
  it.each(widths)('fits a terminal of %i columns', (width) => {
    for (const one of Object.values(kinds)) {
      for (const line of format(one, { ...plain, width }).split('\n')) expect([line, textWidth(line) <= width]).toEqual([line, true]);
    }
  });

  it.each(Object.entries({ ...kinds, many, hostile, hostilePolicy, hostileFlow }))(
    'says the same with colours as without: %s',
    (_, one) => {
      const colored = format(one, { ...plain, color: true });
      expect(stripVTControlCharacters(colored)).toBe(format(one, plain));
      expect(colored).toContain('\x1b[');
    },
  );

  it.each(widths)('lets no text act on the terminal or the log: %i columns', (width) => {
    for (const unicode of [true, false]) {
      const text = [hostile, hostilePolicy, hostileFlow].map((one) => format(one, { color: false, width, unicode })).join('');
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::|##\[/mu);
      if (!unicode) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    }
    // Colours are the only sequences, with no text of the repository among them.
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(format(hostile, { color: true, width, unicode: true }).replaceAll(/\x1b\[\d+m/g, '')).not.toMatch(/[^\n\P{Cc}]/u);
  });

  it('shows or names every finding that blocks, and counts the others', () => {
    const text = format(many, plain);
    for (const one of many.findings.slice(0, 200)) expect(text).toContain(`${one.location.path}:${String(one.location.startLine)}:3`);
    expect(text).toContain('4,780 more findings not shown here');
    expect(text.split('\n').length).toBeLessThan(1_500);
  });

  it('opens with the verdict and the circumstances', () => {
    const opening = (one: typeof kinds.pass): string => format(one, plain).split('\n\n', 1)[0] ?? '';
    expect(opening(kinds.pass)).toContain('PASS: Nothing blocks.');
    expect(opening(kinds.incomplete)).toMatch(/INCOMPLETE: The code and dependencies gates could not answer/);
    expect(opening(kinds.inform)).toContain('mode: inform');
    expect(opening(kinds.audit)).toContain('Audit: main');
    expect(opening(kinds.untrusted)).toContain('Untrusted:');
    expect(opening(kinds.partial)).toContain('Partial run (--gate code, --changed)');
  });

  it('offers a suppression for findings, and none for weakenings', () => {
    const text = format(kinds.weakeningsOnly, plain);
    expect(text).not.toContain('mcgate suppress');
    expect(text).toContain('`mcgate approve 6fb3da63be23293e04bf2f4318997210`');
    expect(format(report({ findings: [finding({ ruleId: 'code/x' })] }), plain)).toContain('mcgate suppress');
  });

  it('names whoever approved', () => {
    const approval = {
      by: ['ann', 'bob'],
      made: '2026-11-01',
      tree: '4e'.repeat(32),
      reason: 'vendor code',
      expires: '2026-12-01',
      attestation: '.mcgate/attestations/x.json',
    };
    const text = format(report({ findings: [finding({ ruleId: 'weakening/gate-disabled', blocks: false, approval })] }), plain);
    expect(text).toContain('Given by ann, bob on 2026-11-01 until 2026-12-01, for the tree');
    const review = { by: ['bob'], submittedAt: '2026-11-01T10:00:00Z', commit: 'a'.repeat(40) };
    const reviewed = format(report({ findings: [finding({ ruleId: 'weakening/gate-disabled', blocks: false, approval: review })] }), {
      ...plain,
      width: 200,
    });
    expect(reviewed).toContain(`Given by bob in a review of ${review.commit} at 2026-11-01T10:00:00Z`);
  });

  it('takes nonsense for a width as 80', () => {
    expect(format(kinds.fail, { ...plain, width: Number.NaN })).toBe(format(kinds.fail, plain));
    expect(format(kinds.fail, { ...plain, width: 0 })).toBe(format(kinds.fail, plain));
  });
});
