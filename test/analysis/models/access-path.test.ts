import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAccessPath, mostSteps, parseAccessPath } from '../../../src/analysis/models/access-path.ts';
import type { AccessPath, PathToken } from '../../../src/analysis/models/model.ts';

function parsed(text: string): AccessPath {
  const answer = parseAccessPath(text);
  if ('problem' in answer) throw new Error(answer.problem);
  return answer.path;
}

function problem(text: string): string {
  const answer = parseAccessPath(text);
  return 'problem' in answer ? answer.problem : '';
}

test('every step', () => {
  expect(parsed('Type[socket.io.Server].Member[get, $x-y].Member[*].Argument[0].Argument[1..].Argument[2..3].Argument[*]')).toEqual([
    { kind: 'type', library: 'socket.io', name: 'Server' },
    { kind: 'member', names: ['get', '$x-y'] },
    { kind: 'member', names: null },
    { kind: 'argument', from: 0, to: 0 },
    { kind: 'argument', from: 1, to: null },
    { kind: 'argument', from: 2, to: 3 },
    { kind: 'argument', from: 0, to: null },
  ]);
  expect(parsed('Argument[last].Argument[this].Parameter[*].Parameter[this].ReturnValue.Element.Member[html].Written')).toEqual([
    { kind: 'last-argument' },
    { kind: 'receiver' },
    { kind: 'parameter', from: 0, to: null },
    { kind: 'this' },
    { kind: 'return' },
    { kind: 'element' },
    { kind: 'member', names: ['html'] },
    { kind: 'written' },
  ]);
  expect(parsed('Root')).toEqual([]);
  expect(parsed('Root.ReturnValue')).toEqual([{ kind: 'return' }]);
  expect(parsed('Type[Request]')).toEqual([{ kind: 'type', library: null, name: 'Request' }]);
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['', 'character 1: lacks a step'],
    ['Member[a].', 'character 11: lacks a step'],
    ['Member[a]Member[b]', 'character 10: must go on with "." or end'],
    ['Membr[a]', 'character 1: unknown step "Membr"; did you mean "Member"?'],
    ['Member[a].Return', 'character 11: unknown step "Return"; did you mean "ReturnValue"?'],
    ['Member[a', '"[" is not closed in "Member[a"'],
    ['Member', 'character 1: "Member" needs brackets, as in Member[exec]'],
    ['Argument', 'character 1: "Argument" needs brackets, as in Argument[0]'],
    ['Member[]', 'character 1: "Member[]" lacks a name'],
    ['Member[a,,b]', 'character 1: "Member[a,,b]" lacks a name'],
    ['Member[a,*]', 'character 1: "*" stands for every name and needs no other beside it'],
    ['Member[a,b,a]', 'character 1: "Member[…]" names "a" twice'],
    ['Argument[first]', 'character 1: "Argument[first]" must be a number, a range, "*", "last" or "this"'],
    ['Argument[3..1]', 'character 1: "Argument[3..1]" must be a number, a range, "*", "last" or "this"'],
    ['Parameter[last]', 'character 1: "Parameter[last]" must be a number, a range, "*" or "this"'],
    ['ReturnValue[0]', 'character 1: "ReturnValue" takes no brackets'],
    ['Member[a].Type[B]', 'character 11: "Type" can only be the first step'],
    ['Member[a].Root', 'character 11: "Root" can only be the first step and takes no brackets'],
    ['Type[a b]', 'character 1: "Type[a b]" must be the name of a type, or of a library and a type: Type[express.Request]'],
  ])('%j', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test('too long', () => {
    expect(problem(Array.from({ length: mostSteps + 1 }, () => 'Element').join('.'))).toBe(`has more than ${String(mostSteps)} steps`);
    expect(problem(`Member[${'x,'.repeat(200_000)}]`)).toMatch(/lacks a name/);
    expect(problem('A'.repeat(1_000_000))).toMatch(/unknown step/);
  });
});

const index = fc.integer({ min: 0, max: 999 });
const range = (kind: 'argument' | 'parameter'): fc.Arbitrary<PathToken> =>
  fc.tuple(index, fc.option(index)).map(([from, more]) => ({ kind, from, to: more === null ? null : Math.max(from, more) }));
const name = fc.stringMatching(/^[\w$@-]{1,8}$/);
const step: fc.Arbitrary<PathToken> = fc.oneof(
  range('argument'),
  range('parameter'),
  fc.constantFrom<PathToken>(
    { kind: 'last-argument' },
    { kind: 'receiver' },
    { kind: 'this' },
    { kind: 'return' },
    { kind: 'element' },
    { kind: 'written' },
    { kind: 'member', names: null },
  ),
  fc.uniqueArray(name, { minLength: 1, maxLength: 4 }).map((names): PathToken => ({ kind: 'member', names })),
);

test('reading and writing are inverse', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: mostSteps }), (path) => {
      expect(parsed(formatAccessPath(path))).toEqual(path);
    }),
  );
});

test('any text is a path or has a problem', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(?:Member|Argument|Type|Root|[[\].,*0-9])*$/)), (text) => {
      const answer = parseAccessPath(text);
      if ('path' in answer) expect(parsed(formatAccessPath(answer.path))).toEqual(answer.path);
      else expect(answer.problem).not.toBe('');
    }),
  );
});
