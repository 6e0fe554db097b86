// `mcgate checklist verify`: whether the record of a release holds, from its files alone.
import path from 'node:path';
import { maxSignersBytes } from '../../../attestation/allowed-signers.ts';
import { maxBundleBytes } from '../../../attestation/bundle.ts';
import { evidenceProblems, reportOf } from '../../../attestation/release-evidence.ts';
import type { CheckedItem, CheckedRelease } from '../../../attestation/release.ts';
import { endOfDay } from '../../../core/days.ts';
import { McgateError } from '../../../core/error.ts';
import { readFileBounded } from '../../../platform/files.ts';
import { escapeTerminal, guardLogCommands } from '../../../report/escape.ts';
import type { FormatOptions } from '../../../report/reporter.ts';
import { terminalStyle } from '../../../report/terminal-style.ts';
import { wrap } from '../../../report/text-width.ts';
import { readRecordFolder } from '../../checklist/record-folder.ts';
import { verifyBundle } from '../../checklist/verify-bundle.ts';
import { defineCommand } from '../../command.ts';

export const command = defineCommand({
  positionals: { bundle: { type: 'string', demandOption: true, describe: 'The file bundle.intoto.jsonl of a record' } },
  flags: {
    signers: { type: 'string', describe: 'Whose signatures count, in the format of allowed_signers; default: those that the record names' },
    revoked: { type: 'string', describe: 'Keys that do not, as ssh-keygen -r takes them' },
    at: { type: 'string', describe: 'The day for which keys are judged, YYYY-MM-DD; default: when the record was made' },
  },
  examples: [
    ['$0 checklist verify record/bundle.intoto.jsonl --signers allowed_signers', 'By signers that you know'],
    ['$0 checklist verify record/bundle.intoto.jsonl --signers allowed_signers --at 2027-01-31', 'By keys that hold that day'],
  ],
  notes:
    'Looks at the signatures of the bundle and at every file beside it: each that the record names has to be there, as it was signed, and nothing else. ' +
    'Needs ssh-keygen and no network. Without --signers it shows only that the record agrees with itself: whoever made it up could have made the keys up too. ' +
    'Exit codes: 0 it holds, 1 it does not.',
  run: async (values, session) => {
    const read = (file: string, limit: number): Promise<Uint8Array> => readGiven(path.resolve(session.cwd, file), file, limit);
    const text = new TextDecoder().decode(await read(values.bundle, maxBundleBytes));
    const trust = {
      signers: values.signers === undefined ? null : new TextDecoder().decode(await read(values.signers, maxSignersBytes)),
      revoked: values.revoked === undefined ? null : await read(values.revoked, maxSignersBytes),
      at: values.at === undefined ? null : momentOf(values.at),
    };
    const bundle = path.resolve(session.cwd, values.bundle);
    const folder = path.dirname(bundle);
    const release = await verifyBundle(text, trust, folder, session);
    const found = await readRecordFolder(folder, path.basename(bundle), release.record.predicate.evidence);
    const problems = [...release.problems, ...evidenceProblems(release.record, found)];
    const holds = problems.length === 0 && release.items.every(({ problem }) => problem === null);
    await session.stdout.write(describe(release, problems, holds, trust.signers !== null, session.stdout.style));
    return holds ? 0 : 1;
  },
});

async function readGiven(file: string, given: string, limit: number): Promise<Uint8Array> {
  const read = await readFileBounded(file, limit);
  if (read.ok) return read.bytes;
  throw new McgateError('usage', `${JSON.stringify(given)} cannot be read: ${read.detail}.`);
}

function momentOf(day: string): Date {
  const end = endOfDay(day);
  if (end !== null) return new Date(end);
  throw new McgateError('usage', `--at ${JSON.stringify(day)} is no day.`, { remedy: 'Write it as YYYY-MM-DD.' });
}

function describe(
  { record, recordedBy, items }: CheckedRelease,
  problems: readonly string[],
  holds: boolean,
  trusted: boolean,
  options: FormatOptions,
): string {
  const style = terminalStyle(options);
  const { repository, target, commit, made, verdict } = record.predicate;
  const escape = (text: string): string => escapeTerminal(text, style);
  const lines = [
    style.colors.bold(
      holds
        ? style.colors.green(`${style.marks.pass} The record holds.`)
        : style.colors.red(`${style.marks.fail} The record does not hold.`),
    ),
    ...wrap(
      escape(
        `${repository}, ${target}, commit ${commit}: ${verdict}, recorded ${made} by ${recordedBy.join(', ') || 'nobody who counts'}.`,
      ),
      style.width,
    ),
    ...(trusted ? [] : wrap('Signers are those that the record itself names: give yours with --signers.', style.width)),
    ...problems.flatMap((problem) => wrap(`${style.marks.fail} ${escape(problem)}`, style.width)),
    '',
    ...items.flatMap((item) =>
      itemLines(item).flatMap((line) => wrap(escape(line), style.width - 2).map((part, index) => (index === 0 ? part : `    ${part}`))),
    ),
  ];
  return guardLogCommands(`${lines.join('\n')}\n`);

  function itemLines({ state, signers, problem }: CheckedItem): readonly string[] {
    const mark = problem !== null ? style.marks.fail : state.status === 'fulfilled' ? style.marks.pass : style.marks.skipped;
    const who = signers.length === 0 ? '' : `, signed by ${signers.join(', ')}`;
    const shown = state.status === 'fulfilled' && signers.length === 0 && problem === null ? ' (by the word of whoever recorded it)' : '';
    const isAway = state.evidence === 'report' && state.digest !== undefined && reportOf(state, record.predicate.evidence) === null;
    const away = isAway ? `; its report (SHA-256 ${state.digest ?? ''}) is not in the record` : '';
    return [`${mark} ${state.id}: ${state.status}${who}${shown}${away}${problem === null ? '' : `: ${problem}`}`];
  }
}
