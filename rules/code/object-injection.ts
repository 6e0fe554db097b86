// Every bracket access with a variable: a map of places, nothing more.
import { pluginRule } from '../../src/gates/code/plugin-rules.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/object-injection',
  title: 'Property chosen by a variable',
  rationale:
    'A key from outside such as `__proto__` or `constructor` reaches what the object inherits. Nearly every hit is an array index or a lookup in a table of one’s own, so this never blocks; `code/prototype-pollution` reports what is likely a fault.',
  remediation: 'For keys from outside use a `Map`, or an object from `Object.create(null)`, and ask `Object.hasOwn(table, key)` first.',
  severity: 'note',
  confidence: 'low',
  blocks: false,
  cwe: [915, 1321],
  references: [
    'https://cwe.mitre.org/data/definitions/915.html',
    'https://github.com/eslint-community/eslint-plugin-security/blob/main/docs/the-dangers-of-square-bracket-notation.md',
  ],
  examples: {
    bad: [
      { code: 'export const set = (table: any, key: string, value: unknown) => { table[key] = value; };' },
      { file: 'a.js', code: 'module.exports = (table, name) => { const entry = table[name]; return entry(); };' },
    ],
    good: [
      { code: "export const get = (table: any) => table['name'];" },
      { code: 'export const get = (table: Map<string, number>, key: string) => table.get(key);' },
    ],
  },
  match: pluginRule('security', 'detect-object-injection'),
});
