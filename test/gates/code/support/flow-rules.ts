// The rules that the tests of flows run: one of each kind of flow that they need, and the one for secrets.
import { rule as commandInjection } from '../../../../rules/code/command-injection.ts';
import { rule as exponential } from '../../../../rules/code/exponential-regex.ts';
import { rule as hardcodedSecret } from '../../../../rules/code/hardcoded-secret.ts';
import { rule as pathTraversal } from '../../../../rules/code/path-traversal.ts';
import { rule as quadratic } from '../../../../rules/code/quadratic-regex.ts';
import { rule as sqlInjection } from '../../../../rules/code/sql-injection.ts';
import type { CodeRule } from '../../../../src/gates/code/rule.ts';

export const flowRules: readonly CodeRule[] = [commandInjection, pathTraversal, exponential, quadratic, sqlInjection, hardcodedSecret];
