// Parses a file and hands a test the expression that stands in `probe(…)`.
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import type { Node, SourceFile } from '../../../../src/gates/code/ast/source-file.ts';
import { sourceFileOf } from '../../../../src/gates/code/ast/source-file.ts';

/** Calls `judge` with the argument of `probe(…)` in the code, and answers what it says. */
export function probe<T>(code: string, judge: (node: Node, file: SourceFile) => T): T {
  const answers: T[] = [];
  const rule = {
    create: (context: Parameters<typeof sourceFileOf>[0]) => ({
      'CallExpression[callee.name="probe"]'(node: unknown) {
        const [argument] = (node as { arguments: Node[] }).arguments;
        if (argument !== undefined) answers.push(judge(argument, sourceFileOf(context)));
      },
    }),
  };
  const messages = new Linter({ configType: 'flat' }).verify(
    code,
    {
      files: ['**/*.ts'],
      languageOptions: { parser },
      plugins: { test: { rules: { probe: rule } } },
      rules: { 'test/probe': 'error' },
    },
    { filename: 'probe.ts' },
  );
  const [answer] = answers;
  if (messages.length > 0 || answers.length !== 1 || answer === undefined) throw new Error(`not one probe: ${JSON.stringify(messages)}`);
  return answer;
}
