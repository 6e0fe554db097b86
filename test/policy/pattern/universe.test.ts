// The universe and the normalisation of requests say the same of the same texts; and what is printed for a text is that request.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import {
  formatText,
  normaliseRequest,
  parseRequest,
  separatorOf,
  universe,
  type PatternKind,
  type PatternResource,
} from '../../../src/policy/pattern/kinds.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { splitWords } from '../../../src/policy/request/words.ts';
import { caseless, posix, windows } from './meaning.ts';

const scopes = {
  path: 'fileSystem.read',
  host: 'network.llm',
  env: 'env.read',
  name: 'execution.tools',
  argv: 'execution.commands',
} as const;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Whether a text is in the universe. */
function membership(kind: PatternKind, environment: PolicyEnvironment): (text: string) => boolean {
  const { shapes, segment } = universe(kind, environment);
  const separator = separatorOf(kind);
  const shape = compileRules([{ effect: 'allow', sequences: shapes }], separator);
  const each = compileRules([{ effect: 'allow', sequences: [[segment]] }], separator);
  return (text) =>
    shape.decide(text) === 'allow' &&
    text
      .split(separator)
      .slice(1)
      .every((part) => each.decide(separator + part) === 'allow');
}

function replay(kind: PatternKind, text: string, environment: PolicyEnvironment): string | null {
  const words = splitWords(formatText(kind, text, environment));
  if (words === null) throw new Error('an open quote');
  return normaliseRequest(parseRequest(scopes[kind], words, environment) as PatternResource, environment);
}

/** What is not regular: texts that NFC would compose, punycode, and addresses that do not stand alone. */
function isRegular(kind: PatternKind, text: string, environment: PolicyEnvironment): boolean {
  if (kind === 'host') return !text.includes('.xn--') && !/\..*\.#/.test(text);
  const composed = kind === 'path' || (kind === 'env' && environment.platform === 'windows');
  return !composed || text.normalize('NFC') === text;
}

