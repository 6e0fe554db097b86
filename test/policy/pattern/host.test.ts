import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { call, host, matches, matchesText, problemOf } from './meaning.ts';

const holds = (pattern: string, name: string, port = 443): boolean => matches(host(pattern), call(name, port));

describe('names', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'api.example.com',
      ['api.example.com', 'API.Example.COM', 'api.example.com.'],
      ['example.com', 'x.api.example.com', 'api-example.com'],
    ],
    ['API.Example.COM', ['api.example.com'], []],
    ['*', ['localhost', 'example'], ['a.b', '127.0.0.1', '::1']],
    ['*.example.org', ['a.example.org', 'xn--bcher-kva.example.org'], ['example.org', 'a.b.example.org', 'a.example.com']],
    ['api-*.example.org', ['api-1.example.org', 'api-.example.org'], ['api.example.org', 'xapi-1.example.org']],
    ['a*b*c.d', ['abc.d', 'axbxc.d'], ['ab.d', 'a.b.c.d']],
    ['**', ['a', 'a.b.c', '127.0.0.1', '::1'], []],
    ['**.example.org', ['a.example.org', 'a.b.example.org'], ['example.org', 'example.com', '10.0.0.1']],
    ['a.**', ['a.b', 'a.b.c'], ['a', 'b.a']],
    ['a.**.b', ['a.x.b', 'a.x.y.b'], ['a.b']],
    ['**.**', ['a.b', 'a.b.c'], ['a', '10.0.0.1']],
    ['*.*.*.*', ['a.b.c.d'], ['10.0.0.1']],
    ['bücher.example', ['bücher.example', 'BÜCHER.example', 'xn--bcher-kva.example'], ['bucher.example']],
    ['*.Bücher.example', ['a.bücher.example'], ['bücher.example']],
    ['xn--bcher-kva.example', ['bücher.example'], []],
    ['*。example．org', ['a.example.org'], []],
    ['a_b.example', ['a_b.example'], ['ab.example']],
    ['r3---x.example', ['r3---x.example'], []],
  ])('%s', (pattern, held, not) => {
    expect(held.filter((each) => !holds(pattern, each))).toEqual([]);
    expect(not.filter((each) => holds(pattern, each))).toEqual([]);
  });

  test.each([
    '',
    '.',
    'a..b',
    '.a',
    'a.',
    '*.a.',
    'a***',
    'a**.b',
    '***',
    '*.b**',
    'a b',
    'a@b',
    'user@*.b',
    'a%2eb',
    'a?b',
    '[ab].c',
    '{a,b}.c',
    'a\\.b',
    'a/b',
    'http://a.b',
    'a.b/8',
    'ü*.example',
    'xn--a.example',
    '*.xn--a.example',
    'xn--bcher-3ya.example',
    'xn--abc-.example',
    'a\0b',
    'a\ud800.b',
    `${'a'.repeat(64)}.b`,
    `*.${'a'.repeat(64)}.b`,
    `${'a'.repeat(63)}*.b`,
    `${'abc.'.repeat(64)}de`,
    '1.2.3',
    '*.1',
    '**.0x1f',
    'a.b.0x',
    '10.0.0.*',
    '10.*',
    '*.0.0.1',
    '１０.0.0.1',
    'a*'.repeat(2049),
  ])('%j is refused', (pattern) => {
    expect(problemOf(host(pattern))).not.toBeNull();
  });
});

