// `mcgate policy check`: what the policy decides on one request; the exit code says it too.
import type { Effect } from '../../../policy/automaton/sequence.ts';
import { explain } from '../../../policy/explain.ts';
import { defineCommand } from '../../command.ts';
import { askedFlags, askedNotes, askedPositionals, askedSuggestions, resolveAsked } from '../../policy/asked.ts';
import { formatDecision } from '../../policy/explanation-text.ts';
import type { ExitCode } from '../../session.ts';

const exitCodes: Readonly<Record<Effect, ExitCode>> = { allow: 0, deny: 1, ask: 3 };

export const command = defineCommand({
  positionals: askedPositionals,
  flags: askedFlags,
  suggests: askedSuggestions,
  examples: [
    ['$0 policy check fileSystem.read src/a.ts', 'May the agent read this file?'],
    ['$0 policy check network.llm api.example.com:443 --mode ask', 'In another mode'],
    ['$0 policy check execution.command -- git push origin main', 'A command, word by word'],
  ],
  notes: `Exit codes: 0 allow, 1 deny, 2 error, 3 ask. ${askedNotes}`,
  run: async (values, session) => {
    const { compiled, request } = await resolveAsked(values, session);
    const explanation = explain(compiled, request);
    await session.stdout.write(formatDecision(explanation, session.stdout.style));
    return exitCodes[explanation.effect];
  },
});
