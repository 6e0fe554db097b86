// Minified code: what is told with less of it, and what is not.
import { describe, expect, it } from 'vitest';
import { denseLines } from '../../../src/analysis/program/dense-lines.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { wasm } from '../parse/wasm.ts';
import { follow } from './source.ts';

const parser = createParser(wasm);
/** Enough that does something to be a library. */
const work = Array.from({ length: 120 }, (_, index) => `function w${String(index)}(a){return a.b?a.c(a.d+1):-a.e}`).join('');

function told(code: string, manifest: object = { name: 'a', main: 'a.js' }): readonly string[] {
  const flows = follow({ 'a.js': code }, { 'package.json': manifest }).flows;
  return flows.map(({ class: flowClass, confidence }) => `${flowClass} ${confidence}`);
}

function isMinified(code: string): boolean {
  const parsed = parser.parse(code, 'javascript');
  return parsed.ok && denseLines(parsed).length > 0;
}

describe('a file is minified', () => {
  it.each<[string, string, boolean]>([
    ['by what stands on a line', work, true],
    ['by that, behind a licence', `/*! A 1.0 */\n${work}\n`, true],
    ['not by what it says', `/*! a.min.js, minified */\n${work.replaceAll('}', '}\n')}`, false],
    ['not by a long comment', `/* ${work} */\n${work.replaceAll('}', '}\n')}`, false],
    ['not by long text', `const a = ${JSON.stringify(work)};\n${work.replaceAll('}', '}\n')}`, false],
    ['not by data on one line', `const a = [${'{ b: 1 }, '.repeat(2000)}];\n${work.replaceAll('}', '}\n')}`, false],
    ['not by one such line among many', `${work.slice(0, 2000).replace(/function[^}]*$/, '')}\n${work.replaceAll('}', '}\n')}`, false],
    ['not where it is short', 'exports.a=function(a){return a.b?a.c(a.d+1):-a.e};'.repeat(10), false],
  ])('%s', (_, code, expected) => {
    expect(isMinified(code)).toBe(expected);
  });
});

describe('what callers hand in', () => {
  const show = "exports.show=function(a){document.body.innerHTML='<li>'+a};";
  const run = "exports.run=function(a){require('child_process').exec('ls '+a)};";
  it('is told at low confidence where a library for pages is minified', () => {
    expect(told(show + work)).toEqual(['xss low']);
    expect(told(`${show}\n${work.replaceAll('}', '}\n')}`)).toEqual(['xss medium']);
    expect(told(`${work}\n${show}`)).toEqual(['xss medium']);
  });

  it('blocks in a command all the same', () => {
    expect(told(run + work)).toEqual(['command medium']);
  });
});

it('what a stranger sends blocks in minified code as everywhere', () => {
  const code = `document.body.innerHTML=location.hash.slice(1);${work}`;
  expect(told(code, { private: true })).toEqual(['xss high']);
});

it('a slow pattern in minified code is less sure for text from another file, and only so', () => {
  const slow = 'exports.word=function(a){return /^(a+)+$/.test(a)};';
  const server = (of: string): string => `require('http').createServer((req) => { ${of}(req.url); });`;
  const both = (library: string): readonly string[] => {
    const files = { 'a.js': `const { word } = require('./b.js'); ${server('word')}`, 'b.js': library };
    return follow(files, { 'package.json': { private: true } }).flows.map(({ confidence }) => confidence);
  };
  expect(both(slow + work)).toEqual(['medium']);
  expect(both(`${slow}\n${work.replaceAll('}', '}\n')}`)).toEqual(['high']);
  expect(told(`${server('exports.word')}${slow}${work}`, { private: true })).toEqual(['pattern high']);
});
