// One file's findings: their place, what they keep of the source, and that no secret is in any of it.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RawFinding } from '../../../src/core/documents.ts';
import type { FileKind } from '../../../src/gates/code/file-kind.ts';
import { createFileLinter } from '../../../src/gates/code/lint-file.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { isKnownSecretKind } from '../../../src/gates/code/secret-kinds.ts';
import { findSecrets, secretDetectors } from '../../../src/gates/code/secrets.ts';
import { wasm } from '../../analysis/parse/wasm.ts';
import { rules } from './support/rules.ts';
import { processorMs } from '../../support/processor-time.ts';

const linter = createFileLinter(createParser(wasm), rules);

async function lint(text: string, kind: FileKind = 'source.ts'): Promise<readonly RawFinding[]> {
  const { findings, problem } = await linter.lint(text, kind, 'a.ts');
  expect(problem).toBeNull();
  return findings;
}

async function only(text: string, kind: FileKind = 'source.ts'): Promise<RawFinding> {
  const [finding, ...more] = await lint(text, kind);
  if (finding === undefined || more.length > 0) throw new Error(`${String(more.length + (finding === undefined ? 0 : 1))} findings`);
  return finding;
}

// No real ones: made here, so that no scanner takes this file's text for a leak.
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');
const awsKey = '/aB3'.repeat(10);
const password = ['Gr4y', 'Heron', '58'].join('-');
const url = ['postgres:', '', `billing:${password}@db.internal`, 'billing'].join('/');

describe('place', () => {
  it('counts lines and columns from 1, the end exclusive', async () => {
    expect((await only('\n  danger(\n1)')).location).toEqual({ path: 'a.ts', startLine: 2, startColumn: 3, endLine: 3, endColumn: 3 });
  });

  it.each(['\r\n', '\r', '\n'])('takes %j for a line break', async (separator) => {
    expect((await only(`a;${separator}danger()`)).location).toMatchObject({ startLine: 2, startColumn: 1 });
  });

  it('counts lines as viewers do, not as ECMAScript does', async () => {
    expect((await only('"a";\u2028danger()')).location).toMatchObject({ startLine: 1, startColumn: 6, endLine: 1, endColumn: 14 });
  });

  it('counts without the byte order mark, and UTF-16 units', async () => {
    expect((await only('\ufeff/*𝒳*/danger()')).location).toMatchObject({ startColumn: 7, endColumn: 15 });
  });

  it('tells a rule’s finding once for one place, in one line', async () => {
    expect((await only('danger(\n  1)')).message).toBe('Call of danger( 1)');
    expect((await only(`danger("${'x'.repeat(1000)}")`)).message).toHaveLength(300);
  });
});

describe('Flow', () => {
  const types = 'type A = {| b: ?string |};\nexport default (a: ?A): ?A =>\n  danger((a: any));\n';

  it('is read where it says so, and places are those of the file', async () => {
    expect((await only(`// @flow\n${types}`, 'source.js')).location).toMatchObject({ startLine: 4, startColumn: 3, endColumn: 19 });
    expect((await linter.graph(`// @flow\n${types}`, 'source.js')).graph?.functions).toHaveLength(2);
  });

  it('is no JavaScript where it does not', async () => {
    const { problem, findings } = await linter.lint(types, 'source.js', 'a.js');
    expect([problem?.kind, findings]).toEqual(['syntax', []]);
  });

  it('tells the first problem of what is broken', async () => {
    const { problem } = await linter.lint(`// @flow\n${types}var = 1;\n`, 'source.js', 'a.js');
    expect(problem?.kind).toBe('syntax');
  });
});

describe('anchor', () => {
  it('stays when the lines move or are set otherwise', async () => {
    const { anchor } = await only('danger(1, 2)');
    expect((await only('import a from "a";\n\n\t danger(1,\r\n    2)')).anchor).toBe(anchor);
  });

  it('changes with the flagged code', async () => {
    expect((await only('danger(1)')).anchor).not.toBe((await only('danger(2)')).anchor);
    const long = 'x'.repeat(1000);
    expect((await only(`danger("${long}a")`)).anchor).not.toBe((await only(`danger("${long}b")`)).anchor);
    expect((await only(`danger("${long}a")`)).anchor.length).toBeLessThan(500);
  });

  it('is the flagged code alone in a minified line', async () => {
    const minified = 'a=b;'.repeat(5000);
    expect((await only(`${minified}danger()`)).anchor).toBe('danger()');
  });
});

