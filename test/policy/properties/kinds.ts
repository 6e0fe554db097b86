// Patterns and requests over alphabets so small that they meet all the time, for each kind of pattern.
import fc from 'fast-check';
import type { PatternSource } from '../../../src/policy/model.ts';
import type { PatternScope, Resource } from '../../../src/policy/request/request.ts';

/** One kind of pattern: what is drawn from it, and all the requests that differences are counted over. */
export interface Kind {
  readonly scopes: readonly [PatternScope, ...PatternScope[]];
  readonly pattern: fc.Arbitrary<PatternSource>;
  /** A request in the neighbourhood of some patterns. */
  readonly resource: (scope: PatternScope, patterns: readonly PatternSource[]) => fc.Arbitrary<Resource>;
  readonly universe: (scope: PatternScope) => readonly Resource[];
}

/** All lists of up to `longest` of the items, the empty one included. */
function lists<T>(items: readonly T[], longest: number): readonly (readonly T[])[] {
  const all: (readonly T[])[] = [[]];
  let last = all.slice();
  for (let length = 1; length <= longest; length += 1) {
    last = last.flatMap((list) => items.map((item) => [...list, item]));
    all.push(...last);
  }
  return all;
}

function mutate(text: string, edits: readonly { readonly at: number; readonly text: string; readonly cut: boolean }[]): string {
  return edits.reduce((whole, { at, text: added, cut }) => {
    const place = at % (whole.length + 1);
    return whole.slice(0, place) + added + whole.slice(place + (cut ? 1 : 0));
  }, text);
}

/** The literal text of a pattern, with what stands for anything replaced, and then bent a little. */
function near(texts: readonly string[], parts: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(30), text: fc.constantFrom('', ...parts), cut: fc.boolean() });
  return fc
    .record({
      text: fc.constantFrom(...texts),
      star: fc.constantFrom('', ...parts),
      edits: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(edit, { maxLength: 2 }) }),
      choice: fc.boolean(),
    })
    .map(({ text, star, edits, choice }) => {
      const plain = text
        .replaceAll(/\{([^{},]*),([^{},]*)\}/gu, choice ? '$1' : '$2')
        .replaceAll(/\[!?(.)[^\]]*\]/gu, '$1')
        .replaceAll(/\*+|\?/gu, () => star)
        .replaceAll(/[\\{}[\]]/gu, '');
      return mutate(plain, edits);
    });
}

function textsOf(patterns: readonly PatternSource[]): readonly string[] {
  const texts = patterns.flatMap((pattern) => (pattern.kind === 'argv' ? pattern.words : [pattern.text]));
  return texts.length === 0 ? [''] : texts;
}

const word = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '?', '.a') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('*a*', '?b', '[ab]', '[!a]', '[a-b]b', '{a,b}', '{a,b*}', 'a{,b}', '{a,{b,ab}}', String.raw`\*`, '*b*a'),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.constantFrom('a', 'b', '*', '?', '[!b]', '{a,bb}', '.', '[.a]'), { minLength: 1, maxLength: 3 })
        .map((parts) => parts.join('')),
    },
  )
  .filter((text) => !/^\.{1,2}$/u.test(text) && !text.includes('**'));

const slashed = fc.constantFrom('{a/b,b}', '{a,b/*}', '{**/a,b}', '{a,**}', '{a,**/b/**}');
const segment = fc.oneof({ weight: 8, arbitrary: word }, { weight: 4, arbitrary: fc.constant('**') }, { weight: 1, arbitrary: slashed });
const pathText = fc.array(segment, { minLength: 1, maxLength: 3 }).chain((segments) => {
  const text = segments.join('/');
  return fc.constantFrom(`/${text}`, `/${text}`, `**/${text}`);
});

const fileScopes = ['fileSystem.read', 'fileSystem.write', 'sandbox.fileSystem.read'] as const;
const names = ['a', 'b', 'ab', 'ba', 'bb', '.a', 'c', 'A', 'aab', '*'];

