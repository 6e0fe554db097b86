// Addresses on the web: only of what can be nothing else.
import { describe, expect, it } from 'vitest';
import { advisoryAddress, createLinker, findingAddress, pageAddress } from '../../src/report/web-link.ts';
import { finding } from './reports/build.ts';
import { attacks } from './reports/hostile.ts';

const [head, base] = ['4f'.repeat(20), '8c'.repeat(20)];
const place = { repository: 'https://github.com/acme/widget', commit: head, run: 'https://github.com/acme/widget/actions/runs/17' };
const report = {
  subject: { event: 'push', kind: 'change', judged: { name: 'x', commit: head }, trusted: null, base: { name: 'y', commit: base } },
} as const;
const links = createLinker(report, place);
const file = `https://github.com/acme/widget/blob/${head}`;

describe('addresses of lines', () => {
  it.each([
    [{ path: 'src/a.ts' }, `${file}/src/a.ts`],
    [{ path: 'src/a.ts', startLine: 3 }, `${file}/src/a.ts#L3`],
    [{ path: 'src/a.ts', startLine: 3, endLine: 3 }, `${file}/src/a.ts#L3`],
    [{ path: 'src/a.ts', startLine: 3, endLine: 5 }, `${file}/src/a.ts#L3-L5`],
    [{ path: 'README.md', startLine: 3 }, `${file}/README.md?plain=1#L3`],
    [{ path: 'README.md' }, `${file}/README.md`],
    [{ path: 'a b/(x)#?%[1]!.ts' }, `${file}/a%20b/%28x%29%23%3F%25%5B1%5D%21.ts`],
    [{ path: '名.ts' }, `${file}/%E5%90%8D.ts`],
    [{ path: 'a\\xFFb\\x5Cc' }, `${file}/a%FFb%5Cc`],
    [{ path: 'a\\x2Fb\\x2E' }, `${file}/a%5Cx2Fb%5Cx2E`],
    [{ path: 'x.ts', commit: base }, `https://github.com/acme/widget/blob/${base}/x.ts`],
  ])('%j', (location, address) => {
    expect(links.judged(location)).toBe(address);
  });

  it.each(['', '/', '../x', 'a/../../b', 'a//b', './a'])('has none for %j', (path) => {
    expect(links.judged({ path })).toBe(null);
  });

  it('stays below the commit, whatever the path', () => {
    for (const path of attacks) {
      const address = links.judged({ path });
      if (address !== null) expect(new URL(address).pathname.startsWith(new URL(`${file}/`).pathname)).toBe(true);
    }
  });

  it('stands before the change for what is fixed, and is none where nobody knows the place', () => {
    expect(links.base({ path: 'a' })).toBe(`https://github.com/acme/widget/blob/${base}/a`);
    expect(createLinker({ subject: { ...report.subject, base: null } }, place).base({ path: 'a' })).toBe(null);
    const unknown = createLinker(report, undefined);
    expect([unknown.judged({ path: 'a' }), unknown.base({ path: 'a' }), unknown.run]).toEqual([null, null, null]);
  });

  it('of a finding are where it stands, or stood', () => {
    const one = finding({ ruleId: 'code/x', location: { path: 'a' } });
    const step = { commit: head, author: 'ann', date: '2026-11-01' };
    expect(findingAddress(one, links)).toBe(`${file}/a`);
    expect(findingAddress({ ...one, state: 'fixed' }, links)).toBe(`https://github.com/acme/widget/blob/${base}/a`);
    expect(findingAddress({ ...one, step }, links)).toBe(null);
  });

  it.each([
    { ...place, repository: 'javascript:alert(1)' },
    { ...place, repository: 'https://github.com/acme/widget"><script>' },
    { ...place, repository: 'https://github.com/acme/../x' },
    { ...place, commit: 'main' },
    { ...place, commit: `${head})[x](` },
  ])('has none for a place that could be more than a place: %j', (wrong) => {
    expect(createLinker(report, wrong).judged({ path: 'a' })).toBe(null);
  });
});

it('takes pages by http and nothing else', () => {
  expect(['https://a.example/b?c=d', 'http://localhost:8080', 'https://a.example/'].map(pageAddress)).toEqual([
    'https://a.example/b?c=d',
    'http://localhost:8080',
    'https://a.example',
  ]);
  for (const text of ['', 'data:text/html,x', 'https://a b', "https://a.example/'", 'https://a@b.example/', 'https://a.example/x)']) {
    expect(pageAddress(text)).toBe(null);
  }
});

it.each([
  ['GHSA-p6mc-m468-83gw', 'https://github.com/advisories/GHSA-p6mc-m468-83gw'],
  ['CVE-2020-8203', 'https://nvd.nist.gov/vuln/detail/CVE-2020-8203'],
  ['MAL-2018-0001', 'https://osv.dev/vulnerability/MAL-2018-0001'],
  ['../x', null],
  ['GHSA-1)[x](', null],
])('finds the advisory %s', (id, address) => {
  expect(advisoryAddress(id)).toBe(address);
});
