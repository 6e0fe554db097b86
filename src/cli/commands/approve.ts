// `mcgate approve`: signs that weakenings or widenings of one change may pass.
import { maxApprovalDays } from '../../attestation/approval.ts';
import { signersNeeded } from '../../core/approval.ts';
import type { CheckRequest } from '../../core/check.ts';
import type { ApprovalStatement, Finding } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { approvable, draftApproval } from '../../pipeline/approve.ts';
import { lastDayOf } from '../../pipeline/last-day.ts';
import { escapeTerminal, guardLogCommands } from '../../report/escape.ts';
import { defineCommand } from '../command.ts';
import { draftPorts } from '../draft-ports.ts';
import { checkIdentity, findIn } from '../find-finding.ts';
import { localRequest, osvDatabaseOf } from '../check-request.ts';
import type { Session } from '../session.ts';
import { signStatement } from '../sign-statement.ts';
import { resolveTargets } from '../targets.ts';

const usualDays = 14;

export const command = defineCommand({
  positionals: {
    findings: { type: 'string', array: true, default: [] as string[], describe: 'Which, as reports print them; none: all that need it' },
  },
  flags: {
    reason: { type: 'string', demandOption: true, describe: 'Why the change may pass; 10 letters at least' },
    'pull-request': { type: 'number', describe: 'Its number; without one, for a change that is none' },
    base: { type: 'string', describe: 'The branch that the change is for; default: the default branch' },
    expires: {
      type: 'string',
      describe: `Last day it holds, YYYY-MM-DD, within ${String(maxApprovalDays)} days; default: in ${String(usualDays)}`,
    },
    key: { type: 'string', describe: 'SSH key to sign with; default: the first of ~/.ssh/id_{ed25519_sk,ed25519,ecdsa_sk,ecdsa,rsa}' },
    'dry-run': { type: 'boolean', describe: 'Show what would be signed' },
    yes: { type: 'boolean', describe: 'Do not ask before signing' },
  },
  examples: [
    ['$0 approve --pull-request 12 --reason "the new endpoint needs this host"', 'All that pull request 12 widens or weakens'],
    ['$0 approve 0a1b2c3d --reason "vendor/ is generated" --key ~/.ssh/id_ed25519_sk', 'One finding, with a key in hardware'],
  ],
  notes:
    'Run it on the branch of the change, up to date with its target, and commit the file that it writes there. Who signs must stand in ' +
    '.mcgate/allowed_signers and under people in .mcgate/config.yaml of the target, and must not have taken part in the change.',
  run: async (values, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const request = await makeLocalRequest(root, values.base ?? null, session);
    const expires = lastDayOf(values.expires ?? null, { now: session.now(), usual: usualDays, most: maxApprovalDays });
    if (values.reason.trim().length < 10) throw new McgateError('usage', '--reason needs at least 10 letters.');
    const { statement, signers } = await draft(request, values.findings.map(checkIdentity), { ...values, expires }, session);
    await session.stderr.write(`${describe(statement)}\n`);
    if (values['dry-run'] === true) return 0;
    const relative = await signStatement(statement, { root, key: values.key ?? null, yes: values.yes === true }, session);
    const others = `${String(signers)} of those who sign have to approve the change: the others run the same command on top of that.\n`;
    await session.stdout.write(
      `Wrote ${relative}.\nCommit it to the branch of the change: nothing else may change with it, or the approval is for another tree.\n${signers > 1 ? others : ''}`,
    );
    return 0;
  },
});

/** The branch's own upstream would be what is approved, not what it is for. */
async function makeLocalRequest(root: string, base: string | null, session: Session): Promise<CheckRequest> {
  const { openRepository } = await import('../../platform/repository.ts');
  const repository = await openRepository(root, { git: true, signal: session.signal });
  const target = base ?? (await repository.defaultBranch())?.name ?? null;
  await repository.close();
  if (target === null)
    throw new McgateError('usage', 'There is no default branch to compare with.', { remedy: 'Name the branch with --base.' });
  return localRequest(root, target, osvDatabaseOf(null, session.cwd, session.env));
}

interface Choice {
  readonly reason: string;
  readonly expires: string;
  readonly 'pull-request': number | undefined;
}

interface Draft {
  readonly statement: ApprovalStatement;
  /** People who have to sign, where it is more for one of the findings than for the others. */
  readonly signers: number;
}

async function draft(request: CheckRequest, wanted: readonly string[], choice: Choice, session: Session): Promise<Draft> {
  const { runCheck } = await import('../run-check.ts');
  const report = await runCheck(request, session);
  const findings: readonly Finding[] = wanted.length === 0 ? approvable(report) : wanted.map((identity) => findIn(report, identity));
  if (findings.length === 0) {
    const silent = report.gates.find((gate) => gate.outcome === 'incomplete');
    const reason = silent === undefined ? '' : ` But the gate ${silent.id} did not answer: ${silent.reason ?? 'no reason was given'}`;
    throw new McgateError('usage', `Nothing in this change needs an approval.${reason}`);
  }
  const pullRequest = choice['pull-request'] ?? null;
  if (pullRequest !== null && !(Number.isSafeInteger(pullRequest) && pullRequest > 0))
    throw new McgateError('usage', '--pull-request needs a number.');
  const ports = await draftPorts(session);
  const statement = await draftApproval(request, { findings, pullRequest, reason: choice.reason, expires: choice.expires }, ports);
  return { statement, signers: Math.max(...findings.map((finding) => signersNeeded(finding) ?? 1)) };
}

function describe({ predicate, subject }: ApprovalStatement): string {
  const { repository, target, pullRequest, changes, reason, expires } = predicate;
  const lines = [
    `You approve of ${changes.length === 1 ? 'this' : `these ${String(changes.length)}`}, in your name:`,
    ...changes.map(({ identity, rule }) => `  ${rule} ${identity}`),
    `in ${repository}, for ${target}${pullRequest === null ? '' : `, pull request #${String(pullRequest)}`},`,
    `for the tree ${subject[0]?.digest.sha256 ?? ''} alone,`,
    `until ${expires}, because: ${reason}`,
  ];
  return guardLogCommands(lines.map((line) => escapeTerminal(line)).join('\n'));
}
