// `mcgate checklist request`: what to send to somebody who is to sign an item.
import type { ChecklistItem } from '../../../attestation/checklist.ts';
import type { ChecklistItemState } from '../../../core/documents.ts';
import { draftSignOff, type DraftedSignOff } from '../../../pipeline/sign-off.ts';
import { escapeMarkdown, escapeTerminal, markdownCode, markdownFence } from '../../../report/escape.ts';
import { askedFlags, askRelease } from '../../checklist/asked.ts';
import { defineCommand } from '../../command.ts';
import { draftPorts } from '../../draft-ports.ts';

export const command = defineCommand({
  positionals: { item: { type: 'string', demandOption: true, describe: 'Which, by its id' } },
  flags: askedFlags,
  examples: [['$0 checklist request security-review > request.md', 'Text in Markdown, for a mail or an issue']],
  notes: 'Nothing is sent anywhere.',
  run: async (values, session) => {
    const { request, items } = await askRelease(values, session);
    const ports = await draftPorts(session);
    // A refusal may name no report: the signer brings it.
    const drafted = await draftSignOff(request, { item: values.item, decision: 'refused', note: null, expires: null, report: null }, ports);
    const state = items.find(({ id }) => id === drafted.item.id);
    await session.stdout.write(requestText(drafted, state));
    return 0;
  },
});

function requestText({ item, statement, commit }: DraftedSignOff, state: ChecklistItemState | undefined): string {
  const { repository, target } = statement.predicate;
  const name = target.replace(/^refs\/heads\//u, '');
  // Named, for in the signer's clone another branch may be the usual one; quoted, for a branch may be called what a shell would run.
  const branch = ` --base '${`origin/${name}`.replaceAll("'", `'\\''`)}'`;
  const report = item.evidence.kind === 'report' ? ' --report <file>' : '';
  const lines = [
    `# ${escapeMarkdown(item.title)}: please sign for ${escapeMarkdown(repository)}`,
    `Item \`${item.id}\` (${item.phase}) of the security checklist, for ${markdownCode(name)} at commit \`${commit}\`.`,
    ...(item.guidance === null ? [] : [escapeMarkdown(item.guidance)]),
    demandOf(item),
    ...(state === undefined ? [] : [`It stands so: ${escapeMarkdown(state.detail)}.`]),
    'In a clone, on that commit:',
    shell(
      `git fetch && git switch --detach ${commit}`,
      `npx mcgate checklist status${branch}`,
      `npx mcgate checklist sign ${item.id}${branch}${report}`,
    ),
    'It shows what is signed before it asks for your key. Send back the file that it writes, or commit it to the branch. If it is not fulfilled, sign that:',
    shell(`npx mcgate checklist sign ${item.id}${branch} --refuse --note "what is to be mended"`),
    `The signature is about the tree \`${statement.subject[0]?.digest.sha256 ?? ''}\` alone; \`mcgate\` on your machine has to show the same.`,
  ];
  return `${lines.join('\n\n')}\n`;
}

function shell(...lines: readonly string[]): string {
  return markdownFence(
    lines.map((line) => escapeTerminal(line)),
    'sh',
  );
}

function demandOf({ signers, threshold, notAuthor, expiresDays }: ChecklistItem): string {
  const who =
    signers === null
      ? 'Anybody in `.mcgate/allowed_signers` may sign'
      : `These may sign: ${signers.map((name) => escapeMarkdown(name)).join(', ')}`;
  const many = threshold === 1 ? '' : ` ${String(threshold)} people have to.`;
  return `${who}.${many}${notAuthor ? ' Whoever took part in the change does not count.' : ''} A signature holds ${String(expiresDays)} days at most.`;
}
