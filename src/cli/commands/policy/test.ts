// `mcgate policy test`: a table of requests and what the policy must decide on each, as the permissions gate runs it.
import path from 'node:path';
import { McgateError } from '../../../core/error.ts';
import { locatePath } from '../../../platform/local-path.ts';
import { readProjectFile } from '../../../platform/project-file.ts';
import { compilePolicy } from '../../../policy/compiled-policy.ts';
import { policyTestsPath } from '../../../policy/document-paths.ts';
import { parsePolicyTests, runPolicyTests, testEnvironment, type PolicyTestResult } from '../../../policy/policy-tests.ts';
import { maxDocumentBytes } from '../../../policy/yaml-document.ts';
import { defineCommand } from '../../command.ts';
import type { Session } from '../../session.ts';
import { loadPolicyFile } from '../../policy/source.ts';
import { formatTap, type TapCase } from '../../tap.ts';
import { resolveTargets } from '../../targets.ts';

export const command = defineCommand({
  positionals: { cases: { type: 'string', describe: `Table of cases (default ${policyTestsPath})` } },
  flags: { policy: { type: 'string', describe: 'Policy to test (default .mcgate/policy.yaml of this repository)' } },
  examples: [
    ['$0 policy test', "The repository's policy, by its own cases"],
    ['$0 policy test cases.yaml --policy draft.yaml', 'Others'],
  ],
  notes:
    'Exit codes: 0 all cases hold, 1 one does not, 2 error. Prints TAP 14. Cases are decided as the permissions gate decides them: ' +
    '${workspace}, ${home} and ${temp} lie apart from each other, and names have their case.',
  run: async ({ cases, policy }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const { name, text } = await readCases(cases ?? null, root, session);
    const parsed = parsePolicyTests(text, name);
    const source = await loadPolicyFile(policy ?? null, root, session);
    const results = runPolicyTests(compilePolicy(source.policy, testEnvironment), parsed);
    const told = results.map((result) => caseOf(result, name));
    await session.stdout.write(formatTap(told, session.stdout.style));
    return results.every(({ passed }) => passed) ? 0 : 1;
  },
});

async function readCases(given: string | null, root: string, { cwd }: Session): Promise<{ readonly name: string; readonly text: string }> {
  const file = given === null ? null : await locatePath(path.resolve(cwd, given));
  const read = (folder: string, name: string): Promise<string | null> => readProjectFile(folder, name, maxDocumentBytes);
  const text =
    given === null
      ? await read(root, policyTestsPath)
      : file?.kind === 'file'
        ? await read(path.dirname(file.real), path.basename(file.real))
        : null;
  const name = given ?? policyTestsPath;
  if (text !== null) return { name, text };
  throw new McgateError('usage', `There are no cases: ${name} does not exist.`, {
    remedy: 'Write `cases:` with a `request` and what to `expect` for each.',
  });
}

function caseOf({ test, actual, passed }: PolicyTestResult, name: string): TapCase {
  const { mode, role } = test.request;
  const at = `${name}:${String(test.line)}:${String(test.column)}`;
  return { name: test.name, passed, facts: { request: test.text, mode, role, expected: test.expect, actual, at } };
}