describe('addresses and networks', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['127.0.0.1', ['127.0.0.1', '::ffff:127.0.0.1', '[::ffff:7f00:1]'], ['127.0.0.2', 'a.b', '::1']],
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['11.0.0.0', '9.255.255.255', '10.example.com']],
    ['172.16.0.0/12', ['172.16.0.1', '172.31.255.255'], ['172.32.0.0', '172.15.255.255']],
    ['192.168.1.128/25', ['192.168.1.128', '192.168.1.255'], ['192.168.1.127', '192.168.2.128']],
    ['10.0.0.4/30', ['10.0.0.4', '10.0.0.7'], ['10.0.0.8', '10.0.0.3']],
    ['10.0.0.1/32', ['10.0.0.1'], ['10.0.0.0']],
    ['0.0.0.0/0', ['1.2.3.4'], ['::1', 'a']],
    ['::/0', ['::1', '2001:db8::1'], ['1.2.3.4', '::ffff:1.2.3.4', 'a']],
    ['::1', ['::1', '[::1]', '0:0:0:0:0:0:0:1', '0000::0001'], ['::2']],
    ['2001:DB8::/32', ['2001:db8::1', '2001:db8:ffff::'], ['2001:db9::']],
    ['2001:db8::/33', ['2001:db8:7fff::'], ['2001:db8:8000::']],
    ['[fe80::/10]', ['fe80::1', 'febf::'], ['fec0::']],
    ['::ffff:10.0.0.0/104', ['10.1.2.3', '::ffff:a01:203'], ['11.0.0.0', '::a01:203']],
    ['::ffff:1.2.3.4', ['1.2.3.4'], []],
  ])('%s', (pattern, held, not) => {
    expect(held.filter((each) => !holds(pattern, each))).toEqual([]);
    expect(not.filter((each) => holds(pattern, each))).toEqual([]);
  });

  test.each([
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '010.0.0.1',
    '0x7f.0.0.1',
    '127.1',
    '2130706433',
    '256.0.0.1',
    '1.2.3.4.5',
    '[10.0.0.1]',
    '[10.0.0.0/8]:443',
    '2001:db8::1/32',
    '::/129',
    '::1%eth0',
    '[::1',
    '::1]',
    '[[::1]]',
    '[::1]x',
    '[::]/0',
    ':::1',
    '1:2:3:4:5:6:7:8:9',
    '::ffff:0:0/95',
    '12345::',
  ])('%s is refused', (pattern) => {
    expect(problemOf(host(pattern))).not.toBeNull();
  });

  test('a network holds exactly its addresses', () => {
    const address = fc.nat(0xffff_ffff).map((bits) => bits >>> 0);
    const dotted = (bits: number): string => [24, 16, 8, 0].map((shift) => String((bits >>> shift) & 0xff)).join('.');
    const near = fc.tuple(address, fc.nat(32), fc.nat(31));
    fc.assert(
      fc.property(near, ([bits, length, flipped]) => {
        const mask = length === 0 ? 0 : (0xffff_ffff << (32 - length)) >>> 0;
        const pattern = `${dotted((bits & mask) >>> 0)}/${String(length)}`;
        const other = (bits ^ (1 << flipped)) >>> 0;
        expect(holds(pattern, dotted(bits))).toBe(true);
        expect([pattern, dotted(other), holds(pattern, dotted(other))]).toEqual([pattern, dotted(other), (other & mask) === (bits & mask)]);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('ports', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['a', [1, 443, 65_535], [0, -1, 65_536, 1.5, Number.NaN, Infinity]],
    ['a:443', [443], [44, 4, 4430, 1443]],
    ['a:80,443', [80, 443], [81]],
    ['a:8000-8999', [8000, 8500, 8999], [7999, 9000, 800]],
    ['a:1-65535', [1, 9, 10, 65_535], []],
    ['a:9-11,65535', [9, 10, 11, 65_535], [8, 12]],
    ['**:22', [22], [23]],
    ['[::1]:22', [], []],
  ])('%s', (pattern, held, not) => {
    expect(held.filter((each) => !holds(pattern, 'a', each))).toEqual([]);
    expect(not.filter((each) => holds(pattern, 'a', each))).toEqual([]);
  });

  test('those of addresses stand behind them, those of IPv6 behind brackets', () => {
    expect(holds('[::1]:22', '::1', 22)).toBe(true);
    expect(holds('[::1]:22', '::1', 23)).toBe(false);
    expect(holds('::1:22', '::1:22', 1)).toBe(true);
    expect(holds('10.0.0.0/8:22', '10.1.1.1', 22)).toBe(true);
    expect(holds('10.0.0.0/8:22', '10.1.1.1', 23)).toBe(false);
    expect(holds('[2001:db8::/32]:443', '2001:db8::5')).toBe(true);
  });

  test.each([
    'a:',
    'a:0',
    'a:65536',
    'a:080',
    'a:*',
    'a:1-',
    'a:-1',
    'a:2-1',
    'a:1,',
    'a:1,,2',
    'a: 1',
    'a:http',
    'a:1-2-3',
    ':443',
    'a:1:2',
    'a:1e3',
  ])('%s is refused', (pattern) => {
    expect(problemOf(host(pattern))).not.toBeNull();
  });

  test('64 ports and ranges', () => {
    expect(problemOf(host(`a:${Array.from({ length: 64 }, (_, index) => 2 * index + 1).join(',')}`))).toBeNull();
    expect(problemOf(host(`a:${Array.from({ length: 65 }, (_, index) => 2 * index + 1).join(',')}`))).toContain('64');
  });

  test('ranges hold exactly the numbers between', () => {
    const port = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(port, port, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const pattern = host(`a:${String(from)}-${String(to)}`);
        const held = (each: number): boolean => matchesText(pattern, `.a.${String(each)}`);
        expect([from, to, Math.floor((from + to) / 2)].every(held)).toBe(true);
        expect(
          [from - 1, to + 1, from * 10 > to ? from * 10 : 0, Math.floor(from / 10)].filter((each) => each < from || each > to).some(held),
        ).toBe(false);
      }),
      { numRuns: 300, seed: 3 },
    );
    const exhaustive = host('a:7-1023');
    expect(Array.from({ length: 1200 }, (_, each) => each).filter((each) => matchesText(exhaustive, `.a.${String(each)}`))).toHaveLength(
      1017,
    );
  });
});
