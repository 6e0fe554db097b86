// MongoDB's $where and its relatives, which run JavaScript in the database.
import { dataOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf, methodOf } from '../../src/gates/code/ast/names.ts';
import type { Node } from '../../src/gates/code/ast/source-file.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/nosql-where-from-data',
  title: 'JavaScript for the database put together from data',
  rationale:
    '`$where` and `$function` run their text for every document. Data in it can go on as program: read other documents one bit at a time, or loop until the database stops.',
  remediation:
    'Write the condition with operators (`{ age: { $gt: age } }`) and convert each value to its type first, so that an object `{ $ne: null }` cannot come in either.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [943, 95],
  references: ['https://cwe.mitre.org/data/definitions/943.html', 'https://www.mongodb.com/docs/manual/reference/operator/query/where/'],
  examples: {
    bad: [
      { code: "export const find = (users: any, name: string) => users.find({ $where: `this.name == '${name}'` });" },
      { file: 'a.js', code: "module.exports = (query, name) => query.$where('this.name == \"' + name + '\"');" },
    ],
    good: [
      { code: 'export const find = (users: any, name: string) => users.find({ name: { $eq: name } });' },
      { code: "export const find = (users: any) => users.find({ $where: 'this.credits == this.debits' });" },
      { code: 'export const find = (users: any) => users.find({ $where() { return this.a === this.b; } });', file: 'a.js' },
    ],
  },
  match: inspect((file, report) => {
    const judge = (node: Node, text: Node): void => {
      if (dataOf(partsOf(text, file)).length > 0) report(node, 'Data in this text can go on as program inside the database.');
    };
    return {
      Property(node) {
        if (node.parent.type === 'ObjectExpression' && keyOf(node) === '$where') judge(node, node.value);
      },
      CallExpression(node) {
        const [text] = node.arguments;
        if (methodOf(node) === '$where' && text !== undefined) judge(node, text);
      },
    };
  }),
});
