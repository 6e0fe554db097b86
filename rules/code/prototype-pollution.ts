// A property’s name from outside that leads to Object.prototype.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/prototype-pollution',
  title: 'Write to a property whose name comes from outside',
  rationale:
    'The name `__proto__`, or `constructor` and then `prototype`, leads from any object to what all objects inherit from. What is written there appears in every object: options switch themselves on, checks pass, and in many programs code runs.',
  remediation:
    'Refuse `__proto__`, `constructor` and `prototype` at every step of a path, or go on only into own properties (`Object.hasOwn(target, key)`); keep data under names from outside in a `Map` or in `Object.create(null)`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1321],
  references: [
    'https://cwe.mitre.org/data/definitions/1321.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "module.exports = function merge(target, source) {\n  for (const key in source) {\n    if (typeof source[key] === 'object' && typeof target[key] === 'object') merge(target[key], source[key]);\n    else target[key] = source[key];\n  }\n  return target;\n};",
      },
      {
        file: 'example.js',
        code: "module.exports = function set(object, path, value) {\n  const keys = path.split('.');\n  let at = object;\n  for (let i = 0; i < keys.length - 1; i++) at = at[keys[i]] = at[keys[i]] || {};\n  at[keys[keys.length - 1]] = value;\n};",
      },
      {
        code: 'export const set = (root: any, path: string[], value: unknown) => { path.reduce((at, key, index) => (at[key] = index === path.length - 1 ? value : (at[key] ?? {})), root); };',
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "module.exports = function merge(target, source) {\n  for (const key in source) {\n    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;\n    if (typeof source[key] === 'object' && typeof target[key] === 'object') merge(target[key], source[key]);\n    else target[key] = source[key];\n  }\n  return target;\n};",
      },
      {
        file: 'example.js',
        code: 'module.exports = function copy(source) {\n  const result = {};\n  for (const key in source) result[key] = source[key];\n  return result;\n};',
      },
      { file: 'example.js', code: 'const known = new Map();\nmodule.exports = (name, value) => known.set(name, value);' },
      {
        file: 'example.js',
        code: 'module.exports = function merge(a, b) { const merged = { ...a }; for (const key in b) merged[key] = merge(merged[key], b[key]); return merged; };',
      },
      {
        code: "export function set(root: any, keys: string[], value: unknown) { let at = root; for (const key of keys) { if (key === '__proto__' || key === 'constructor') return; at = at[key] ??= {}; } at.value = value; }",
      },
      {
        code: 'export const count = (words: string[]) => { const sums: Record<string, number> = {}; for (const word of words) sums[word] = (sums[word] ?? 0) + 1; return sums; };',
      },
      {
        code: 'export function fill(grid: any[][], value: number) { for (let i = 0; i < grid.length; i++) { let row: any = grid; row = row[i]; row[i] = value; } }',
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'prototype',
    covers: [],
    harm: 'can write to `Object.prototype`, and so into every object',
    fix: 'Refuse `__proto__`, `constructor` and `prototype` before the write, at every step of a path; or use a `Map`.',
  },
});
