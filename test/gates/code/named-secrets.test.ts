// Random values under names that say secret, and everything that only looks like one.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNamedSecrets } from '../../../src/gates/code/named-secrets.ts';
import { findSecrets } from '../../../src/gates/code/secrets.ts';
import { processorMs } from '../../support/processor-time.ts';

// Made here, so that no scanner takes this file's text for a leak.
const bytes = createHash('sha512').update('mcgate').digest();
const hex = bytes.toString('hex').slice(0, 40);
const base64 = bytes.subarray(0, 32).toString('base64');
const url = bytes.subarray(0, 24).toString('base64url');
const base36 = BigInt(`0x${bytes.toString('hex')}`)
  .toString(36)
  .slice(0, 32);
const long = bytes.toString('hex');
const base58 = Buffer.concat([bytes, createHash('sha512').update('wallet').digest()])
  .toString('base64')
  .replaceAll(/[^1-9A-HJ-NP-Za-km-z]/gu, 'Z')
  .slice(0, 107);
const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

function found(text: string, hasBareValues = false): readonly string[] {
  return findNamedSecrets(text, { hasBareValues }).map(({ start, end }) => text.slice(start, end));
}

describe('a random value under a name that says secret', () => {
  it.each([
    `const apiKey = '${hex}';`,
    `const API_KEY: string = "${hex}";`,
    `{ "client_secret": "${base64}" }`,
    `{ 'db-password': \`${url}\` }`,
    `session({ secret: '${base36}' })`,
    `config['jwt_secret'] = '${base64}'`,
    `const accessToken =\n    '${url}';`,
    `const secret = process.env.SECRET || '${base36}';`,
    `const secret = env.SECRET ??\n  '${base36}';`,
    `if (request.query.token === '${hex}') open();`,
    `privateKey := "${hex.toUpperCase()}"`,
    `auth: '${url}.${base36}.${hex}'`,
    `this.credentials="${base64}"`,
    `secret_key_base: '${hex}'`,
    `clientSecret: '${uuid}'`,
    `privateKey: '0x${long.slice(0, 64)}'`,
    `privateKey: '0x${hex}ab'`,
    `privateKey: 'xprv${base58}'`,
  ])('is found in %s', (text) => {
    expect(found(text)).toHaveLength(1);
  });

  it.each([
    `API_KEY=${hex}`,
    `export DB_PASSWORD=${url}\r`,
    `  apiToken: ${base64}  `,
    `- secret: ${base36}`,
    `ENV AUTH_TOKEN ="${hex}"`,
    `a.password = ${url}`,
    `API_KEY=${hex} # of the staging account`,
    `  secret: ${base64}\t;to be moved`,
  ])('is found without quotes where text is not code: %j', (text) => {
    expect(found(`x: 1\n${text}\ny: 2`, true)).toHaveLength(1);
    if (!text.includes('"')) expect(found(text)).toEqual([]);
  });

  it.each([
    [`const commit = '${hex}';`, 'another name'],
    [`const tokenUrl = '${base36}';`, 'a name that goes on'],
    [`const privateKey = '0x${hex}';`, 'an address of a wallet'],
    [`const privateKey = '0x02${long.slice(0, 64)}';`, 'a public key'],
    [`const private_key = '04${long}';`, 'a public key that is not compressed'],
    [`const privateKey = 'xpub${base58}';`, 'a public key of a wallet'],
    [`const publicKey = '${base64}'; const publicToken = '${base64}';`, 'what is public'],
    [`nextPageToken: '${base64}', csrfToken: '${base64}', passwordHash: '${hex}'`, 'what is made anew'],
    [`exampleToken: '${base64}', fakeSecret: '${hex}'`, 'an example by its name'],
    [`apiKey: '${hex.slice(0, 19)}'`, 'a short value'],
    [`apiKey: 'your-api-key-goes-in-here-1'`, 'a place holder'],
    [`token: 'EXAMPLE${hex}'`, 'an example'],
    [`token: '0123456789abcdef0123456789abcdef'`, 'an alphabet'],
    [`token: 'a1b2c3a1b2c3a1b2c3a1b2c3a1b2c3'`, 'a piece repeated'],
    [`token: '12345098760192837465'`, 'digits alone'],
    [`secret: 'aaaaaaaaaaaaaaaaaaaaaaa1'`, 'no entropy'],
    [`password: 'components/login/passwort-feld2'`, 'a path'],
    [`token: 'https://login.corp.net/oauth2/authorize'`, 'an address'],
    [`token: 'checkerConcurrencyTokens2Providers'`, 'an identifier'],
    [`TOKEN = 'NULL_CHARACTER_TYPE_16_ELEMENT'`, 'a constant'],
    [`password: 'Bitte geben Sie Ihr Kennwort ein'`, 'a translation'],
    [`auth: '${uuid}'`, 'a UUID that no secret names'],
    [`secret: 'sha512-${base64}'`, 'an integrity value'],
    [`privateKey: 'MIIBIjANBgkqhkiG9w0BAQEFAAOC${url}'`, 'a public key'],
    [`{ apiKey: 'AIza${url}', authDomain: 'app.firebaseapp.com' }`, 'the configuration of a web app'],
    [`secret = getSecret('${url}')`, 'a call'],
    [`apiKey = ${url}`, 'no literal'],
  ])('is not taken from %s: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('leaves to a provider’s pattern what that tells, and blanks out both', async () => {
    const token = ['ghp', (base36 + hex).slice(0, 36)].join('_');
    for (const text of [`token = '${token}'`, `token = '${base36}/${token}'`]) {
      const secrets = await findSecrets(text, 'source.ts');
      expect(secrets.map(({ kind, value, start, end }) => [kind, value, text.slice(start - 1, end + 1)])).toEqual([
        ['github', token, text.slice(text.indexOf("'"))],
      ]);
    }
  });

  it('is found however long it is: a signed token has some hundred characters, or a thousand', () => {
    for (const length of [500, 600, 4000]) {
      const parts = Array.from({ length: 100 }, (_, index) => createHash('sha256').update(String(index)).digest('base64url'));
      expect(found(`token: 'eyJhbGciOiJSUzI1NiJ9.${parts.join('').slice(0, length)}'`)).toHaveLength(1);
    }
  });

  it('goes by the kind of the file for values without quotes', async () => {
    expect(await findSecrets(`token = ${base36}`, 'source.ts')).toEqual([]);
    expect(await findSecrets(`token = ${base36}`, 'source.txt')).toMatchObject([{ kind: 'named', value: base36 }]);
  });

  it('is found nine times in ten, whatever the alphabet', () => {
    const alphabets = [
      '0123456789abcdef',
      '0123456789abcdefghijklmnopqrstuvwxyz',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
    ];
    for (const [index, alphabet] of alphabets.entries()) {
      const letters = fc.constantFrom(...Array.from(alphabet));
      const samples = fc.sample(fc.array(letters, { minLength: 32, maxLength: 32, size: 'max' }), { numRuns: 500, seed: index + 1 });
      const hits = samples.filter((sample) => found(`apiKey: '${sample.join('')}'`).length === 1);
      expect(hits.length / samples.length).toBeGreaterThan(0.9);
    }
  });

  it('takes linear time, and ends a flood', () => {
    const started = processorMs();
    for (const piece of [
      'pwd=',
      'auth:',
      `auth="${'a'.repeat(512)}`,
      `auth="${'a'.repeat(4096)}`,
      `auth${' '.repeat(20)}`,
      `auth=${'a'.repeat(80)}     `,
      'secret_key_',
      `auth="${'a1b2'.repeat(128)}"`,
    ])
      found(piece.repeat(4e6 / piece.length), true);
    expect(found(`token='${base36}'\n`.repeat(50_000), true)).toHaveLength(6000);
    expect(processorMs() - started).toBeLessThan(10_000);
  });
});
