// `mcgate checklist sign`: shows in words what is signed about an item of the checklist, and signs it.
import { blockingPhase } from '../../../attestation/items.ts';
import { describeReport } from '../../../attestation/reports/index.ts';
import { McgateError } from '../../../core/error.ts';
import { draftSignOff, type DraftedSignOff } from '../../../pipeline/sign-off.ts';
import { escapeTerminal, guardLogCommands } from '../../../report/escape.ts';
import { wrap } from '../../../report/text-width.ts';
import { askedFlags, askRelease } from '../../checklist/asked.ts';
import { defineCommand } from '../../command.ts';
import { draftPorts } from '../../draft-ports.ts';
import { readReport } from '../../../wiring/read-reports.ts';
import { signStatement } from '../../sign-statement.ts';

export const command = defineCommand({
  positionals: { item: { type: 'string', demandOption: true, describe: 'Which, by its id' } },
  flags: {
    ...askedFlags,
    report: { type: 'string', describe: 'The report that was looked at, where the item asks for one' },
    refuse: { type: 'boolean', describe: 'Sign that it is not fulfilled; needs --note' },
    note: { type: 'string', describe: 'What was looked at, or why not' },
    expires: { type: 'string', describe: 'Last day it holds, YYYY-MM-DD; default: as long as the item allows' },
    key: { type: 'string', describe: 'SSH key to sign with; default: the first of ~/.ssh/id_{ed25519_sk,ed25519,ecdsa_sk,ecdsa,rsa}' },
    'dry-run': { type: 'boolean', describe: 'Show what would be signed' },
    yes: { type: 'boolean', describe: 'Do not ask before signing' },
  },
  examples: [
    ['$0 checklist sign threat-modelling --note "model of 2026-11-20, no open threats"', 'Say that it is done'],
    ['$0 checklist sign penetration-testing --report zap.json', 'With the report that shows it'],
    ['$0 checklist sign security-review --refuse --note "the token is logged in src/log.ts"', 'Say that it is not'],
  ],
  notes:
    'Run it on the commit that is to be released, and commit the file that it writes there: attestations are no part of the tree that is signed. ' +
    'Who signs must stand in .mcgate/allowed_signers and, for most items, must not have taken part in the change.',
  run: async (values, session) => {
    const refuse = values.refuse ?? false;
    const note = values.note ?? null;
    if (refuse && (note ?? '').trim().length < 10)
      throw new McgateError('usage', '--refuse needs a --note of at least 10 letters: what is to be mended.');
    const { root, request, items } = await askRelease(values, session);
    const report = values.report === undefined ? null : await readReport(values.report, session.cwd);
    const drafted = await draftSignOff(
      request,
      { item: values.item, decision: refuse ? 'refused' : 'accepted', note, expires: values.expires ?? null, report },
      await draftPorts(session),
    );
    const lacking = blockingPhase(items, drafted.item.phase);
    if (lacking !== null && !refuse) {
      throw new McgateError('usage', `${lacking.id} (${lacking.phase}) comes before ${drafted.item.phase}: ${lacking.detail}.`, {
        remedy: 'Phases are signed in their order; see `mcgate checklist status`.',
      });
    }
    await session.stderr.write(describe(drafted, session.stderr.style.width));
    if (values['dry-run'] === true) return 0;
    const relative = await signStatement(drafted.statement, { root, key: values.key ?? null, yes: values.yes === true }, session);
    await session.stdout.write(`Wrote ${relative}.\nCommit it: \`git add ${relative} && git commit -m "Sign-off: ${drafted.item.id}"\`.\n`);
    return 0;
  },
});

function describe({ item, statement, commit }: DraftedSignOff, width: number): string {
  const { repository, target, decision, note, expires, report } = statement.predicate;
  const lines = [
    decision === 'accepted' ? 'You say, in your name, that this is so:' : 'You say, in your name, that this is NOT so:',
    `  ${item.title} (${item.id}, ${item.phase})`,
    ...(item.guidance === null ? [] : ['What to look at:', `  ${item.guidance}`]),
    ...(report === undefined ? [] : [`Shown by a report: ${describeReport({ ...report, made: new Date(report.made) })}`]),
    `In ${repository}, for ${target}, at commit ${commit},`,
    `for the tree ${statement.subject[0]?.digest.sha256 ?? ''} alone,`,
    `until ${expires}${note === undefined ? '' : `, noting: ${note}`}`,
  ];
  const wrapped = lines.flatMap((line) => {
    const indent = line.startsWith('  ') ? '  ' : '';
    return wrap(escapeTerminal(line.trim()), width - indent.length).map((part) => indent + part);
  });
  return guardLogCommands(`${wrapped.join('\n')}\n`);
}