describe('snippet', () => {
  it('has at most seven lines of at most 200 characters, the flagged one among them', async () => {
    const { snippet } = await only(`1;\n2;\n3;\n${'y;'.repeat(500)}danger()${';z'.repeat(500)}\n5;\n6;\n7;`);
    expect(snippet?.startLine).toBe(2);
    expect(snippet?.lines).toHaveLength(5);
    expect(Math.max(...(snippet?.lines ?? []).map((line) => line.length))).toBe(200);
    expect(snippet?.lines[2]).toMatch(/^….*danger\(\).*…$/u);
    expect((await only(`danger(\n${'1,\n'.repeat(20)})`)).snippet?.lines).toHaveLength(7);
  });
});

describe('secrets', () => {
  it('are in nothing that is told, of any finding', async () => {
    const text = [
      `const AWS_SECRET_ACCESS_KEY = "${awsKey}"; danger("${awsKey}");`,
      `danger('${token}');`,
      `const db = '${url}'; danger('${url}');`,
      `danger(AWS_SECRET_ACCESS_KEY, "${password}");`,
    ].join('\n');
    const findings = await lint(text);
    expect(findings.filter(({ ruleId }) => ruleId === 'code/danger')).toHaveLength(4);
    expect(findings.filter(({ ruleId }) => ruleId === 'code/hardcoded-secret')).toHaveLength(4);
    const told = JSON.stringify(findings);
    for (const secret of [token, password, awsKey, awsKey.slice(20)]) expect(told).not.toContain(secret);
    expect(findings[0]?.snippet?.lines[0]).toContain(`AWS_SECRET_ACCESS_KEY = "${'*'.repeat(40)}"`);
  });

  it('blank out the whole of a file that is full of them', async () => {
    const tokens = Array.from({ length: 600 }, (_, index) => `'${token.slice(0, -4)}${String(1000 + index)}'`);
    const findings = await lint(`danger('in the clear');\n${tokens.join(',\n')}`);
    expect(findings).toHaveLength(601);
    expect(JSON.stringify(findings.map(({ snippet, anchor }) => [snippet, anchor]))).not.toMatch(/ghp_|clear/u);
  });

  it('keep their identity in another file, and lose it when they change', async () => {
    const here = await only(`a = '${token}'`);
    expect((await only(`other: ${token}`, 'source.txt')).anchor).toBe(here.anchor);
    expect((await only(`a = '${token.replace('0', '1')}'`)).anchor).not.toBe(here.anchor);
  });

  it('cannot be confirmed by guessing where a person chose them', async () => {
    const finding = await only(`db = '${url}'`);
    expect(finding.anchor).toMatch(/^secret database-connection-string [0-9a-f]{3} db = '\*+'?$/u);
    const digest = createHash('sha256').update(url).digest('hex');
    expect(JSON.stringify(finding)).not.toContain(digest.slice(0, 8));
    expect(finding.lineHash).toBeUndefined(); // GitHub's is a weak hash of the line
    expect((await only(`a = '${token}'`)).lineHash).toBeDefined();
    const other = await only(`db = '${url.replace('Heron', 'Stork')}'`);
    expect(other.anchor).not.toBe(finding.anchor);
  });

  it('are found in .npmrc and in text of any kind', async () => {
    expect(await lint(`//registry/:_authToken=0123-4567-89ab`, '.npmrc')).toHaveLength(1);
    expect(await lint(`{"a": "https://user1:${password}@db.corp.net"}`, 'package.json')).toHaveLength(1);
  });

  it('are not taken from place holders', async () => {
    for (const text of [
      'postgres://user:password@localhost/db',
      'postgres://user:${PASSWORD}@db/x',
      '_authToken=${NPM_TOKEN}',
      '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
      `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(100)}\n-----END PRIVATE KEY-----`,
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----',
    ]) {
      expect(await findSecrets(text, 'source.txt'), text).toEqual([]);
    }
  });

  it('told by their name alone are so with less confidence, and cannot be confirmed by guessing', async () => {
    const value = createHash('sha256').update('mcgate').digest('hex');
    const finding = await only(`const apiKey = '${value}';`);
    expect(finding).toMatchObject({ ruleId: 'code/hardcoded-secret', severity: 'high', confidence: 'medium' });
    expect(finding.anchor).toMatch(/^secret named [0-9a-f]{3} const apiKey = '\*{64}';$/u);
    expect(finding.lineHash).toBeUndefined();
    expect(JSON.stringify(finding)).not.toContain(value);
    expect((await only(`const a = '${token}'`)).confidence).toBe('high');
  });

  it('have words for every detector in use', () => {
    expect(isKnownSecretKind('named')).toBe(true);
    expect([...secretDetectors.keys()].filter((kind) => !isKnownSecretKind(kind))).toEqual([]);
    expect(secretDetectors.size).toBeGreaterThanOrEqual(24);
    expect([...secretDetectors.keys()]).not.toContain('filter-comments');
  });
});