const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    '.',
    '..',
    '...',
    '%',
    '2',
    '5',
    '0',
    'e',
    'E',
    'f',
    'F',
    'c',
    'C',
    '%2',
    '%2e',
    '%00',
    ' ',
    "'",
    '"',
    '$',
    '-',
    '~',
    '~1',
  ),
  fc.constantFrom(
    'é',
    'É',
    'e\u0301',
    '\u0301',
    '\u212a',
    'ß',
    'İ',
    '\u0958',
    '𝒳',
    '𐐀',
    '\n',
    '\x7f',
    '\u0085',
    '=',
    ':',
    '\\',
    '/',
    '*',
    '<',
  ),
  fc.constantFrom('con', 'nul.txt', 'c:', 'C:', 'unc:', 'pipe', '${workspace}', 'ws', 'home', 'ann', 'tmp', '--', '--digest=', 'x'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
);
const segment = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const separated = (separator: string, parts: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  parts.map((all) => all.map((each) => separator + each.replaceAll(separator, '')).join(''));

const hostPiece = fc.constantFrom(
  'a',
  'b1',
  '-',
  '_',
  '0',
  '0x',
  '0xf',
  '0xg',
  '9',
  '#',
  '#47f000001',
  '#4',
  'xn--',
  'A',
  'ü',
  '443',
  '65535',
  '65536',
  '',
);
const hex = (count: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: count, maxLength: count });
const addressSegment = fc.oneof(
  hex(8).map((digits) => `#4${digits}`),
  hex(32).map((digits) => `#6${digits}`),
  hex(8).map((digits) => `#6${'0'.repeat(20)}ffff${digits}`),
  hex(9).map((digits) => `#6${'0'.repeat(20)}fff${digits}`),
  hex(7).map((digits) => `#4${digits}`),
);
const port = fc.oneof(fc.nat(70_000).map(String), fc.constantFrom('1', '65535', '65536', '080', '', 'a', '99999', '100000'));
const label = fc.array(hostPiece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
const provenance = fc.tuple(
  fc.constantFrom('', digest, digest.slice(1), `${digest}0`),
  fc.constantFrom('', 'ann', 'a=b', 'a b', '\n', '-'),
);

const texts: Readonly<Record<PatternKind, fc.Arbitrary<string>>> = {
  path: separated('/', fc.array(segment, { maxLength: 4 })),
  host: fc.oneof(
    separated(
      '.',
      fc.tuple(fc.array(label, { maxLength: 4 }), port).map(([labels, last]) => [...labels, last]),
    ),
    separated(
      '.',
      fc.tuple(fc.array(addressSegment, { minLength: 1, maxLength: 2 }), port).map(([labels, last]) => [...labels, last]),
    ),
  ),
  env: separated('\0', fc.array(segment, { maxLength: 2 })),
  name: separated(
    '\0',
    fc.tuple(provenance, fc.array(segment, { maxLength: 2 })).map(([by, words]) => [...by, ...words]),
  ),
  argv: separated(
    '\0',
    fc.tuple(provenance, fc.array(segment, { maxLength: 3 })).map(([by, words]) => [...by, ...words]),
  ),
};

const cases: readonly (readonly [kind: PatternKind, where: string, environment: PolicyEnvironment])[] = [
  ['path', 'elsewhere', posix],
  ['path', 'where case does not count', caseless],
  ['host', 'anywhere', posix],
  ['env', 'elsewhere', posix],
  ['env', 'on Windows', windows],
  ['name', 'anywhere', posix],
  ['argv', 'anywhere', posix],
];

describe('what is in the universe is a request, and no other text is', () => {
  test.each(cases)('%s, %s', (kind, _where, environment) => {
    const isMember = membership(kind, environment);
    fc.assert(
      fc.property(texts[kind], (text) => {
        fc.pre(text.isWellFormed() && isRegular(kind, text, environment));
        const member = isMember(text);
        const isRequest = requestOf(kind, text, environment);
        expect([text, member]).toEqual([text, isRequest]);
        if (member) expect(replay(kind, text, environment)).toBe(text);
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  test('what is not regular is in it all the same', () => {
    expect(membership('path', posix)('/e\u0301')).toBe(true);
    expect(membership('host', posix)('.xn--bcher-kva.example.443')).toBe(true);
    expect(membership('host', posix)('.xn--a.example.443')).toBe(true);
  });
});

/** Whether some request has this text: the one that the text itself spells. */
function requestOf(kind: PatternKind, text: string, environment: PolicyEnvironment): boolean {
  const [first, ...parts] = text.split(separatorOf(kind));
  if (first !== '') return false;
  const [one = '', two = ''] = parts;
  const by = { ...(one === '' ? {} : { digest: one }), ...(two === '' ? {} : { signedBy: two }) };
  switch (kind) {
    case 'path':
      return normaliseRequest({ scope: 'fileSystem.read', path: text === '' ? '/' : text }, environment) === text;
    case 'host':
      return parts.length > 1 && !(one.startsWith('#') && parts.length > 2) && isHost(text, environment);
    case 'env':
      return parts.length === 1 && normaliseRequest({ scope: 'env.read', name: one }, environment) === text;
    case 'name':
      return parts.length === 3 && normaliseRequest({ scope: 'execution.tools', name: parts[2] ?? '', ...by }, environment) === text;
    case 'argv':
      return parts.length > 2 && normaliseRequest({ scope: 'execution.commands', argv: parts.slice(2), ...by }, environment) === text;
  }
}

function isHost(text: string, environment: PolicyEnvironment): boolean {
  const dot = text.lastIndexOf('.');
  const [written, portText] = [text.slice(1, dot), text.slice(dot + 1)];
  if (!/^(?:0|[1-9][0-9]*)$/.test(portText)) return false;
  const address = /^#(?:4[0-9a-f]{8}|6[0-9a-f]{32})$/.test(written);
  const host = address ? (/^'?\[?(.*?)\]?:1'?$/.exec(formatText('host', `.${written}.1`, environment))?.[1] ?? '') : written;
  return normaliseRequest({ scope: 'network.llm', host, port: Number(portText) }, environment) === text;
}

describe('what is printed for a text', () => {
  test.each<[PatternKind, PolicyEnvironment, string, string]>([
    ['path', posix, '', '/'],
    ['path', posix, '/a', '/a'],
    ['path', posix, '/ws', "'${workspace}'"],
    ['path', posix, '/ws/a b', "'${workspace}/a b'"],
    ['path', posix, '/wsx', '/wsx'],
    ['path', posix, '/home/ann/x', "'${home}/x'"],
    ['path', posix, '/tmp/x', "'${temp}/x'"],
    ['path', { ...posix, workspace: '/home/ann/ws' }, '/home/ann/ws/x', "'${workspace}/x'"],
    ['path', { ...posix, workspace: '/' }, '/x', '/x'],
    ['path', { ...posix, workspace: 'relative' }, '/x', '/x'],
    ['path', caseless, '/ws/x', "'${workspace}/x'"],
    ['path', windows, '/c:', 'c:/'],
    ['path', windows, '/d:/a', 'd:/a'],
    ['path', windows, '/c:/ws/a', "'${workspace}/a'"],
    ['path', windows, '/unc:/srv/share/a', '//srv/share/a'],
    ['host', posix, '.a.b.443', 'a.b:443'],
    ['host', posix, '.#47f000001.443', '127.0.0.1:443'],
    ['host', posix, '.#600000000000000000000000000000001.443', "'[::1]:443'"],
    ['env', posix, '\0PATH', 'PATH'],
    ['env', posix, '\0-x', '-- -x'],
    ['name', posix, '\0\0\0a b', "'a b'"],
    ['name', posix, `\0${digest}\0ann@example.org\0--x`, `--digest=${digest} --signed-by=ann@example.org -- --x`],
    ['argv', posix, '\0\0\0git\0status\0a b', "-- git status 'a b'"],
    ['argv', posix, '\0\0ann\0git\0', "--signed-by=ann -- git ''"],
  ])('%s %#: %j is %s', (kind, environment, text, printed) => {
    expect(formatText(kind, text, environment)).toBe(printed);
    expect(replay(kind, text, environment)).toBe(text);
  });

  test('paths of Windows are read back, where they are requests', () => {
    fc.assert(
      fc.property(fc.constantFrom('C:\\', '\\\\srv\\share\\', '\\\\?\\D:\\'), fc.array(segment, { maxLength: 4 }), (root, parts) => {
        const text = normaliseRequest({ scope: 'fileSystem.read', path: root + parts.join('\\') }, windows);
        fc.pre(text !== null);
        expect(replay('path', text, windows)).toBe(text);
        expect(membership('path', windows)(text)).toBe(true);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
