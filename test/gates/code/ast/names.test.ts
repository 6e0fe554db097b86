// The names that callees have behind every way to bring a module in.
import { describe, expect, it } from 'vitest';
import { nameOf, writesOf } from '../../../../src/gates/code/ast/names.ts';
import type { Reference, Variable } from '../../../../src/gates/code/ast/variables.ts';
import { probe } from './expression.ts';

const name = (code: string): string | null => probe(code, (node, file) => ({ name: nameOf(node, file) })).name;

describe('nameOf', () => {
  it.each([
    ["import { exec } from 'node:child_process'; probe(exec);", 'child_process.exec'],
    ["import { exec as run } from 'child_process'; probe(run);", 'child_process.exec'],
    ["import cp from 'child_process'; probe(cp.exec);", 'child_process.exec'],
    ["import * as cp from 'child_process'; probe(cp['exec']);", 'child_process.exec'],
    ["import * as cp from 'child_process'; probe(cp.default.exec);", 'child_process.exec'],
    ["import cp = require('child_process'); probe(cp.exec);", 'child_process.exec'],
    ["const cp = require('child_process'); probe(cp.exec);", 'child_process.exec'],
    ["const { exec: run } = require('child_process'); probe(run);", 'child_process.exec'],
    ["const { promises: { chmod } } = require('fs'); probe(chmod);", 'fs.promises.chmod'],
    ["const run = require('child_process').exec; probe(run);", 'child_process.exec'],
    ["let cp; cp = require('child_process'); probe(cp.exec);", 'child_process.exec'],
    ["const run = require('util').promisify(require('child_process').exec); probe(run);", 'child_process.exec'],
    ["const cp = await import('child_process'); probe(cp.exec);", 'child_process.exec'],
    ["const cp_1 = __importStar(require('child_process')); probe((0, cp_1.exec));", 'child_process.exec'],
    ["import cp from 'child_process'; const run = cp.exec.bind(cp); probe(run);", 'child_process.exec'],
    ["import cp from 'child_process'; probe((cp as any)!.exec);", 'child_process.exec'],
    ['probe(globalThis.eval);', 'global:eval'],
    ['const e = window.eval; probe(e);', 'global:eval'],
    ["import { createHmac } from 'crypto'; probe(createHmac('a', 'b').update('c').digest());", 'crypto.createHmac().update().digest()'],
    ["import https from 'https'; probe(new https.Agent());", 'https.Agent()'],
  ])('%s', (code, expected) => {
    expect(name(code)).toBe(expected);
  });

  it.each([
    ['a parameter', 'export function f(exec: any) { probe(exec); }'],
    ['a variable that is written twice', "let run = require('child_process').exec; run = other; probe(run);"],
    ['an element of a list', "const list = require('child_process'); for (const run of list) probe(run);"],
    ['a variable that is defined by itself', 'const a = b; const b = a; probe(a);'],
    ['a computed member', "import cp from 'child_process'; export const f = (k: 'exec') => probe(cp[k]);"],
  ])('cannot tell %s', (_, code) => {
    expect(name(code)).toBeNull();
  });

  it('shadows: a local function of that name is not the global', () => {
    expect(name('function eval1() {} const eval2 = eval1; probe(eval2);')).toBeNull();
  });

  it('ends on a chain that is deeper than anybody writes', () => {
    expect(name(`probe(a${'.b()'.repeat(100)});`)).toBeNull();
  });
});

it('a variable’s writes are looked for once, however often it is used', () => {
  let looked = 0;
  const references = (): readonly Reference[] => {
    looked++;
    return [];
  };
  const variable = Object.defineProperty({ definitions: [] }, 'references', { get: references }) as unknown as Variable;
  probe('probe(0);', (_, file) => [writesOf(variable, file), writesOf(variable, file)]);
  expect(looked).toBe(1);
});
