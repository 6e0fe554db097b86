// Rules to try the engine with: three of the catalogue, and some that misbehave on purpose.
import { rule as exponentialRegex } from '../../../../rules/code/exponential-regex.ts';
import { rule as hardcodedSecret } from '../../../../rules/code/hardcoded-secret.ts';
import { rule as tlsVerificationDisabled } from '../../../../rules/code/tls-verification-disabled.ts';
import { rule as weakHash } from '../../../../rules/code/weak-hash.ts';
import { inspect, type Inspection } from '../../../../src/gates/code/ast/inspect.ts';
import type { CodeRule } from '../../../../src/gates/code/rule.ts';

function ruleOf(id: string, match: Inspection): CodeRule {
  return { ...hardcodedSecret, id, match };
}

/** A rule of the catalogue that follows no flows. */
function withoutFlows({ match, ...rule }: CodeRule): CodeRule {
  if (match.kind !== 'inspect') throw new Error(rule.id);
  return { ...rule, match: inspect(match.create) };
}

/** Reports every call of `name`, twice: the second is to be dropped. */
function reportsCallsOf(name: string): Inspection {
  return inspect((file, report) => ({
    CallExpression(node) {
      if (node.callee.type !== 'Identifier' || node.callee.name !== name) return;
      const message = `Call of\n   ${file.textOf(node)}`;
      report(node, message);
      report(node, message);
    },
  }));
}

const misbehaves = inspect(() => ({
  Identifier(node) {
    if (node.name === 'makeTheRuleFail') throw new Error('it fails');
    while (node.name === 'makeTheRuleHang');
  },
}));

export const rules: readonly CodeRule[] = [
  hardcodedSecret,
  tlsVerificationDisabled,
  weakHash,
  withoutFlows(exponentialRegex),
  ruleOf('code/danger', reportsCallsOf('danger')),
  ruleOf('code/misbehaves', misbehaves),
];
