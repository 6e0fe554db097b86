// What a pull request is told, as a comment, a step summary and a page; links, approvals and limits.
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import type { ChecklistItemState } from '../../src/core/documents.ts';
import { validateReport } from '../../src/core/generated/validators.js';
import { format as formatHtml } from '../../src/report/html.ts';
import { format, formatMarkdown } from '../../src/report/markdown.ts';
import { finding, gate, gates, report } from './reports/build.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import { many } from './reports/many.ts';
import { pullRequest, web } from './reports/pull-request.ts';

const render = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

const blob = 'https://github.com/acme/widget/blob';
const part = (text: string, title: string): string => text.slice(text.indexOf(title)).split('\n#### ', 1)[0] ?? '';

describe('a comment', () => {
  it('is as it should be', async () => {
    expect([validateReport(pullRequest), validateReport.errors]).toEqual([true, null]);
    await expect(format(pullRequest, { web })).toMatchFileSnapshot('golden/pullRequest.comment.snap');
  });

  it('says the verdict and why in its first line', () => {
    expect(format(pullRequest, { web }).split('\n', 1)).toEqual([
      '### ❌ mcgate: fail. 7 findings block (2 in code, 1 in permissions, 1 in dependencies, 3 weakenings of the gate). The code gate could not answer.',
    ]);
  });

  it('links lines at the commit that has them', () => {
    const { commit } = web;
    const text = format(pullRequest, { web });
    for (const address of [
      `${blob}/${commit}/src/tools/git-log.ts#L41)`,
      `${blob}/${commit}/src/server.ts#L12)`,
      `${blob}/${commit}/package-lock.json#L871)`,
      `${blob}/${commit}/.mcgate/suppressions.yaml)`,
      `${blob}/${'a'.repeat(40)}/scripts/release.md?plain=1#L4)`,
      `${blob}/${pullRequest.subject.base?.commit ?? ''}/src/a.ts#L3)`,
      '(https://github.com/acme/widget/actions/runs/17)',
    ])
      expect(text).toContain(address);
    expect(format(pullRequest)).not.toContain('/blob/');
  });

  it('tells who has to approve, and how', () => {
    const needs = part(format(pullRequest, { web }), '#### Needs approval: 4');
    expect(needs).toContain('Approve this pull request in a review on GitHub. It counts from ann, bob;');
    expect(needs.match(/^mcgate approve .*$/gmu)).toEqual([
      expect.stringMatching(/^mcgate approve (?:[0-9a-f]{32} ){3}--pull-request 7 --reason "…"$/u),
      expect.stringMatching(/^mcgate approve [0-9a-f]{32} --pull-request 7 --reason "…"$/u),
    ]);
    expect(needs).toContain('2 people of those who sign already');
    const signed = { ...pullRequest, approvals: { by: 'signature', approvers: null } } as const;
    expect(part(format(signed), '#### Needs approval: 4')).not.toContain('a review on GitHub');
    const anybody = { ...pullRequest, approvals: { by: 'review', approvers: null } } as const;
    expect(part(format(anybody), '#### Needs approval: 4')).toContain('somebody with the role maintain or admin');
    const pushed = { ...pullRequest, subject: { ...pullRequest.subject, event: 'push', judged: { name: 'main', commit: null } } } as const;
    expect(part(format(pushed), '#### Needs approval: 4')).not.toMatch(/a review on GitHub|--pull-request/u);
  });

  it('tells how a package came in, and what could not be answered', () => {
    const text = format(pullRequest);
    expect(text).toContain('**Comes by:** request › har-validator › qs');
    expect(part(text, '#### Could not be answered')).toContain('Mend the syntax');
  });

  it('has no table, and no line of words that is too long for a phone to show in some seconds', () => {
    for (const line of format(pullRequest, { web }).split('\n')) {
      expect(line).not.toMatch(/^\|/u);
      expect(line.replaceAll(/\(https:[^)]*\)/gu, '').length).toBeLessThan(400);
    }
  });
});

