// Markdown as GitHub takes it: bounded, closed, and with no markup of the repository's.
import { describe, expect, it } from 'vitest';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { format, formatMarkdown } from '../../src/report/markdown.ts';
import { finding, gate, gates, report } from './reports/build.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import * as kinds from './reports/kinds.ts';
import { many } from './reports/many.ts';

const html = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

/** Attacks of the longest kind everywhere. */
const endless = report({
  partial: ['$'.repeat(10_000)],
  gates: gates(
    gate('code', {
      outcome: 'incomplete',
      reasons: Array.from({ length: 500 }, () => ({ code: 'x', message: '\u2060'.repeat(9_000), remedy: '$'.repeat(9_000) })),
    }),
  ),
  findings: Array.from({ length: 300 }, (_, index) =>
    finding({ ruleId: 'code/weak-hash', message: '$'.repeat(5_000), fix: String(index), location: { path: '\u{e0041}'.repeat(900) } }),
  ),
  notices: Array.from({ length: 500 }, () => ({ code: 'x', message: '@'.repeat(9_000) })),
});

describe('markdown', () => {
  it.each(Object.entries({ ...kinds, many, hostile, hostilePolicy, hostileFlow, endless }))(
    'stays below 64 KB, closes what it opens: %s',
    (_, one) => {
      const text = format(one);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64_000);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/^<\/details>/gm)?.length);
      expect(text).not.toMatch(/^\s*::|##\[/m);
    },
  );

  it('says how much it left out', () => {
    expect(format(many)).toMatch(/\*\*4,6\d\d more findings left out of this summary\*\* \(`code\/weak-hash` 46\d\d\)/);
    expect(format(kinds.fail)).not.toContain('left out of this summary');
  });

  it('names every blocking finding that it can before any other', () => {
    const text = format(many);
    for (const one of many.findings.slice(0, 200)) expect(text).toContain(`${one.location.path}:`);
  });

  it.each(Object.entries({ hostile, hostilePolicy, hostileFlow }))('renders no element that the report did not mean: %s', (_, one) => {
    const rendered = html(formatMarkdown(one, {}, 1_000_000));
    const found = new Set([...rendered.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1]));
    const meant = ['h3', 'h4', 'h5', 'p', 'br', 'strong', 'code', 'pre', 'ul', 'li', 'span', 'details', 'summary'];
    expect([...found].filter((element) => !meant.includes(element ?? ''))).toEqual([]);
    expect(rendered.match(/<h5>/g)).toHaveLength(one.findings.length);
    expect(rendered.replaceAll(/<code[^>]*>[^<]*<\/code>/g, '')).not.toMatch(/@[a-z0-9]|:\/\/|www\.[a-z]/i);
  });

  it('opens with the verdict', () => {
    expect(format(kinds.fail).split('\n', 1)).toEqual([
      '### ❌ mcgate: fail. 4 findings block (2 in code, 1 in dependencies, 1 weakening of the gate).',
    ]);
  });
});

it("escapes the reason of an approval: it is its signer's text", () => {
  const approval = {
    by: ['ann'],
    reason: '<img src=x> [a](https://b.example) @team',
    expires: '2026-12-01',
    tree: '4e'.repeat(32),
    attestation: '.mcgate/attestations/x.json',
  };
  const text = format(report({ findings: [finding({ ruleId: 'weakening/gate-disabled', blocks: true, approval })] }));
  expect(text).toContain('Given by ann until 2026');
  expect(text).not.toContain('<img');
  expect(text).not.toContain('[a](');
});
