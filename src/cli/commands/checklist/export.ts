// `mcgate checklist export`: the record of a release in a folder, with everything that is needed to verify it without this repository.
import path from 'node:path';
import { formatBundle } from '../../../attestation/bundle.ts';
import type { ReleaseStatement, Report } from '../../../core/documents.ts';
import { draftRelease, type DraftedRelease } from '../../../pipeline/release.ts';
import { escapeTerminal, guardLogCommands } from '../../../report/escape.ts';
import { format as formatReport } from '../../../report/json.ts';
import { formatReleaseHtml, formatReleaseMarkdown } from '../../../report/release-record.ts';
import { askedFlags, askRelease, reportFlags } from '../../checklist/asked.ts';
import { keepReports, nameFiles, textFile, writeRecord, type KeptReports, type RecordFile } from '../../checklist/record-files.ts';
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
    'Writes bundle.intoto.jsonl, with the signed record and all sign-offs, and beside it what they are about: report.json, the whole report of this run; ' +
    "reports/, other tools' reports that items count, of those that --report hands over; `tree`, whose SHA-256 is what was signed; allowed_signers; the checklist; " +
    'record.md and record.html for people. The record names each with its SHA-256. A release that lacks something is recorded as it is. Exit codes: 0 written.',
  run: async (values, session) => {
    const folder = path.resolve(session.cwd, values.folder);
    const given = values.report ?? [];
    const { root, request, report } = await askRelease(values, session, given);
    const drafted = await draftRelease(request, report, await draftPorts(session));
    const reports = await keepReports(given, request.reports, drafted.reports, session.cwd);
    const evidence = [...evidenceFiles(drafted, report), ...reports.files];
    const statement = nameFiles(drafted.statement, evidence);
    const pages = [
      textFile('record.md', 'text/markdown', formatReleaseMarkdown(statement)),
      textFile('record.html', 'text/html', formatReleaseHtml(statement)),
    ];
    const files = [...evidence, ...pages];
    await session.stderr.write(describe(statement, reports));
    const signing = { root, key: values.key ?? null, yes: values.yes === true };
    const sealed = await sealStatement(nameFiles(statement, files), signing, session);
    const bundle = { name: 'bundle.intoto.jsonl', text: formatBundle([sealed.text, ...drafted.envelopes]) };
    await writeRecord(folder, files, bundle, session.cwd);
    await session.stdout.write(
      `Wrote ${[bundle.name, ...files.map(({ named }) => named.name)].join(', ')} to ${escapeTerminal(values.folder)}.\n` +
        `To verify it: mcgate checklist verify ${escapeTerminal(path.join(values.folder, bundle.name))} --signers <allowed_signers>\n`,
    );
    return 0;
  },
});

/** What the record rests on, but for imported reports. */
function evidenceFiles({ statement, tree, checklist }: DraftedRelease, report: Report): readonly RecordFile[] {
  const { items, signers } = statement.predicate;
  const ofGates = items.filter(({ state }) => state.evidence === 'gate').map(({ state }) => state.id);
  return [
    textFile('report.json', 'application/json', formatReport(report), ofGates),
    textFile('tree', 'application/octet-stream', tree),
    textFile('allowed_signers', 'text/plain', signers),
    ...(checklist === null ? [] : [textFile('checklist.yaml', 'application/yaml', checklist)]),
  ];
}

function describe({ predicate }: ReleaseStatement, { idle, lacking }: KeptReports): string {
  const { repository, target, commit, verdict } = predicate;
  const lines = [
    `You record, in your name, how the checklist of ${repository} stands for ${target} at ${commit}: ${verdict}.`,
    ...idle.map(({ given, problem }) => `The record leaves out --report ${given}: ${problem}.`),
    ...lacking.map(
      ({ item, sha256 }) =>
        `The report of ${item} (SHA-256 ${sha256}) was not handed over, so the record only names it: add --report ${item}=<file>.`,
    ),
  ];
  return guardLogCommands(lines.map((line) => `${escapeTerminal(line)}\n`).join(''));
}
