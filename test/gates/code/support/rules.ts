// Rules to try the engine with: three of a plugin, and some that misbehave on purpose.
import type { Rule } from 'eslint';
import security from 'eslint-plugin-security';
import { rule as hardcodedSecret } from '../../../../rules/code/hardcoded-secret.ts';
import type { CodeRule } from '../../../../src/gates/code/rule.ts';

function ruleOf(id: string, rule: Rule.RuleModule): CodeRule {
  return { ...hardcodedSecret, id, match: { kind: 'eslint', rule } };
}

function plugin(name: string): Rule.RuleModule {
  const rule = security.rules?.[name];
  if (rule === undefined) throw new Error(name);
  return rule;
}

/** Reports every call of `name`, twice: the second is to be dropped. */
function reportsCallsOf(name: string): Rule.RuleModule {
  return {
    create: (context) => ({
      CallExpression(node) {
        if (node.callee.type !== 'Identifier' || node.callee.name !== name) return;
        const message = `Call of\n   ${context.sourceCode.getText(node)}`;
        context.report({ node, message });
        context.report({ node, message });
      },
    }),
  };
}

const misbehaves: Rule.RuleModule = {
  create: () => ({
    Identifier(node) {
      if (node.name === 'makeTheRuleFail') throw new Error('it fails');
      while (node.name === 'makeTheRuleHang');
    },
  }),
};

export const rules: readonly CodeRule[] = [
  hardcodedSecret,
  ruleOf('code/eval', plugin('detect-eval-with-expression')),
  ruleOf('code/child-process', plugin('detect-child-process')),
  ruleOf('code/unsafe-regex', plugin('detect-unsafe-regex')),
  ruleOf('code/danger', reportsCallsOf('danger')),
  ruleOf('code/misbehaves', misbehaves),
];
