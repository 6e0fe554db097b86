import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../../src/policy/request/address.ts';
import { normaliseHost } from '../../../src/policy/request/host.ts';
import { decodePunycode } from '../../../src/policy/request/punycode.ts';

describe('names', () => {
  test.each<[string, string]>([
    ['localhost', 'localhost'],
    ['api.example.com', 'api.example.com'],
    ['API.Example.Com', 'api.example.com'],
    ['example.com.', 'example.com'],
    ['a_b.example', 'a_b.example'],
    ['_dmarc.example', '_dmarc.example'],
    ['-a-.example', '-a-.example'],
    ['r3---sn-x.example', 'r3---sn-x.example'],
    ['1.2.3.com', '1.2.3.com'],
    ['1password.com', '1password.com'],
    ['a.1b', 'a.1b'],
    ['a.0xg', 'a.0xg'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example.', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['ｅｘａｍｐｌｅ．ｃｏｍ', 'example.com'],
    ['a。b｡c', 'a.b.c'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['☃.net', 'xn--n3h.net'],
    ['a-b.c', 'a-b.c'],
    ['aa--b.c', 'aa--b.c'],
    ['a\u00adb', 'ab'],
    [`${'a'.repeat(63)}.b`, `${'a'.repeat(63)}.b`],
    [`a.${'b'.repeat(63)}`, `a.${'b'.repeat(63)}`],
    [`bücher.${'b'.repeat(63)}`, `xn--bcher-kva.${'b'.repeat(63)}`],
    [`${'\u00ad'.repeat(1023)}a`, 'a'],
    [`${'abcdefg.'.repeat(31)}abcde`, `${'abcdefg.'.repeat(31)}abcde`],
  ])('%s is %s', (host, name) => {
    expect(normaliseHost(host, 443)).toBe(`.${name}.443`);
    expect(normaliseHost(name, 443)).toBe(`.${name}.443`);
  });

  test.each([
    '',
    '.',
    '..',
    'a..b',
    '.a',
    'a..',
    'a b',
    ' a',
    'a\t',
    'a\n.b',
    'a\0',
    'user@a',
    'a@b',
    'a:80',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a%2eb',
    '%61.b',
    'a％41',
    'a／b',
    'a＠b',
    'a：80',
    '℀.example',
    'a*b',
    '*.a',
    'a!b',
    "a'b",
    'a,b',
    'a;b',
    'a=b',
    'a~b',
    'a$b',
    'a+b',
    '<a>',
    'a^b',
    'a|b',
    '`a`',
    '"a"',
    '{a}',
    '[a]',
    'http://a',
    '\ud800.a',
    '\u200d.example',
    'xn--',
    'xn--a.example',
    'xn--abc-.example',
    'a.xn--0.b',
    'xn--bcher-3ya.example',
    'xn--e28h.xn--',
    `${'a'.repeat(64)}.b`,
    `a.${'b'.repeat(64)}`,
    `a.${'b'.repeat(64)}.c`,
    `${'ü'.repeat(63)}.b`,
    `bücher.${'b'.repeat(64)}`,
    'bücher.a~b',
    'xn--bcher-kva.xn--a',
    `${'\u00ad'.repeat(1024)}a`,
    `${'ü'.repeat(60)}.b`,
    `${'abcdefg.'.repeat(31)}abcdef`,
    'a'.repeat(100_000),
    'ü'.repeat(100_000),
  ])('%.30j is denied', (host) => {
    expect(normaliseHost(host, 443)).toBeNull();
  });
});

describe('addresses', () => {
  test.each<[string, string]>([
    ['127.0.0.1', '#47f000001'],
    ['0.0.0.0', '#400000000'],
    ['255.255.255.255', '#4ffffffff'],
    ['::1', '#600000000000000000000000000000001'],
    ['[::1]', '#600000000000000000000000000000001'],
    ['::', '#600000000000000000000000000000000'],
    ['2001:DB8:0:0::A', '#620010db800000000000000000000000a'],
    ['1:2:3:4:5:6:7:8', '#600010002000300040005000600070008'],
    ['1:2:3:4:5:6:7::', '#600010002000300040005000600070000'],
    ['::ffff:127.0.0.1', '#47f000001'],
    ['[::FFFF:7F00:1]', '#47f000001'],
    ['0:0:0:0:0:ffff:7f00:0001', '#47f000001'],
    ['64:ff9b::1.2.3.4', '#60064ff9b000000000000000001020304'],
    ['::1.2.3.4', '#600000000000000000000000001020304'],
  ])('%s is %s', (host, segment) => {
    expect(normaliseHost(host, 443)).toBe(`.${segment}.443`);
  });

  test.each([
    '0x7f.1',
    '0x7f.0.0.1',
    '0X7F.0.0.1',
    '017700000001',
    '2130706433',
    '127.1',
    '127.0.1',
    '0177.0.0.1',
    '127.0.0.01',
    '127.0.0.1.',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.0x4',
    'a.1',
    'a.0x',
    'a.0x1F',
    '09.example.09',
    '１２７．０．０．１',
    '127。0。0。1',
    '①.②',
    '[127.0.0.1]',
    '::1%eth0',
    '[::1%25eth0]',
    'fe80::1%1',
    '[::1',
    '::1]',
    '[[::1]]',
    '[]',
    ':',
    ':::',
    '::1::',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::ffff:1.2.3',
    '::ffff:01.2.3.4',
    '::ffff:1.2.3.256',
    '::g',
    '::1/128',
    '[v1.a]',
    // What would end the brackets of a URL, and name another host behind them.
    ']@[::1',
    '::1]:80/[::2',
    '::1]#:',
  ])('%s is denied', (host) => {
    expect(normaliseHost(host, 443)).toBeNull();
  });

  test('are printed as RFC 5952 has them, and read back', () => {
    const examples = ['2001:db8::1', '2001:db8:0:1:1:1:1:1', '2001:0:0:1::1', '2001:db8::1:0:0:1', '::', '::1', '1::', '1:2:3:4:5:6:7:0'];
    expect(examples.map((each) => formatAddress(parseAddress(each) ?? ''))).toEqual(examples);
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const segment = `#6${groups.map((each) => each.toString(16).padStart(4, '0')).join('')}`;
        const mapped = segment.startsWith('#600000000000000000000ffff');
        expect(parseAddress(formatAddress(segment))).toBe(mapped ? `#4${segment.slice(26)}` : segment);
        expect(formatAddress(segment)).toBe(new URL(`http://[${formatAddress(segment)}]`).hostname.slice(1, -1));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe('ports', () => {
  test.each([0, -1, 65_536, 1.5, Number.NaN, Infinity, '443', null, undefined, {}])('%s is denied', (port) => {
    expect(normaliseHost('a', port)).toBeNull();
  });

  test.each([1, 80, 65_535])('%s', (port) => {
    expect(normaliseHost('a', port)).toBe(`.a.${String(port)}`);
  });
});

test.each([null, undefined, 1, {}, ['a']])('%j is no host', (host) => {
  expect(normaliseHost(host, 443)).toBeNull();
});

describe('punycode', () => {
  test('is decoded as Node decodes it', () => {
    const label = fc.string({ unit: fc.constantFrom('a', 'z', '0', '-', 'ü', 'ß', 'あ', '例', 'я', '𐐨'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(label, (text) => {
        const ascii = domainToASCII(text);
        fc.pre(ascii.startsWith('xn--'));
        expect(decodePunycode(ascii.slice(4))).toBe(domainToUnicode(ascii));
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  // RFC 3492, 7.1: Arabic, Chinese, Hebrew, Hindi, Japanese, Korean, Russian.
  test.each([
    'egbpdaj6bu4bxfgehfvwxn',
    'ihqwcrb4cv8a8dqg056pqjye',
    '4dbcagdahymbxekheh6e0a7fei0b',
    'i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd',
    'n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa',
    '989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c',
    'b1abfaaepdrnnbgefbadotcwatmq2g4l',
  ])('%s is the text of the standard', (label) => {
    expect(decodePunycode(label)).toBe(domainToUnicode(`xn--${label}`) || null);
  });

  test('ends at the last code point', () => {
    expect(decodePunycode('dn32g')).toBe('\u{10ffff}');
    expect(decodePunycode('en32g')).toBeNull();
    expect(decodePunycode('0n32g')).toBeNull();
  });

  test.each(['!a', '/a', ':a', '@a', '[a', '`a', '{a', 'üa', 'A', 'a-B'])('%s holds what is no digit', (text) => {
    expect(decodePunycode(text)).toBeNull();
  });

  test.each(['!', 'a-!', '99999999999', 'zzzzzzzzzzzzzzzzzzzz', '-99999', 'ü'])('%s is none', (text) => {
    expect(decodePunycode(text)).toBeNull();
  });

  test('any text is decoded or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '-', 'k', '\ud800'), maxLength: 63 }), (text) => {
        const decoded = decodePunycode(text);
        expect(decoded === null || decoded.length <= text.length * 2).toBe(true);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});
