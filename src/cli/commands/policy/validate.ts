// `mcgate policy validate`: is the policy well formed?
import { defineCommand } from '../../command.ts';

export const command = defineCommand({
  positionals: { file: { type: 'string', describe: 'Policy to look at (default .mcgate/policy.yaml)' } },
  flags: {},
  examples: [['$0 policy validate', 'The policy of this repository']],
  run: () => Promise.resolve(0),
});
