// How rules are run over a tree.
import { describe, expect, it } from 'vitest';
import { createParser, type ParsedSource } from '../../../src/analysis/parse/parser.ts';
import { rule as weakHash } from '../../../rules/code/weak-hash.ts';
import { inspect, type Inspection } from '../../../src/gates/code/ast/inspect.ts';
import { RuleFailed, runRules } from '../../../src/gates/code/rule-engine.ts';
import type { CodeRule } from '../../../src/gates/code/rule.ts';
import { wasm } from '../../analysis/parse/wasm.ts';

const parser = createParser(wasm);

function parsed(text: string): ParsedSource {
  const source = parser.parse(text, 'javascript');
  if (!source.ok) throw new Error(source.message);
  return source;
}

function ruleOf(id: string, create: Inspection['create']): CodeRule {
  return { ...weakHash, id, match: inspect(create) };
}

describe('rules', () => {
  it('see nodes in source order, each rule in its turn, and the end of the program last', () => {
    const said: string[] = [];
    const rule = (id: string): CodeRule =>
      ruleOf(id, () => ({
        Program: () => said.push(`${id} begins`),
        Identifier: ({ name }) => said.push(`${id} ${name}`),
        'Program:exit': () => said.push(`${id} ends`),
      }));
    runRules([rule('one'), rule('two')], parsed('a(b); c'), 'source.js');
    expect(said).toEqual(['begins', 'a', 'b', 'c', 'ends'].flatMap((what) => ['one', 'two'].map((id) => `${id} ${what}`)));
  });

  it('report at least one character', () => {
    const rule = ruleOf('empty', (_, report) => ({
      Program: () => {
        report({ start: 1, end: 1 }, 'Here.');
      },
    }));
    expect(runRules([rule], parsed('abc'), 'source.js')).toMatchObject([{ start: 1, end: 2, message: 'Here.', details: {} }]);
  });

  it('that fail are named, also while they begin; one that ran out of stack is not to blame', () => {
    const failing = (error: Error): readonly CodeRule[] => [
      ruleOf('first', () => ({})),
      ruleOf('second', () => ({
        Identifier: () => {
          throw error;
        },
      })),
    ];
    const begins = ruleOf('third', () => {
      throw new Error('it fails');
    });
    const failureOf = (rules: readonly CodeRule[]): unknown => {
      try {
        return runRules(rules, parsed('a'), 'source.js');
      } catch (error) {
        return error;
      }
    };
    expect(failureOf(failing(new Error('it fails')))).toMatchObject({ name: 'RuleFailed', ruleId: 'second' });
    expect(failureOf([begins])).toMatchObject({ name: 'RuleFailed', ruleId: 'third' });
    expect(failureOf(failing(new RangeError('the stack')))).not.toBeInstanceOf(RuleFailed);
  });
});

it.each(['var', 'const', 'let'])('a module that a script keeps in a %s is known by any name', (word) => {
  const hits = runRules(
    [weakHash],
    parsed(`${word} digests = require('crypto'); function f(a) { return digests.createHash('md5').update(a) }`),
    'source.js',
  );
  expect(hits).toHaveLength(1);
});

it('a name that a script declares is not the host’s', () => {
  const hits = runRules([weakHash], parsed("var crypto = { createHash: () => null }; crypto.createHash('md5')"), 'source.js');
  expect(hits).toEqual([]);
});
