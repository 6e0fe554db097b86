// `mcgate explain`: a rule by its id, or a finding by its identity.
import { McgateError } from '../../core/error.ts';
import { formatFinding } from '../../report/pretty-finding.ts';
import { terminalStyle } from '../../report/terminal-style.ts';
import { loadRules, ruleFamilies } from '../catalogue.ts';
import { defineCommand } from '../command.ts';
import { checkIdentity, findIn, loadReport } from '../find-finding.ts';
import { formatRulePage } from '../rule-page.ts';
import type { Session } from '../session.ts';
import { nearest } from '../suggest.ts';
import { resolveTargets } from '../targets.ts';

export const command = defineCommand({
  positionals: { subject: { type: 'string', demandOption: true, describe: "A rule, as code/weak-hash, or a finding's identity" } },
  flags: { report: { type: 'string', describe: 'Look the finding up in this JSON report instead of checking' } },
  examples: [
    ['$0 explain weakening/gate-disabled', 'What a rule looks for, and why'],
    ['$0 explain 0a1b2c3d4e5f6789', 'A finding in full, after a check'],
    ['$0 explain 0a1b2c3d --report report.json', 'The same from a report, at once'],
  ],
  run: async ({ subject, report }, session) => {
    await (subject.includes('/') ? explainRule(subject, session) : explainFinding(subject, report ?? null, session));
    return 0;
  },
});

async function explainRule(id: string, { stdout }: Session): Promise<void> {
  const rules = await loadRules(ruleFamilies.filter((family) => id.startsWith(`${family}/`)));
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) {
    await stdout.write(formatRulePage(rule, stdout.style));
    return;
  }
  const all = (await loadRules()).map((each) => each.id);
  const near = nearest(id, all);
  throw new McgateError('usage', `There is no rule ${JSON.stringify(id)}.`, {
    remedy: near === null ? '`mcgate rules` lists them.' : `Did you mean ${near}? \`mcgate rules\` lists all.`,
  });
}

async function explainFinding(identity: string, reportFile: string | null, session: Session): Promise<void> {
  const wanted = checkIdentity(identity);
  const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
  const report = await loadReport({ report: reportFile, root }, session);
  const finding = findIn(report, wanted);
  const rule = report.rules.find(({ id }) => id === finding.ruleId);
  const { stdout } = session;
  const known = (await loadRules()).find(({ id }) => id === finding.ruleId) ?? rule;
  await stdout.write(`${formatFinding(finding, report, terminalStyle(stdout.style), { whole: true }).join('\n')}\n`);
  if (known !== undefined) await stdout.write(`\n${formatRulePage(known, stdout.style)}`);
}
