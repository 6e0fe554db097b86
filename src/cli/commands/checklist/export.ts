// `mcgate checklist export`: the record of a release in a folder, with everything that is needed to verify it without this repository.
import path from 'node:path';
import { formatBundle } from '../../../attestation/bundle.ts';
import { draftRelease } from '../../../pipeline/release.ts';
import { createFolder, writeProjectFile } from '../../../platform/project-file.ts';
import { escapeTerminal } from '../../../report/escape.ts';
import { formatReleaseHtml, formatReleaseMarkdown } from '../../../report/release-record.ts';
import { askedFlags, askRelease, reportFlags } from '../../checklist/asked.ts';
import { defineCommand } from '../../command.ts';
import { draftPorts } from '../../draft-ports.ts';
import { sealStatement } from '../../sign-statement.ts';

export const command = defineCommand({
  positionals: { folder: { type: 'string', demandOption: true, describe: 'A new folder for the record' } },
  flags: {
    ...askedFlags,
    ...reportFlags,
    key: { type: 'string', describe: 'SSH key to sign the record with; default: as for `mcgate checklist sign`' },
    yes: { type: 'boolean', describe: 'Do not ask before signing' },
  },
  examples: [['$0 checklist export ../record-1.2 --base release/1.2', 'Everything about a release, signed']],
  notes:
    'Writes record.md and record.html for people, bundle.intoto.jsonl with the signed record and all sign-offs, allowed_signers, and `tree`, whose SHA-256 is what was signed. ' +
    'A release that lacks something is recorded as it is. Exit codes: 0 written.',
  run: async (values, session) => {
    const folder = path.resolve(session.cwd, values.folder);
    const { root, request, report } = await askRelease(values, session, values.report);
    const drafted = await draftRelease(request, report, await draftPorts(session));
    const { statement } = drafted;
    const { repository, target, commit, verdict } = statement.predicate;
    await session.stderr.write(
      `${escapeTerminal(`You record, in your name, how the checklist of ${repository} stands for ${target} at ${commit}: ${verdict}.`)}\n`,
    );
    const sealed = await sealStatement(statement, { root, key: values.key ?? null, yes: values.yes === true }, session);
    await createFolder(folder);
    const files: Readonly<Record<string, string>> = {
      'bundle.intoto.jsonl': formatBundle([sealed.text, ...drafted.envelopes]),
      'record.md': formatReleaseMarkdown(statement),
      'record.html': formatReleaseHtml(statement),
      allowed_signers: statement.predicate.signers,
      tree: drafted.tree,
      ...(drafted.checklist === null ? {} : { 'checklist.yaml': drafted.checklist }),
    };
    for (const [name, text] of Object.entries(files)) await writeProjectFile(folder, name, text);
    await session.stdout.write(
      `Wrote ${Object.keys(files).join(', ')} to ${escapeTerminal(values.folder)}.\n` +
        `To verify it: mcgate checklist verify ${escapeTerminal(path.join(values.folder, 'bundle.intoto.jsonl'))} --signers <allowed_signers>\n`,
    );
    return 0;
  },
});
