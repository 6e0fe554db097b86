// The page in Chromium: nothing is asked for, nothing runs, nobody is shut out, light or dark, on a phone and on paper.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { format } from '../../src/report/html.ts';
import { formatReleaseHtml } from '../../src/report/release-record.ts';
import { launchBrowser, openPage, overflowOf, processorMsOf, violationsOf, type View } from './browser.ts';
import { hostile, hostileFlow, hostilePolicy } from './reports/hostile.ts';
import * as kinds from './reports/kinds.ts';
import { many } from './reports/many.ts';
import { pullRequest, web } from './reports/pull-request.ts';
import { hostileRelease, release } from './reports/release.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

const views: readonly View[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 360 },
  { scheme: 'dark', width: 360 },
  { scheme: 'dark', media: 'print', width: 720 },
];

const nameOf = ({ scheme = 'light', media = 'screen', width = 0 }: View): string => `${scheme} ${media} ${String(width)}`;

const hostileFlows: Report = { ...hostileFlow, findings: hostileFlow.findings.slice(0, 8) };
const hostiles = { hostile, hostilePolicy, hostileFlows };

describe('the page', () => {
  it.each([
    ...views.map((view) => [nameOf(view), pullRequest, view] as const),
    ['of a policy', kinds.policy, { scheme: 'dark' }] as const,
    ['that passes', kinds.pass, { width: 360 }] as const,
    ['that could not answer', kinds.incomplete, {}] as const,
  ])('is open to everybody, no wider than its window, and asks for nothing: %s', async (_, one, view) => {
    const { page, incidents } = await openPage(browser, format(one, { web }), view);
    expect(await overflowOf(page)).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(incidents).toEqual([]);
    await page.close();
  });

  it('unfolds everything on paper', async () => {
    const { page } = await openPage(browser, format(pullRequest), { media: 'print' });
    const hidden = await page.evaluate(
      "[...document.querySelectorAll('details:not([open]) > div')].filter((one) => one.getBoundingClientRect().height === 0).length",
    );
    expect([hidden, await page.locator('details:not([open]) > div').count()]).toEqual([0, expect.any(Number)]);
    expect(await page.locator('details:not([open]) > div').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('shows what a reader asks for, without a script', async () => {
    const { page } = await openPage(browser, format(pullRequest, { web }));
    const of = (severity: string): ReturnType<typeof page.locator> => page.locator(`.finding.${severity}:visible`);
    expect(await of('critical').count()).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: /^critical/u }).uncheck();
    expect(await of('critical').count()).toBe(0);
    expect(await of('high').count()).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: /^weakening/u }).uncheck();
    expect(await page.locator('.finding.of-weakening:visible').count()).toBe(0);
    await page.close();
  });

  it('can be read by keyboard alone', async () => {
    const { page } = await openPage(
      browser,
      format({ ...kinds.fail, findings: kinds.fail.findings.map((one) => ({ ...one, blocks: false })) }),
    );
    const first = page.locator('details.finding').first();
    await first.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await first.getAttribute('open')).toBe('');
    await page.close();
  });

  it('stays usable with 5,000 findings', async () => {
    const text = format(many, { web });
    expect(Buffer.byteLength(text)).toBeLessThan(4_500_000);
    const { page, incidents } = await openPage(browser, text, { width: 360 });
    expect([await overflowOf(page), incidents]).toEqual([0, []]);
    const used = await processorMsOf(page);
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(8_000);
    expect(await page.locator('h1').textContent()).toContain('fail');
    expect(await page.locator('#blocks').textContent()).toBe('Blocks: 200 findings');
    expect((await page.locator('.finding').count()) + (await page.locator('.rows > li').count())).toBe(5_000);
    await page.close();
  });
});

describe('text from the repository', () => {
  it.each(Object.entries(hostiles))('is text and nothing else: %s', async (_, one) => {
    const { page, incidents } = await openPage(browser, format(one, { web }), { width: 360 });
    expect(await overflowOf(page)).toBe(0);
    const elements = await page.evaluate<string[]>("[...new Set([...document.body.querySelectorAll('*')].map((one) => one.localName))]");
    const meant = [
      'main',
      'header',
      'nav',
      'footer',
      'section',
      'fieldset',
      'legend',
      'label',
      'input',
      'details',
      'summary',
      'div',
      'span',
      'p',
      'br',
      'a',
      'strong',
      'code',
      'pre',
      'mark',
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'h1',
      'h2',
      'h3',
      'h4',
    ];
    expect(elements.filter((element) => !meant.includes(element))).toEqual([]);
    const attributes = await page.evaluate<string[]>(
      "[...new Set([...document.body.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()))]",
    );
    const allowed = ['class', 'id', 'href', 'rel', 'type', 'checked', 'open', 'aria-label', 'aria-labelledby', 'data-line', 'data-step'];
    expect(attributes.filter((attribute) => !allowed.includes(attribute))).toEqual([]);
    const targets = await page.evaluate<string[]>('[...document.links].map((link) => link.href)');
    const known =
      /^(?:http:\/\/report\.invalid\/#[\w-]+$|https:\/\/github\.com\/acme\/widget\/(?:blob\/[0-9a-f]{40}\/|actions\/)|https:\/\/(?:cwe\.mitre\.org|osv\.dev)\/)/u;
    expect(targets.filter((target) => !known.test(target))).toEqual([]);
    expect(await page.evaluate('document.body.innerText.match(/[\\u202a-\\u202e\\u2066-\\u2069\\u200b\\ufeff]/)')).toBe(null);
    expect(incidents).toEqual([]);
    await page.close();
  });

  it('shuts nobody out either', async () => {
    const some = { ...hostile, findings: hostile.findings.slice(0, 12), notices: hostile.notices.slice(0, 12) };
    const { page } = await openPage(browser, format(some, { web }), { scheme: 'dark', width: 360 });
    expect(await violationsOf(page)).toEqual([]);
    await page.close();
  });

  it('cannot become a script or a style, whatever it is', async () => {
    const { page, incidents } = await openPage(
      browser,
      format(pullRequest).replace(
        '</main>',
        '<script>document.title = "x"</script><style>h1 { display: none }</style><img src="/x"></main>',
      ),
    );
    expect(await page.title()).toBe('mcgate: fail');
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(incidents.filter((incident) => incident.startsWith('request'))).toEqual([]);
    expect(incidents.length).toBeGreaterThan(2);
    await page.close();
  });
});

describe('the record of a release', () => {
  it.each([
    ['light', release, { scheme: 'light', width: 360 }],
    ['dark', release, { scheme: 'dark' }],
    ['with hostile titles', hostileRelease, { scheme: 'dark', width: 360 }],
  ] as const)('is such a page as well: %s', async (_, one, view) => {
    const { page, incidents } = await openPage(browser, formatReleaseHtml(one), view);
    expect(await violationsOf(page)).toEqual([]);
    expect([await overflowOf(page), await page.locator('img, script, a').count(), incidents]).toEqual([0, 0, []]);
    await page.close();
  });
});
