// Runs one rule of rules/code/ over one piece of code, as the gate's engine does.
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import type { CodeRule } from '../../src/gates/code/rule.ts';

export interface Hit {
  readonly line: number;
  readonly message: string;
}

/** What the rule reports. Throws where the code does not parse or the rule crashes: a test must not pass by that. */
export function lint(rule: CodeRule, file: string, code: string): readonly Hit[] {
  if (rule.match.kind !== 'eslint') throw new Error(`${rule.id} is not matched by ESLint`);
  const linter = new Linter({ configType: 'flat' });
  const messages = linter.verify(
    code,
    {
      files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
      languageOptions: {
        parser,
        sourceType: /\.c[jt]s$/.test(file) ? 'commonjs' : 'module',
        parserOptions: { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(file) } },
      },
      linterOptions: { noInlineConfig: true },
      plugins: { code: { rules: { it: rule.match.rule } } },
      rules: { 'code/it': 'error' },
    },
    { filename: file },
  );
  const failure = messages.find((message) => message.ruleId === null);
  if (failure !== undefined) throw new Error(`${file}: ${failure.message}`);
  return messages.map(({ line, message }) => ({ line, message }));
}