export const paths: Kind = {
  scopes: fileScopes,
  pattern: pathText.map((text) => ({ kind: 'path', text })),
  resource: (scope, patterns) =>
    fc
      .oneof(
        fc.array(fc.constantFrom(...names), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
        near(textsOf(patterns), [
          'a',
          'b',
          '/',
          '.',
          '/.',
          '//',
          '..',
          '/../',
          'A',
          'é',
          'c',
          '%2f',
          '%2e',
          '\\',
          '\0',
          'b/a',
          '😀',
          '~1',
          ':',
          ' ',
          'C:/',
        ]),
      )
      .map((path) => ({ scope, path }) as Resource),
  universe: (scope) => lists(names, 3).map((parts) => ({ scope, path: `/${parts.join('/')}` }) as Resource),
};

const label = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'ab', '*', '*', '**') },
  { weight: 2, arbitrary: fc.constantFrom('a*', '*b', '*a*', 'a*b', 'A') },
);
const address = fc.constantFrom(
  '10.0.0.0/8',
  '10.0.0.0/9',
  '10.1.0.0/16',
  '10.1.2.3',
  '0.0.0.0/0',
  '[::1]',
  '[2001:db8::/32]',
  '[::/0]',
  '[2001:db8::/33]',
);
const ports = fc.constantFrom('', '', '', ':443', ':80', ':80,443', ':1-100', ':79-8000', ':1-65535');
const hostText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
      ports,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('**'), ports) },
  { weight: 2, arbitrary: fc.tuple(address, ports).filter(([name, port]) => port === '' || name !== '[::/0]') },
);

const hostNames = [
  ...lists(['a', 'b', 'ab', 'c', 'aab'], 3)
    .slice(1)
    .map((labels) => labels.join('.')),
  ...['10.0.0.1', '10.1.2.3', '10.200.0.1', '1.2.3.4', '[::1]', '[2001:db8::1]', '[2001:db8:8000::]', '[fe80::1]'],
];
const portNumbers = [1, 79, 80, 100, 443, 9000];

export const hosts: Kind = {
  scopes: ['network.external', 'network.llm', 'sandbox.network.api'],
  pattern: hostText.map(([name, port]) => ({ kind: 'host', text: `${name}${port}` })),
  resource: (scope, patterns) =>
    fc
      .tuple(
        fc.oneof(
          fc.constantFrom(...hostNames),
          near(
            textsOf(patterns).map((text) => text.replace(/(?:\/\d+)?\]?(?::[\d,-]+)?$/u, '')),
            ['a', 'b', '.', '..', 'A', 'é', '1', '0x', 'c', '%', ':', '@', ' ', '::ffff:', '-'],
          ),
        ),
        fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...portNumbers) },
          { weight: 1, arbitrary: fc.constantFrom(0, -1, 65_535, 65_536, 80.5, Number.NaN) },
        ),
      )
      .map(([host, port]) => ({ scope, host, port }) as Resource),
  universe: (scope) => hostNames.flatMap((host) => portNumbers.map((port) => ({ scope, host, port }) as Resource)),
};

