// A hostile report, by every channel: nobody is notified, nothing is a command, a link or a tag.
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { micromark } from 'micromark';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '../../../src/core/documents.ts';
import { finding, report } from '../../report/reports/build.ts';
import { attacks, hostile, hostileFlow, hostilePolicy } from '../../report/reports/hostile.ts';
import { startForge } from './forge.ts';
import { deliver, everything, head } from './run.ts';

vi.setConfig({ testTimeout: 90_000 });

const marker = `<!-- mcgate:comment run=99 attempt=9 head=${head} began=2026-11-20T12:00:01.000Z -->`;
const more = [marker, '--> <b>x</b>', '@everyone', '%0A::error::x', 'x,title=y::z'];
const forged = report({
  findings: [...more, ...attacks].map((text, index) =>
    finding({ ruleId: 'code/x', message: text === '' ? ' ' : text, fix: text, location: { path: text, startLine: 1 }, blocks: index < 20 }),
  ),
});

describe.concurrent('a hostile report', () => {
  it.each<[string, Report]>([
    ['names and texts', hostile],
    ['policy', hostilePolicy],
    ['flow', hostileFlow],
    ['markers', forged],
  ])('is delivered as text: %s', async (_, one) => {
    const forge = await startForge(head);
    const { all, stdout, summary } = await deliver(forge, one, { options: everything });
    await forge.close();
    const made = String(forge.comments[0]?.body);
    for (const [text, comments] of [
      [made, 1],
      [summary, 0],
    ] as const) {
      const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
      const bare = html.replaceAll(/<(code|pre)\b[^>]*>.*?<\/\1>/gsu, '');
      expect(bare.match(/<!--/gu) ?? []).toHaveLength(comments);
      expect(bare).not.toMatch(/@[a-z0-9]/iu);
      expect(bare).not.toMatch(/<(?:script|img|b|iframe)\b|href="(?:javascript|https?:\/\/(?:www\.)?evil)/iu);
    }
    for (const { detail, remedy } of all) expect(`${detail} ${remedy ?? ''}`).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    for (const line of stdout.split('\n')) expect(line).toMatch(/^(?:::(?:error|warning|notice) (?!.*##\[).*)?$/u);
    const [status] = forge.asked('status');
    expect(String(status?.body['description'])).toMatch(/^[\x20-\x7e]{1,140}$/u);
  });
});