describe('a comment of a hostile checklist', () => {
  // A dollar sign takes fourteen bytes.
  const item = (dear: string, id: string): ChecklistItemState => ({
    ...{ id, title: dear, phase: 'code-review', evidence: 'sign-off', status: 'pending', by: [dear] },
    ...{ until: null, detail: dear, attestations: [] },
  });
  const blockers = Array.from({ length: 5 }, (_, index) => finding({ ruleId: 'code/x', message: `Number ${String(index)}.` }));

  it.each([
    ['fail', 300, 0],
    ['fail', 100, 1],
    ['incomplete', 100, 1],
  ] as const)('is short enough, and has what blocks: %s, %i signs', (outcome, signs, least) => {
    const items = Array.from({ length: 200 }, (_, index) => item('$'.repeat(signs), `item-${String(index)}`));
    const coverage = { unit: 'items', examined: 200, leftOut: [], items };
    const text = format(report({ gates: gates(gate('checklist', { outcome, coverage })), findings: blockers }), { web });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64_000);
    expect(text.match(/^##### 🟧 high · `code\/x`$/gmu)).toHaveLength(blockers.length);
    const told = text.match(/^- ⏳ /gmu)?.length ?? 0;
    expect(told).toBeGreaterThanOrEqual(least);
    expect(text).toContain(`\n- and ${String(200 - told)} more items`);
  });
});

describe('a summary', () => {
  it('holds more than a comment, up to what it is given', () => {
    const [comment, summary] = [format(many, { web }), formatMarkdown(many, { web }, 1_000_000)];
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(64_000);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_000_000);
    expect(comment.split('\n', 1)).toEqual(['### ❌ mcgate: fail. 200 findings block (200 in code).']);
    expect(summary.split('\n', 1)).toEqual(comment.split('\n', 1));
    const shown = (text: string): number => new Set(text.match(/file-\d+\.ts:/gu)).size;
    const left = (text: string): number => Number(/\*\*([\d,]+) more findings left out/u.exec(text)?.[1]?.replace(',', '') ?? 0);
    expect([shown(comment) + left(comment), shown(summary) + left(summary)]).toEqual([5_000, 5_000]);
    expect(shown(comment)).toBeGreaterThanOrEqual(200);
    expect(summary.match(/^##### 🟧 high/gmu)).toHaveLength(200);
  });

  it('is the comment, where that has room for everything', () => {
    expect(formatMarkdown(pullRequest, { web }, 1_000_000)).toBe(format(pullRequest, { web }));
  });
});

describe('what the repository wrote', () => {
  it.each(Object.entries({ hostile, hostilePolicy, hostileFlow }))('names nobody and links nothing: %s', (_, one) => {
    for (const text of [format(one, { web }), formatMarkdown(one, { web }, 1_000_000)]) {
      const rendered = render(text);
      const targets = [...rendered.matchAll(/<a [^>]*href="([^"]*)"/gu)].map((match) => match[1] ?? '');
      expect(targets.filter((target) => !target.startsWith(`${blob}/`) && target !== web.run)).toEqual([]);
      expect(targets.filter((target) => /[()<>\s]|\/\.{1,2}\/|%2e%2e|%2f/iu.test(target))).toEqual([]);
      const prose = rendered.replaceAll(/<code[^>]*>[^<]*<\/code>/gu, '').replaceAll(/<a [^>]*>/gu, '');
      expect(prose).not.toMatch(/@[a-z0-9]|#[0-9]|\bGH-\d|:\/\/|www\.[a-z]|\b[0-9a-f]{7,40}\b/iu);
      expect(rendered.match(/<(?:details|\/details)>/gu)?.length).toBe((text.match(/^<details>/gmu)?.length ?? 0) * 2);
    }
  });
});

it('is a page whose every check box takes something away', () => {
  const families = Array.from({ length: 25 }, (_, index) => String.fromCodePoint(97 + index).repeat(4));
  for (const [some, boxes] of [
    [families, 20],
    [families.slice(0, 2), 2],
    [families.slice(0, 1), 0],
  ] as const) {
    const findings = some.flatMap((family) => Array.from({ length: 10 }, () => finding({ ruleId: `${family}/x` })));
    const page = formatHtml(report({ findings }));
    const ids = (pattern: RegExp): readonly string[] => [...page.matchAll(pattern)].map((match) => match[1] ?? '').sort();
    expect(ids(/<input type="checkbox" id="(show-of-[a-z]+)"/gu)).toHaveLength(boxes);
    expect(ids(/body:has\(#(show-of-[a-z]+):not/gu)).toEqual(ids(/<input type="checkbox" id="(show-of-[a-z]+)"/gu));
  }
});

it('is a page too', async () => {
  const text = formatHtml(pullRequest, { web })
    .replace(/<style>[^<]*<\/style>/u, '')
    .replace(/'sha256-[^']*'/u, "'sha256-…'");
  await expect(text).toMatchFileSnapshot('golden/pullRequest.page.snap');
});
