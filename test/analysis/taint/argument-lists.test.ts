// Copies of `arguments`, as code is written and compiled that has no rest parameters: which argument is which.
import { describe, expect, it } from 'vitest';
import { follow } from './source.ts';

function told(source: string): readonly string[] {
  return follow(source).flows.map((flow) => `${flow.class} ${flow.confidence}`);
}

const assign = "if (typeof s[k] === 'object') target[k] = merge(target[k], s[k]); else target[k] = s[k];";
const into = `for (var k in s) { ${assign} }`;
const counted = `for (var i = 1; i < a.length; i++) { var s = a[i]; ${into} }`;
const each = `r.forEach(function (s) { ${into} });`;
const byKeys = `r.forEach(function (s) { Object.keys(s).forEach(function (k) { ${assign} }); });`;

function merge(body: string, parameters = ''): string {
  return `function merge(${parameters}) { ${body} return target; } module.exports = merge;`;
}

describe('a merge whose target is the first of its arguments', () => {
  it.each([
    ['by name', 'target', `var s = arguments[1]; ${into}`],
    ['of a rest parameter', '...a', `var target = a[0]; ${counted}`],
    ['of a copy', '', `var a = [].slice.call(arguments); var target = a[0]; ${counted}`],
    ['of a copy from the start', '', `var a = Array.prototype.slice.call(arguments, 0); var target = a[0]; ${counted}`],
    ['of `Array.from`', '', `var a = Array.from(arguments); var target = a[0]; var r = a.slice(1); ${each}`],
    ['of a spread', '', `var a = [...arguments]; var target = a[0]; var r = a.slice(1); ${byKeys}`],
    [
      "of TypeScript's loop",
      '',
      `var a = []; for (var _i = 0; _i < arguments.length; _i++) { a[_i] = arguments[_i]; } var target = a[0]; ${counted}`,
    ],
    [
      "of Babel's loop",
      '',
      `for (var _len = arguments.length, a = new Array(_len), _key = 0; _key < _len; _key++) { a[_key] = arguments[_key]; } var target = a[0]; ${counted}`,
    ],
    ['that is taken off', '', `var a = [].slice.call(arguments); var target = a.shift(); ${counted.replace('i = 1', 'i = 0')}`],
    ['that is taken off a rest parameter', '...a', `var target = a.shift(); ${counted.replace('i = 1', 'i = 0')}`],
    [
      'behind one that may be taken off',
      '',
      `var a = [].slice.call(arguments); var deep = false; if (typeof a[0] === 'boolean') deep = a.shift(); var target = a[0]; var r = a.slice(1);
       for (var i = 0; i < r.length; i++) { var s = r[i]; for (var k in s) { if (deep && typeof s[k] === 'object') target[k] = merge(true, target[k], s[k]); else target[k] = s[k]; } }`,
    ],
  ])('is told %s', (_, parameters, body) => {
    expect(told(merge(body, parameters))).toEqual(['prototype medium']);
  });

  it.each([
    [
      'in a list',
      `var stack = [[target, s]]; while (stack.length) { var [t, o] = stack.pop(); for (var k in o) { if (o[k] instanceof Object) stack.push([t[k], o[k]]); else t[k] = o[k]; } }`,
    ],
    [
      'in an object',
      `var stack = [{ t: target, o: s }]; while (stack.length) { var n = stack.shift(); for (var k in n.o) { if (n.o[k] instanceof Object) stack.push({ t: n.t[k], o: n.o[k] }); else n.t[k] = n.o[k]; } }`,
    ],
    [
      'nowhere, and `Reflect.set` writes',
      `for (var k in s) { if (typeof s[k] === 'object') merge(target[k], s[k]); else Reflect.set(target, k, s[k]); }`,
    ],
  ])('is told where what is left to do waits %s', (_, body) => {
    expect(told(merge(body, 'target, s'))).toEqual(['prototype medium']);
  });

  it.each([
    ['of a copy', `var a = [].slice.call(arguments); var target = a[0]; ${counted}`],
    ['that is taken off', `var a = [].slice.call(arguments); var target = a.shift(); ${counted}`],
  ])('is not told %s where it is made new', (_, body) => {
    expect(told(merge(body).replaceAll('merge(target[k], s[k])', 'merge({}, s[k])'))).toEqual([]);
  });
});

describe('a command of one of the arguments', () => {
  const run = (body: string): readonly string[] =>
    told(
      `const { exec } = require('child_process'); function run(${body.includes('arguments') ? '' : '...a'}) { ${body} } module.exports = (x) => run('ls', x, 'a');`,
    );

  it.each([
    ['the second of a copy', "var a = [].slice.call(arguments); exec('a ' + a[1]);"],
    ['the first that is left', "var a = [].slice.call(arguments); a.shift(); exec('a ' + a[0]);"],
    ['the second that is taken off', "var a = [].slice.call(arguments); a.shift(); exec('a ' + a.shift());"],
    ['the third, behind one that was put before', "var a = [].slice.call(arguments); a.unshift('b'); exec('a ' + a[2]);"],
    ['the first that is left of a rest parameter', "exec('a ' + (a.shift(), a[0]));"],
    ['the first that is left by a loop', "while (a.length > 2) a.shift(); exec('a ' + a[0]);"],
    ['the first that another function left', "const next = () => a.shift(); next(); exec('a ' + a[0]);"],
    ['the second of a rest parameter that one was put before', "a.shift(); a.unshift('git'); exec('a ' + a[1]);"],
    [
      'one that many taken off have come to',
      "a.unshift(1, 2, 3, 4, 5, 6); a.shift(); a.shift(); a.shift(); a.shift(); a.shift(); a.shift(); exec('a ' + a[1]);",
    ],
    ['one behind many', "a.unshift(1, 2, 3, 4, 5, 6, 7, 8, 9, 10); exec('a ' + a[11]);"],
    ['any of them', "var a = [].slice.call(arguments); exec('a ' + a[Math.random()]);"],
  ])('is told of %s', (_, body) => {
    expect(run(body)).toHaveLength(1);
  });
});
