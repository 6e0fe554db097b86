// Formatting changes no meaning and no comment, and twice is once. What is printed reads back as the same policy.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { canonical } from '../../src/core/canonical.ts';
import { editorLine, formatPolicy, writePolicy } from '../../src/policy/format-policy.ts';
import { secureDefaultsText } from '../../src/policy/generated/secure-defaults.ts';
import { orderDocument } from '../../src/policy/language/document-order.ts';
import { effectiveDocument } from '../../src/policy/language/effective.ts';
import { loadPolicy } from '../../src/policy/language/load-policy.ts';
import { policyDigest } from '../../src/policy/language/policy-digest.ts';
import { load, loaderOf } from './support/documents.ts';

const before = `# ours

# what we build on
extends: [team.yaml, mcgate:secure-defaults]
version: 1
# names
variables: {b: /b, a: /a}
permissions:
  # commands
  execution:
    commands:
      allow: [[npm, test], { argv: [make], signedBy: x@y }, [git, status, '**']]
  # files
  fileSystem:
    write: {deny: ['/z', '/a'], allow: ["/w"]}
    read:
      allow:
        # ours first
        - /z # last letter
        - /b
        # theirs
        - /y
        - /a

        - /k
        - /c
roles:
  X: { grants: [EXECUTE, READ] }
# the end
`;
const after = `# ours

# what we build on

version: 1
extends: [team.yaml, mcgate:secure-defaults]
# names
variables: { b: /b, a: /a }
permissions:
  # files
  fileSystem:
    read:
      allow:
        # ours first
        - /b
        - /z # last letter
        # theirs
        - /a
        - /y

        - /c
        - /k
    write: { allow: ["/w"], deny: ['/a', '/z'] }
  # commands
  execution:
    commands:
      allow: [[git, status, '**'], [npm, test], { argv: [make], signedBy: x@y }]
roles:
  X: { grants: [READ, EXECUTE] }

# the end
`;

