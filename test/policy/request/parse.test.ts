import { describe, expect, test } from 'vitest';
import { McgateError } from '../../../src/core/error.ts';
import { parseRequest } from '../../../src/policy/request/parse.ts';
import { allScopes } from '../../../src/policy/request/scopes.ts';
import { posix } from '../pattern/meaning.ts';

const digest = `sha256:${'0'.repeat(64)}`;

function failure(scope: string, ...words: readonly string[]): McgateError {
  try {
    parseRequest(scope, words);
  } catch (error) {
    if (error instanceof McgateError) return error;
    throw error;
  }
  throw new Error('it was parsed');
}

test.each<[string, readonly string[], unknown]>([
  ['fileSystem.read', ['/a b'], { scope: 'fileSystem.read', path: '/a b' }],
  ['fileSystem.write', ['--', '-'], { scope: 'fileSystem.write', path: '-' }],
  ['sandbox.fileSystem.temp', ['a'], { scope: 'sandbox.fileSystem.temp', path: 'a' }],
  ['network.llm', ['api.example.com:443'], { scope: 'network.llm', host: 'api.example.com', port: 443 }],
  ['network.api', ['[::1]:8080'], { scope: 'network.api', host: '[::1]', port: 8080 }],
  ['sandbox.network.external', ['10.0.0.1:0'], { scope: 'sandbox.network.external', host: '10.0.0.1', port: 0 }],
  ['env.read', ['PATH'], { scope: 'env.read', name: 'PATH' }],
  ['sandbox.env.write', ['--x'], { scope: 'sandbox.env.write', name: '--x' }],
  ['execution.tools', ['x--digest=y'], { scope: 'execution.tools', name: 'x--digest=y' }],
  ['execution.tools', ['readFile'], { scope: 'execution.tools', name: 'readFile' }],
  ['execution.tool', ['readFile'], { scope: 'execution.tools', name: 'readFile' }],
  ['execution.function', ['--', '--'], { scope: 'execution.functions', name: '--' }],
  ['execution.function', ['--', '--x'], { scope: 'execution.functions', name: '--x' }],
  [
    'sandbox.execution.plugin',
    [`--digest=${digest}`, '--signed-by=ann', 'x'],
    { scope: 'sandbox.execution.plugins', name: 'x', digest, signedBy: 'ann' },
  ],
  ['execution.command', ['--', 'git', '--', '-s'], { scope: 'execution.commands', argv: ['git', '--', '-s'] }],
  ['execution.commands', ['git', '--version'], { scope: 'execution.commands', argv: ['git', '--version'] }],
  ['execution.commands', ['--signed-by=ann', '--', '--digest=x'], { scope: 'execution.commands', argv: ['--digest=x'], signedBy: 'ann' }],
  ['sandbox.execution.command', ['--', ''], { scope: 'sandbox.execution.commands', argv: [''] }],
  ['resources.memory', ['512MiB'], { scope: 'resources.memory', amount: 536_870_912 }],
  ['resources.memory', ['7'], { scope: 'resources.memory', amount: 7 }],
  ['resources.cpu', ['1.5m'], { scope: 'resources.cpu', amount: 90 }],
  ['resources.cpu', ['1.123456'], { scope: 'resources.cpu', amount: 1.123456 }],
  ['resources.connections', ['10'], { scope: 'resources.connections', amount: 10 }],
  ['resources.connection', ['10'], { scope: 'resources.connections', amount: 10 }],
  ['modes.transitions', ['code'], { scope: 'modes.transitions', to: 'code' }],
  ['modes.transition', ['code'], { scope: 'modes.transitions', to: 'code' }],
  ['roles.administration', [], { scope: 'roles.administration' }],
])('%s %j', (scope, words, request) => {
  expect(parseRequest(scope, words)).toEqual(request);
});

test('a folder of the environment is looked up where it is known', () => {
  expect(parseRequest('fileSystem.read', ['${workspace}/a'], posix)).toEqual({ scope: 'fileSystem.read', path: '/ws/a' });
  expect(parseRequest('fileSystem.read', ['${home}'], posix)).toEqual({ scope: 'fileSystem.read', path: '/home/ann' });
  expect(parseRequest('fileSystem.read', ['${temp}x'], posix)).toEqual({ scope: 'fileSystem.read', path: '${temp}x' });
  expect(parseRequest('fileSystem.read', ['x${workspace}/a'], posix)).toEqual({ scope: 'fileSystem.read', path: 'x${workspace}/a' });
  expect(parseRequest('fileSystem.read', ['${other}/x'], posix)).toEqual({ scope: 'fileSystem.read', path: '${other}/x' });
  expect(parseRequest('fileSystem.read', ['${workspace}/a'])).toEqual({ scope: 'fileSystem.read', path: '${workspace}/a' });
});

