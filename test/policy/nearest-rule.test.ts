// The rule that was nearest to deciding otherwise: by matching, then leading segments, then letters, then place.
import { describe, expect, test } from 'vitest';
import { nearestRule } from '../../src/policy/nearest-rule.ts';
import type { PatternSource, PolicyRule } from '../../src/policy/model.ts';
import { formatText, kindOf, normaliseRequest, type PatternResource } from '../../src/policy/pattern/kinds.ts';
import { place } from './support/documents.ts';

interface Line {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly key?: string;
  readonly matches?: boolean;
  readonly effect?: PolicyRule['effect'];
}

function nearest(resource: PatternResource, rules: readonly (readonly [PatternSource, Line?])[]): string | undefined {
  const text = normaliseRequest(resource, place) ?? '';
  const { scope } = resource;
  const candidates = rules.map(([pattern, { matches = false, effect = 'allow' as const, ...origin } = {}]) => ({
    rule: { scope, effect, pattern, mode: null, role: null, origin: { path: 'p.yaml', line: 1, column: 1, key: 'k', ...origin } },
    effect,
    matches,
  }));
  const asked = { text, request: formatText(kindOf(scope), text, place), scope, environment: place };
  const answers = [candidates, candidates.toReversed()].map((each) => {
    const found = nearestRule(each, asked);
    return found === null
      ? undefined
      : `${found.text} ${found.rule.origin.path}:${String(found.rule.origin.line)}:${String(found.rule.origin.column)} ${found.rule.origin.key}`;
  });
  // The order of the rules means nothing.
  expect(answers[1]).toBe(answers[0]);
  return answers[0];
}

const file = (text: string): PatternSource => ({ kind: 'path', text });
const run = (...words: readonly string[]): PatternSource => ({ kind: 'argv', words, digest: null, signedBy: null });
const read = (path: string): PatternResource => ({ scope: 'fileSystem.read', path });

describe('nearest is', () => {
  test('none of none', () => {
    expect(nearest(read('/a'), [])).toBeUndefined();
  });

  test('what matches, before what is spelt alike', () => {
    expect(nearest(read('/a/b'), [[file('/a/c')], [file('/**'), { matches: true, effect: 'ask' }]])).toMatch(/^ask \/\*\* /);
  });

  test('what has more leading segments, before what is spelt alike', () => {
    expect(nearest(read('/a/b/c'), [[file('/x/b/c')], [file('/a/completely/different')]])).toContain('different');
    expect(nearest(read('/a/b/c'), [[file('/a/x/c')], [file('/a/b/completely')]])).toContain('completely');
    expect(nearest(read('/a/b/c'), [[file('/a/b/**/completely-different')], [file('/a/x')]])).toContain('different');
    expect(nearest(read('/a/b/c'), [[file('**/c')], [file('/a/completely-different')]])).toContain('different');
    expect(nearest(read('/a/b/c'), [[file('/{a,x}/completely-different')], [file('/x/b/c')]])).toContain('different');
  });

  test('what is spelt alike, where as many segments lead', () => {
    expect(nearest(read('/srv/file.txt'), [[file('/srv/other.md')], [file('/srv/file.tx')]])).toContain('file.tx');
    expect(nearest(read('/a'), [[file('/bcdefgh')], [file('/b')]])).toContain('/b ');
    // All segments count, those behind `**` not.
    expect(nearest(read('/a/b'), [[file('/a/c/**/x')], [file('/a/cc')]])).toContain('/a/cc');
  });

  test('the first by place, where all is the same', () => {
    const same = file('/b');
    expect(
      nearest(read('/a'), [
        [same, { path: 'q.yaml' }],
        [same, { path: 'p.yaml', line: 9 }],
      ]),
    ).toContain('p.yaml:9');
    expect(
      nearest(read('/a'), [
        [same, { line: 10, column: 1 }],
        [same, { line: 9, column: 5 }],
      ]),
    ).toContain(':9:5');
    expect(
      nearest(read('/a'), [
        [same, { line: 9, column: 7 }],
        [same, { line: 9, column: 5 }],
      ]),
    ).toContain(':9:5');
    expect(
      nearest(read('/a'), [
        [same, { key: 'k.1' }],
        [same, { key: 'k.0' }],
      ]),
    ).toContain('k.0');
    expect(
      nearest(read('/a'), [
        [same, { path: 'p.yaml', line: 3, key: 'z' }],
        [same, { path: 'p.yaml', line: 4, key: 'a' }],
      ]),
    ).toContain(':3:1 z');
  });

  test('what runs the same command, whoever signed it', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const push: PatternResource = { scope: 'execution.commands', argv: ['git', 'push'] };
    expect(nearest(push, [[run('svn', 'push')], [{ kind: 'argv', words: ['git', 'status', '--all'], digest, signedBy: 'ann' }]])).toContain(
      'status',
    );
    expect(
      nearest({ scope: 'execution.tools', name: 'deploy' }, [
        [{ kind: 'name', text: 'deploys', digest: null, signedBy: null }],
        [{ kind: 'name', text: 'deploy', digest, signedBy: null }],
      ]),
    ).toContain('name: deploy,');
  });

  test('of hosts and variables the one with the same beginning', () => {
    const host = (text: string): PatternSource => ({ kind: 'host', text });
    expect(
      nearest({ scope: 'network.llm', host: 'api.example.com', port: 443 }, [
        [host('xapi.example.com:443')],
        [host('api.elsewhere.net:8080')],
      ]),
    ).toContain('elsewhere');
    expect(nearest({ scope: 'env.read', name: 'PATH' }, [[{ kind: 'env', text: 'HOME' }], [{ kind: 'env', text: 'PATHS' }]])).toContain(
      'PATHS',
    );
  });

  test('found in long texts by their first 300 characters', () => {
    const long = 'x'.repeat(300);
    expect(
      nearest(read(`/${long}a`), [
        [file(`/${long}b`), { line: 2 }],
        [file(`/${long}ab`), { line: 1 }],
      ]),
    ).toContain(':1:1');
    expect(
      nearest(read(`/${long}a`), [
        [file(`/${long}bbbbbb`), { line: 1 }],
        [file(`/${long}b`), { line: 2 }],
      ]),
    ).toContain(':1:1');
  });
});