describe('private keys', () => {
  const pem = {
    rsa: generateKeyPairSync('rsa', {
      modulusLength: 1024,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
    ec: generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
    ed25519: generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
  };
  const lines = pem.rsa.trimEnd().split('\n');
  const forms: Readonly<Record<string, string>> = {
    'as it is': pem.rsa,
    'with CRLF': pem.rsa.replaceAll('\n', '\r\n'),
    indented: lines.map((line) => `    ${line}`).join('\n'),
    'with escaped line breaks': `const key = '${lines.join('\\n')}'`,
    'with escaped CRLF': `const key = '${lines.join('\\r\\n')}'`,
    'with twice escaped line breaks': `{"key": "${lines.join('\\\\n')}"}`,
    'in pieces': `const key = ${lines.map((line) => `'${line}\\n'`).join(' +\n  ')}`,
    'in an array': `const key = [${lines.map((line) => `"${line}"`).join(',\n')}].join('\\n')`,
    'with continued lines': `const key = '${lines.join('\\n\\\n')}'`,
    'in a template': `const key = \`${pem.rsa}\``,
  };

  it.each(Object.entries(forms))('are found %s, as the same', async (_, text) => {
    const [secret, ...more] = await findSecrets(text, 'source.js');
    expect(more).toEqual([]);
    expect(secret?.kind).toBe('private-key');
    expect(secret?.value).toBe(lines.slice(1, -1).join(''));
  });

  it.each(Object.entries(pem))('of kind %s are found and blanked out', async (_, key) => {
    const { snippet, location, anchor } = await only(key, 'source.txt');
    const body = key.split('\n').slice(1, -2);
    expect(location.startLine).toBe(1);
    for (const line of body) expect(JSON.stringify([snippet, anchor])).not.toContain(line);
    expect(snippet?.lines[0]).toMatch(/^-----BEGIN/u);
  });

  it('are passed over when a passphrase protects them', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    expect(await findSecrets(privateKey, 'source.txt')).toEqual([]);
  });

  it('cost linear time where markers repeat', async () => {
    const started = processorMs();
    await findSecrets('-----BEGIN PRIVATE KEY-----'.repeat(70_000), 'source.txt');
    await findSecrets(`-----BEGIN PRIVATE KEY-----"${' '.repeat(32_000)}-----END PRIVATE KEY-----`.repeat(50), 'source.txt');
    expect(processorMs() - started).toBeLessThan(5000);
  });
});

describe('problems', () => {
  it('name the place by viewers’ lines and hide secrets', async () => {
    const { problem, findings } = await linter.lint(`"a";\u2028"b"; x = '${token}' '${token}'`, 'source.js', 'a.js');
    expect(problem).toMatchObject({ kind: 'syntax', line: 1 });
    expect(JSON.stringify([problem, findings])).not.toContain(token);
  });

  it('name the rule that failed, and quote nothing', async () => {
    expect((await linter.lint('makeTheRuleFail', 'source.js', '')).problem).toEqual({
      kind: 'rule-failed',
      message: 'the rule code/misbehaves failed on the code',
    });
  });

  it('end a flood', async () => {
    const { problem, findings } = await linter.lint('danger();'.repeat(6000), 'source.js', '');
    expect(findings).toHaveLength(5000);
    expect(problem?.kind).toBe('too-many-findings');
  });
});

describe('code among other text', () => {
  const bare = createHash('sha256').update('bare').digest('hex').slice(0, 40);

  // What stands there without quotes is a value, as in any text; in code it is a name.
  it.each([
    ['source.txt', 1],
    ['source.html', 1],
    ['source.hbs', 1],
    ['source.ejs', 1],
    ['source.vue', 1],
    ['source.ts', 0],
  ] as const)('is searched for secrets as text is: %s', async (kind, count) => {
    const { findings } = await linter.lint(`secret: ${bare}\n`, kind, 'a');
    expect(findings.filter(({ ruleId }) => ruleId === 'code/hardcoded-secret')).toHaveLength(count);
  });
});