describe('what cannot be asked is wrong usage', () => {
  test.each<[string, readonly string[]]>([
    ['fileSystem.read', []],
    ['fileSystem.read', ['a', 'b']],
    ['network.llm', ['a']],
    ['network.llm', ['a:']],
    ['network.llm', ['a:b']],
    ['network.llm', [':443']],
    ['network.llm', ['::1:443']],
    ['network.llm', ['a:1:2']],
    ['network.llm', ['[::1:443']],
    ['network.llm', ['::1]:443']],
    ['network.llm', ['a:-1']],
    ['network.llm', ['a:123456']],
    ['env.read', []],
    ['execution.tools', ['a', 'b']],
    ['execution.tools', ['--digest', 'x', 'a']],
    ['execution.tools', ['--other=1', 'a']],
    ['execution.tools', ['--signed-by=ann']],
    ['execution.commands', []],
    ['execution.commands', ['--']],
    ['execution.commands', ['--other=1', 'git']],
    ['execution.commands', ['--digest', 'git']],
    ['resources.memory', ['-1']],
    ['resources.memory', ['1e9']],
    ['resources.memory', ['1MB']],
    ['resources.memory', ['Infinity']],
    ['resources.cpu', ['1 s']],
    ['resources.connections', ['10s']],
    ['modes.transitions', []],
    ['roles.administration', ['x']],
  ])('%s %j', (scope, words) => {
    expect(failure(scope, ...words).code).toBe('usage');
    expect(failure(scope, ...words).remedy).toBeDefined();
  });

  test.each<[string, string]>([
    ['fileSystem.raed', 'fileSystem.read'],
    ['filesystem.read', 'fileSystem.read'],
    ['network.llms', 'network.llm'],
    ['sandbox.fileSystem.writ', 'sandbox.fileSystem.write'],
    ['execution.comands', 'execution.commands'],
  ])('%s: did you mean %s?', (scope, near) => {
    expect(failure(scope, 'a').code).toBe('usage');
    expect(failure(scope, 'a').remedy).toContain(near);
    expect(failure(scope, 'a').remedy).not.toContain('resources.memory');
  });

  test.each(['qqq', 'nothing', 'x'.repeat(61)])('%.20s is near to none: all scopes are named', (scope) => {
    for (const each of allScopes) expect(failure(scope, 'a').remedy).toMatch(new RegExp(`(?:^|[ ,])${each}(?:[,.]|$)`));
  });

  test('the units are named', () => {
    expect(failure('resources.memory', '1MB').remedy).toContain('B, KiB, MiB, GiB, TiB');
    expect(failure('resources.cpu', '1x').remedy).toContain('s, m, h, d');
    expect(failure('resources.cpu', '1x').remedy).not.toContain(' , ');
    expect(failure('resources.connections', '1x').remedy).not.toContain('one of');
  });

  test.each<[string, string]>([
    ['resources.memory', 'x'.repeat(100_000)],
    ['network.llm', 'x'.repeat(100_000)],
    ['execution.tools', `--${'x'.repeat(100_000)}`],
  ])('%s: no more than a line is quoted', (scope, word) => {
    expect(failure(scope, word).message.length).toBeLessThan(400);
    expect(failure(scope, word).message).toContain('xxx');
  });

  test.each(['', 'x'.repeat(100_000), 'constructor', '__proto__', 'sandbox.', 'sandbox.resources.memory'])('%.20s is no scope', (scope) => {
    expect(failure(scope, 'a').code).toBe('usage');
    expect(failure(scope, 'a').message.length).toBeLessThan(200);
  });
});

test('every scope is one by its name', () => {
  expect(new Set(allScopes).size).toBe(29);
  for (const scope of allScopes) {
    const words = scope.includes('network') ? ['a:1'] : scope.includes('resources') ? ['1'] : scope.includes('roles') ? [] : ['a'];
    expect(parseRequest(scope, words).scope).toBe(scope);
  }
});