describe('formatPolicy', () => {
  it('orders sections and lists, keeps comments with what they are about, and the order of names and layers', () => {
    expect(formatPolicy(before, 'policy.yaml')).toBe(after);
    expect(formatPolicy(after, 'policy.yaml')).toBe(after);
  });

  it('the line for editors stays the first', () => {
    const text = `${editorLine}\nextends: [mcgate:secure-defaults]\nversion: 1\n`;
    expect(formatPolicy(text, 'p.yaml').split('\n')[0]).toBe(editorLine);
    expect(formatPolicy(`${editorLine}\nversion: 1\n`, 'p.yaml').split('\n')[0]).toBe(editorLine);
  });

  it('a document with aliases keeps its order', () => {
    const text = 'version: 1\npermissions:\n  env:\n    write: { deny: &x [B, A] }\n    read: { deny: *x }\n';
    expect(formatPolicy(text, 'p.yaml')).toBe(text);
    expect(parse(formatPolicy(secureDefaultsText, 'p.yaml'))).toEqual(parse(secureDefaultsText));
  });

  it('comments stay with what they are about, wherever it goes', () => {
    const text = `# the file

# about extends
extends: [a.yaml]
version: 1
permissions:
  # about env
  env:
    # about write
    write:
      # heads the list
      deny:
        # first run
        - B
        - A

        # second run
        - D
        - C
    # about read
    read: { deny: [X] }
  # about files
  fileSystem:
    read: { allow: [/a] }
`;
    const expected = `# the file

# about extends

version: 1
extends: [a.yaml]
permissions:
  # about files
  fileSystem:
    read: { allow: [/a] }
  # about env
  env:
    # about read
    read: { deny: [X] }
    # about write
    write:
      # heads the list
      deny:
        # first run
        - A
        - B

        # second run
        - C
        - D
`;
    expect(formatPolicy(text, 'p.yaml')).toBe(expected);
    expect(formatPolicy(expected, 'p.yaml')).toBe(expected);
  });

  it('two comments on one key both stay', () => {
    const text = 'version: 1\npermissions:\n  # one\n\n  # two\n  env: { read: { deny: [A] } }\n  fileSystem: { read: { deny: [/a] } }\n';
    const formatted = formatPolicy(text, 'p.yaml');
    expect(formatted.match(/# (?:one|two)/g)).toEqual(['# one', '# two']);
    expect(formatted.indexOf('# two')).toBeLessThan(formatted.indexOf('env:'));
    expect(formatted.indexOf('# one')).toBeGreaterThan(formatted.indexOf('fileSystem:'));
    expect(formatPolicy(formatted, 'p.yaml')).toBe(formatted);
  });

  it.each([
    ['version: 1', 'version: 1\n'],
    ['version: 1\npermissions: {}\n', 'version: 1\npermissions: {}\n'],
    ['extends: []\nversion: 1\n', 'version: 1\nextends: []\n'],
    ['{version: 1,extends: [a.yaml,b.yaml]}', '{ version: 1, extends: [a.yaml, b.yaml] }\n'],
  ])('%j', (text, expected) => {
    expect(formatPolicy(text, 'p.yaml')).toBe(expected);
  });

  it('JSON stays JSON', () => {
    expect(formatPolicy('{"extends":[],"version":1,"permissions":{"env":{"read":{"allow":["B","A"]}}}}', 'p.json')).toBe(
      `${JSON.stringify({ version: 1, extends: [], permissions: { env: { read: { allow: ['A', 'B'] } } } }, null, 2)}\n`,
    );
  });

  it.each([
    ['version: 2\n', 'must be 1'],
    ['version: 1\nnope: 1\n', 'unknown key'],
    ['version: 1\nversion: 1\n', 'unique'],
    ['[', 'p.yaml:'],
  ])('refuses %j', (text, problem) => {
    expect(() => formatPolicy(text, 'p.yaml')).toThrow(problem);
  });

  const patterns = fc.array(
    fc.constantFrom('/a', '/b/**', '${workspace}/x', "/it's", '/#x', '/a: b', '/ü', '/- x', '/\u202e', '**/*.{a,b}'),
    { maxLength: 5 },
  );
  const rules = fc.record({ allow: patterns, ask: patterns, deny: patterns }, { requiredKeys: [] });
  const commands = fc.array(
    fc.oneof(fc.constant(['git', '**']), fc.constant(['b', '']), fc.constant({ argv: ['make'], signedBy: 'a@b' })),
    { maxLength: 4 },
  );
  const document = fc.record(
    {
      roles: fc.dictionary(
        fc.constantFrom('B', 'A', 'constructor'),
        fc.record({ grants: fc.uniqueArray(fc.constantFrom('WRITE', 'READ', 'ADMIN')) }),
      ),
      permissions: fc.record(
        {
          fileSystem: fc.record({ write: rules, read: rules }, { requiredKeys: [] }),
          execution: fc.record({ commands: fc.record({ deny: commands, allow: commands }) }),
        },
        { requiredKeys: [] },
      ),
      modes: fc.dictionary(fc.constantFrom('ask', 'x'), fc.record({ requireApproval: fc.boolean(), allowExecution: fc.boolean() })),
      compliance: fc.uniqueArray(fc.constantFrom('OWASP Top 10', 'GDPR')),
      variables: fc.dictionary(fc.constantFrom('z', 'a'), fc.constant('/v')),
      version: fc.constant(1),
    },
    { requiredKeys: ['version'] },
  );
  const flow = fc.constantFrom<'any' | 'block' | 'flow'>('any', 'block', 'flow');

  it('says the same, and once is enough', async () => {
    await fc.assert(
      fc.asyncProperty(document, flow, fc.boolean(), async (value, collectionStyle, commented) => {
        const plain = stringify(value, { collectionStyle });
        const text =
          commented && collectionStyle !== 'flow'
            ? plain.replaceAll(/^( *)(?=[\w-])/gm, (indent) => `${indent}# about what follows\n${indent}`)
            : plain;
        const formatted = formatPolicy(text, 'p.yaml');
        expect(formatPolicy(formatted, 'p.yaml')).toBe(formatted);
        expect(canonical(orderDocument(parse(formatted)))).toBe(canonical(orderDocument(parse(text))));
        expect((formatted.match(/# about/g) ?? []).length).toBe((text.match(/# about/g) ?? []).length);
        expect(policyDigest(await load(formatted))).toBe(policyDigest(await load(text)));
      }),
      { numRuns: 150, seed: 17 },
    );
  });
});

describe('what is printed', () => {
  it('of the secure defaults is the secure defaults', async () => {
    const defaults = await loadPolicy(loaderOf({}), null);
    const text = writePolicy(effectiveDocument(defaults), ['the defaults']);
    expect(policyDigest(await load(text))).toBe(policyDigest(defaults));
    expect(formatPolicy(text, 'p.yaml')).toBe(text);
  });

  it('holds nothing that moves a cursor or is a log command, and reads back as it was', () => {
    const value = {
      version: 1,
      permissions: {
        fileSystem: { read: { allow: ['/\u202ex', '/a\u200bb', '/\u{e0041}', '/e\u0301', '/##[error]', '/::error::', '/ü 😀'] } },
      },
    };
    const text = writePolicy(value, ['a\nb\u0007\u0007c', 'second']);
    expect(text.split('\n').slice(0, 3)).toEqual([editorLine, '# a b c', '# second']);
    expect(text).toContain('"/\\u202ex"');
    expect(text).toContain('\\U000e0041');
    expect(text).toContain('\\u200b');
    expect(parse(text)).toEqual(orderDocument(value));
    expect(text).toMatch(/^[\P{C}\n]*$/u);
    expect(text).not.toContain('##[');
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).toContain('/ü');
  });
});

test('what stands twice is written twice, and what is plain is not quoted', () => {
  const list = ['/a', '/b'];
  const text = writePolicy({ version: 1, permissions: { fileSystem: { read: { allow: list }, write: { allow: list } } } }, []);
  expect(text).toBe(
    `${editorLine}\nversion: 1\npermissions:\n  fileSystem:\n    read:\n      allow:\n        - /a\n        - /b\n    write:\n      allow:\n        - /a\n        - /b\n`,
  );
});

describe('the digest', () => {
  const base = { version: 1, permissions: { env: { read: { allow: ['A', 'B'], deny: ['C'] } } }, rotation: { apiKeys: '90d' } };

  it('is the same for what says the same', async () => {
    const expected = policyDigest(await load(base));
    for (const other of [
      { ...base, permissions: { env: { read: { deny: ['C', 'C'], allow: ['B', 'A', 'B'] } } } },
      { ...base, rotation: { apiKeys: '3mo' } },
      { ...base, roles: { ADMIN: { grants: ['WRITE', 'EXECUTE', 'ADMIN', 'READ'] } } },
      { ...base, rotation: {} },
      { ...base, variables: { unused: '/x' } },
      { ...base, modes: { code: { allowExecution: true } } },
    ])
      expect(policyDigest(await load(other))).toBe(expected);
    expect(expected).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is another for what says another thing', async () => {
    const digests = await Promise.all(
      [
        base,
        { ...base, permissions: { env: { read: { allow: ['A', 'B'] } } } },
        { ...base, permissions: { env: { read: { allow: ['A', 'B'], ask: ['C'] } } } },
        { ...base, permissions: { env: { write: { allow: ['A', 'B'], deny: ['C'] } } } },
        { ...base, rotation: { apiKeys: '91d' } },
        { ...base, modes: { code: { transitions: { ask: 'deny' } } } },
        { ...base, modes: { code: { permissions: { env: { read: { deny: ['D'] } } } } } },
        { ...base, roles: { ADMIN: { permissions: { env: { read: { deny: ['D'] } } } } } },
        { ...base, modes: { other: {} } },
        { ...base, roles: { USER: { grants: [] } } },
        { ...base, sandbox: { permissions: { allow: ['env.read A'] } } },
        { ...base, permissions: { execution: { tools: { allow: ['a'] } } } },
        { ...base, permissions: { execution: { tools: { allow: [{ name: 'a', signedBy: 'b' }] } } } },
        { ...base, permissions: { execution: { commands: { allow: [['a', 'b']] } } } },
        { ...base, permissions: { execution: { commands: { allow: [['a b']] } } } },
      ].map(async (document) => policyDigest(await load(document))),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});
