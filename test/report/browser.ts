// A page in a real browser: what it asks for, complains of, and how it measures. One browser serves a file of tests.
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Throws where there is none: a page that nobody looked at is not tested. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('There is no Chromium: run scripts/install-test-tools.sh.');
  return chromium.launch({ executablePath });
}

export interface View {
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
  readonly width?: number;
}

export interface OpenedPage {
  readonly page: Page;
  /** Addresses other than the page's own that it asked for, and what the console and the page said. */
  readonly incidents: readonly string[];
}

const address = 'http://report.invalid/';

/** The page as a server would send it; nothing else is answered. */
export async function openPage(
  browser: Browser,
  html: string,
  { scheme = 'light', media = 'screen', width = 1280 }: View = {},
): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
  page.setDefaultTimeout(5_000);
  const incidents: string[] = [];
  page.on('console', (message) => incidents.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.route('**/*', async (route) => {
    if (route.request().url() === address) return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    incidents.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(address);
  if (media === 'print') await page.emulateMedia({ media });
  return { page, incidents };
}

/** How far the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Processor time that the page's own process has used, in milliseconds; what this process uses meanwhile says nothing of the page. */
export async function processorMsOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'ProcessTime');
  if (used === undefined) throw new Error('This Chromium does not tell what a page costs.');
  return used.value * 1000;
}

/** Violations as `rule: first element`, with everything unfolded. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`))",
  );
}
