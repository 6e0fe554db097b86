// `mcgate policy explain`: the lines of the policy that decide a request, and the rule that nearly did.
import { explain } from '../../../policy/explain.ts';
import { defineCommand } from '../../command.ts';
import { askedFlags, askedNotes, askedPositionals, askedSuggestions, resolveAsked } from '../../policy/asked.ts';
import { formatExplanation } from '../../policy/explanation-text.ts';

export const command = defineCommand({
  positionals: askedPositionals,
  flags: askedFlags,
  suggests: askedSuggestions,
  examples: [
    ['$0 policy explain fileSystem.write .mcgate/policy.yaml', 'Why may the agent not write this file?'],
    ['$0 policy explain execution.command -- npm install', 'Which line allows this command?'],
  ],
  notes: `Exit codes: 0 whatever is decided, 2 error. ${askedNotes}`,
  run: async (values, session) => {
    const { compiled, request, source } = await resolveAsked(values, session);
    await session.stdout.write(formatExplanation(explain(compiled, request), request, source, session.stdout.style));
    return 0;
  },
});
