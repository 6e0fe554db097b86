import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../../src/gates/code/placeholder.ts';

const url = (value: string): boolean => isPlaceholder({ kind: 'database-connection-string', value, guessable: true });

describe('a password in a URL', () => {
  test.each([
    'mongodb://<username>:<password>@<cluster>/<dbname>',
    'postgres://user:${PASSWORD}@db.internal/app',
    'postgres://user:$DB_PASSWORD@db.internal/app',
    'https://user:{{password}}@host.internal',
    'mysql://root:****@db.internal',
    'mysql://root:xxx@db.internal',
    'https://user:pass@example.com',
    'https://user:pass@api.example.org/path',
    'postgres://postgres:postgres@localhost:5432/app',
    'postgresql://umami:replace-me-with-a-random-string@db:5432/umami',
    'mysql://root:your_password@db.internal',
    'postgres://postgres:postgres@127.0.0.1:5432/app',
  ])('%s stands for one', (value) => {
    expect(url(value)).toBe(true);
  });

  test.each([
    'postgres://admin:hunter2@db.internal/app',
    'mongodb://ann:password@cluster0.mongodb.net/db',
    'https://user:pass@example.com.attacker.net',
    'https://user:pass@notexample.com',
    'https://user:<b>c@db.internal',
    'https://user:xx@db.internal',
    'mysql://root:changeling@db.internal',
    'mysql://root:changeme@db.internal',
    'mysql://root:change-me-7Gh2@db.internal',
    'mysql://root:password123@db.internal',
  ])('%s is one', (value) => {
    expect(url(value)).toBe(false);
  });
});

describe('an issued token', () => {
  test.each([
    ['slack', 'xoxb-team-token', true],
    ['slack', `xoxb-1234567890-abcDEF`, false],
    ['github', 'ghp-abcdefghijklmnopqrstuvwxyz', true],
    ['github', 'ghp_A', false],
    ['github', `ghp_${'X'.repeat(36)}`, true],
    ['gitlab', `glpat-${'x'.repeat(20)}`, true],
    ['slack', `xoxb-${['X'.repeat(12), 'X'.repeat(12), 'X'.repeat(24)].join('-')}`, true],
    ['github', `ghp_${'X'.repeat(35)}Y`, false],
    ['slack', `xoxb-${['1234567890', 'X'.repeat(24)].join('-')}`, false],
    ['private-key', 'words-only', false],
  ])('%s %s: %s', (kind, value, expected) => {
    expect(isPlaceholder({ kind, value, guessable: false })).toBe(expected);
  });
});
