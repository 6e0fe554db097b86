// `mcgate policy fmt`: a policy in its usual form, or whether it is.
import { McgateError } from '../../../core/error.ts';
import { formatPolicy } from '../../../policy/format-policy.ts';
import { secureDefaultsName } from '../../../policy/language/secure-defaults.ts';
import { writeProjectFile } from '../../../platform/project-file.ts';
import { escapeTerminal, guardLogCommands } from '../../../report/escape.ts';
import { defineCommand } from '../../command.ts';
import { locatePolicy } from '../../policy/source.ts';
import { resolveTargets } from '../../targets.ts';

export const command = defineCommand({
  positionals: { file: { type: 'string', describe: 'A policy (default .mcgate/policy.yaml)' } },
  flags: { check: { type: 'boolean', describe: 'Write nothing; exit 1 if it would change' } },
  examples: [
    ['$0 policy fmt', 'The policy of this repository'],
    ['$0 policy fmt team.yaml --check', 'In a hook or a workflow'],
  ],
  notes:
    'Keys stand in the order of the schema, lists of rules are sorted within runs that comments and blank lines make, and comments stay. ' +
    'What the policy says does not change.',
  run: async ({ file, check }, session) => {
    if (file === secureDefaultsName) throw new McgateError('usage', `${secureDefaultsName} is no file.`);
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const { folder, document, name, read } = await locatePolicy(file ?? null, root, session);
    const text = await read(document);
    if (text === null) throw new McgateError('usage', `There is no policy ${JSON.stringify(name)}.`);
    const formatted = formatPolicy(text, document);
    const changes = formatted !== text;
    if (changes && check !== true) await writeProjectFile(folder, document, formatted);
    const outcome = changes ? (check === true ? 'would change' : 'formatted') : 'is in its usual form';
    await session.stdout.write(guardLogCommands(`${escapeTerminal(`${name}: ${outcome}`, session.stdout.style)}\n`));
    return changes && check === true ? 1 : 0;
  },
});
