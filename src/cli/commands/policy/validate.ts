// `mcgate policy validate`: is the policy well formed, and what it extends?
import { McgateError } from '../../../core/error.ts';
import { secureDefaultsName } from '../../../policy/language/secure-defaults.ts';
import type { Policy } from '../../../policy/model.ts';
import { escapeTerminal, escapeTerminalLines, guardLogCommands } from '../../../report/escape.ts';
import { defineCommand } from '../../command.ts';
import { policyFile } from '../../policy/file-argument.ts';
import { loadPolicyFile, type PolicySource } from '../../policy/source.ts';
import type { Session } from '../../session.ts';
import { resolveTargets } from '../../targets.ts';

export const command = defineCommand({
  positionals: { file: policyFile },
  flags: {},
  suggests: { file: [secureDefaultsName] },
  examples: [
    ['$0 policy validate', 'The policy of this repository'],
    ['$0 policy validate team.yaml', 'Another one'],
  ],
  notes: 'Exit codes: 0 valid, 1 not, 2 it cannot be read. Each problem is one line: file, line, column, key, and what would be right.',
  run: async ({ file }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const found = await loadOrProblems(file ?? null, root, session);
    const { style } = session.stdout;
    if (typeof found === 'string') {
      await session.stdout.write(guardLogCommands(`${escapeTerminalLines(found, style).join('\n')}\n`));
      return 1;
    }
    await session.stdout.write(guardLogCommands(`${escapeTerminal(`${found.name}: valid, ${counted(found.policy)}`, style)}\n`));
    return 0;
  },
});

/** The policy, or its problems, each in a line. */
async function loadOrProblems(file: string | null, root: string, session: Session): Promise<PolicySource | string> {
  try {
    return await loadPolicyFile(file, root, session);
  } catch (error) {
    if (error instanceof McgateError && error.code === 'invalid-document') return error.message;
    throw error;
  }
}

function counted({ rules, modes, roles }: Policy): string {
  const documents = new Set(rules.map(({ origin }) => origin.path)).size;
  return `${String(rules.length)} rules from ${String(documents)} ${documents === 1 ? 'document' : 'documents'}, ${String(modes.size)} modes, ${String(roles.size)} roles.`;
}
