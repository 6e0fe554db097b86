// `mcgate policy diff`: what one policy decides differently from another, for all requests.
import { diffPolicies } from '../../../policy/difference/diff-policies.ts';
import { policyDigest } from '../../../policy/language/policy-digest.ts';
import { defineCommand } from '../../command.ts';
import { differenceFormats, formatDifference } from '../../policy/difference-text.ts';
import { loadPolicyAt } from '../../policy/source.ts';
import { resolveTargets } from '../../targets.ts';

export const command = defineCommand({
  positionals: {
    base: { type: 'string', demandOption: true, describe: 'A policy, a revision, or a file of one as main:team/policy.yaml' },
    head: { type: 'string', demandOption: true, describe: 'The same, of what is compared with it' },
  },
  flags: { format: { type: 'string', choices: differenceFormats, default: 'pretty', describe: 'What goes to stdout' } },
  examples: [
    ['$0 policy diff main .mcgate/policy.yaml', 'What this branch changes'],
    ['$0 policy diff v1.0 HEAD --format json', 'What changed since a release, for a program'],
  ],
  notes:
    'Exit codes: 0 nothing is widened, 1 something is or could not be determined, 2 error. Where a revision has no policy, the secure defaults stand for it.',
  run: async ({ base, head, format }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const before = await loadPolicyAt(base, root, session);
    const after = await loadPolicyAt(head, root, session);
    const difference = diffPolicies(before.policy, after.policy);
    const named = ({ name, policy }: typeof before): { name: string; digest: string } => ({ name, digest: policyDigest(policy) });
    const text = formatDifference({ base: named(before), head: named(after), difference }, format, session.stdout.style);
    await session.stdout.write(text);
    return difference.widened.length > 0 || difference.undetermined.length > 0 ? 1 : 0;
  },
});