const digests = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}`);
const signers = ['s@example.org', 'ss@example.org'];
const narrowed = fc.record({
  digest: fc.constantFrom(...Array.from({ length: 10 }, () => null), ...digests),
  signedBy: fc.constantFrom(...Array.from({ length: 10 }, () => null), ...signers),
});
const provenances = [
  {},
  { digest: digests[0] },
  { signedBy: signers[0] },
  { digest: digests[1], signedBy: signers[0] },
  { digest: digests[0], signedBy: signers[1] },
];

/** What some rule asks for, or something else. */
function provenance(patterns: readonly PatternSource[]): fc.Arbitrary<object> {
  const wanted = patterns.flatMap((pattern) =>
    pattern.kind === 'argv' || pattern.kind === 'name'
      ? [
          {
            ...(pattern.digest === null ? {} : { digest: pattern.digest }),
            ...(pattern.signedBy === null ? {} : { signedBy: pattern.signedBy }),
          },
        ]
      : [],
  );
  return fc.constantFrom<object>(...provenances, ...wanted);
}

const strangeText = ['a', 'b', '/', '.', 'A', '\0', '\ud800', '😀', ' ', ''];

/** Word by word along one of the patterns, and some more behind. */
function alongWords(patterns: readonly PatternSource[]): fc.Arbitrary<readonly string[]> {
  const lists = patterns.flatMap((pattern) => (pattern.kind === 'argv' ? [pattern.words] : []));
  return fc
    .constantFrom(...(lists.length === 0 ? [['a']] : lists))
    .chain((list) =>
      fc.tuple(
        fc.tuple(...list.filter((one) => one !== '**').map((one) => near([one], strangeText))),
        fc.array(fc.constantFrom(...args), { maxLength: 1 }),
      ),
    )
    .map(([words, more]) => [...words, ...more]);
}

const args = ['a', 'b', 'ab', '', 'a/b', '.a', 'c'];

export const argv: Kind = {
  scopes: ['execution.commands', 'sandbox.execution.commands'],
  pattern: fc
    .tuple(
      fc.array(fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: fc.constantFrom('a/*', '[!a]*', '') }), { maxLength: 3 }),
      fc.boolean(),
      narrowed,
    )
    .filter(([words, rest]) => words.length > 0 || rest)
    .map(([words, rest, by]) => ({ kind: 'argv', words: rest ? [...words, '**'] : words, ...by })),
  resource: (scope, patterns) =>
    fc
      .tuple(
        fc.oneof(
          fc.array(fc.constantFrom(...args), { maxLength: 4 }),
          fc.array(near(textsOf(patterns), strangeText), { maxLength: 3 }),
          alongWords(patterns),
        ),
        provenance(patterns),
      )
      .map(([words, by]) => ({ scope, argv: words, ...by }) as Resource),
  universe: (scope) =>
    lists(args, 3)
      .filter((words) => words.length > 0 && words[0] !== '')
      .flatMap((words) => provenances.map((by) => ({ scope, argv: words, ...by }) as Resource)),
};

const texts = lists(['a', 'b', '.', '/'], 4)
  .slice(1)
  .map((chars) => chars.join(''));
const nameText = fc.oneof(word, fc.constantFrom('a/*', '*/b', '*.*'));
const oddities = ['a', 'b', '.', '/', 'A', '=', '\0', '\n', '\ud800', '😀', ' ', 'é'];

export const named: Kind = {
  scopes: ['execution.tools', 'execution.plugins', 'sandbox.execution.functions'],
  pattern: fc.tuple(nameText, narrowed).map(([text, by]) => ({ kind: 'name', text, ...by })),
  resource: (scope, patterns) =>
    fc
      .tuple(fc.oneof(fc.constantFrom(...texts), near(textsOf(patterns), oddities)), provenance(patterns))
      .map(([name, by]) => ({ scope, name, ...by }) as Resource),
  universe: (scope) => texts.flatMap((name) => provenances.map((by) => ({ scope, name, ...by }) as Resource)),
};

export const environment: Kind = {
  scopes: ['env.read', 'env.write', 'sandbox.env.read'],
  pattern: nameText.map((text) => ({ kind: 'env', text })),
  resource: (scope, patterns) =>
    fc.oneof(fc.constantFrom(...texts, 'A', 'AB'), near(textsOf(patterns), oddities)).map((name) => ({ scope, name }) as Resource),
  universe: (scope) => [...texts, 'A', 'AB', 'Ab', 'c'].map((name) => ({ scope, name }) as Resource),
};

export const kinds = { paths, hosts, argv, names: named, environment } as const;
