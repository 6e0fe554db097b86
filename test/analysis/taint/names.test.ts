// What a function is called says nothing of what it checks: its body does.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

/** How surely a command of `x`, text from a request, is told. */
function toldOf(body: string): readonly string[] {
  const source = `const { exec } = require('child_process');
require('express')().get('/', (req, res) => {
  const x = req.query.x;
  ${body}
});`;
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence}`);
}

const command = "exec('ls ' + x);";

describe('functions that are called as the language calls its own', () => {
  it.each([
    'function isInteger() { return true; } if (isInteger(x))',
    'const check = { isFinite() { return true; } }; if (check.isFinite(x))',
    "if (require('tiny-checks').isInteger(x))",
    'function isNaN() { return false; } if (!isNaN(x))',
    "function trim() { return 'a'; } if (['a'].includes(trim(x)))",
    "const text = { includes() { return false; } }; if (!text.includes(x, ';'))",
  ])('%s', (test) => {
    expect(toldOf(`${test} ${command}`)).toEqual(['command high']);
  });
});

describe('functions that are called a check', () => {
  it.each(['function isSafe(text) { return true; }', 'function isSafe() { return true; }', 'const isSafe = () => 1;'])(
    'which look at nothing: %s',
    (made) => {
      expect(toldOf(`${made} if (isSafe(x)) ${command}`)).toEqual(['command high']);
    },
  );

  it.each([
    "function isSafe(text) { return require('some-list').has(text); }",
    'function isSafe() { return look(arguments); }',
    'function isSafe(...texts) { return look(texts[0]); }',
  ])('which may check: %s', (made) => {
    expect(toldOf(`${made} if (isSafe(x)) ${command}`)).toEqual(['command low']);
  });
});

it('of many functions that may be called, one that checks nothing is enough', () => {
  const run = (check: string): string => `run((text) => ${check});`;
  const calls = [...Array.from({ length: 8 }, () => run('/^[a-z]+$/.test(text)')), run("text !== 'q'")];
  expect(toldOf(`function run(isOk) { if (isOk(x)) ${command} } ${calls.join(' ')}`)).toEqual(['command high']);
});
