// `mcgate suppress`: sets one finding aside, in the open and for a while.
import { isAboutChange } from '../../core/approval.ts';
import { dayMs } from '../../core/days.ts';
import type { Suppression } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { addSuppression, expiryOf } from '../../pipeline/suppressions.ts';
import { documentPaths } from '../../pipeline/trusted-documents.ts';
import { maxDocumentBytes } from '../../policy/yaml-document.ts';
import { readProjectFile, writeProjectFile } from '../../platform/project-file.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { defineCommand } from '../command.ts';
import { checkIdentity, findIn, loadReport } from '../find-finding.ts';
import { resolveTargets } from '../targets.ts';

const longestDays = 366;

export const command = defineCommand({
  positionals: { identity: { type: 'string', demandOption: true, describe: 'The finding, as reports print it' } },
  flags: {
    owner: { type: 'string', demandOption: true, describe: 'Who answers for it, as @team' },
    reason: { type: 'string', demandOption: true, describe: 'Why it is no danger or can wait; 10 letters at least' },
    expires: { type: 'string', demandOption: true, describe: 'Last day it holds, YYYY-MM-DD, within a year' },
    report: { type: 'string', describe: 'Look the finding up in this JSON report instead of checking' },
    force: { type: 'boolean', describe: 'Write the entry without looking for the finding' },
  },
  examples: [
    [
      '$0 suppress 0a1b2c3d4e5f67890a1b2c3d4e5f6789 --owner @web --reason "input is a constant" --expires 2027-01-31',
      'One finding, for some weeks',
    ],
  ],
  notes: `Adds an entry to ${documentPaths.suppressions}, keeping its comments. It counts once it stands on the branch that is merged into.`,
  run: async ({ identity, owner, reason, expires, report, force }, session) => {
    const wanted = checkIdentity(identity);
    checkText('owner', owner, 1);
    checkText('reason', reason, 10);
    checkExpiry(expires, session.now());
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const text = await readProjectFile(root, documentPaths.suppressions, maxDocumentBytes);
    // A broken file or an entry that is there already is told before a check takes its time.
    if (/^[0-9a-f]{32}/.test(wanted)) addSuppression(text, { identity: wanted, owner, reason, expires });
    const found =
      force === true
        ? { identity: fullIdentity(wanted) }
        : await describe(wanted, await loadReport({ report: report ?? null, root }, session));
    await writeProjectFile(root, documentPaths.suppressions, addSuppression(text, { ...found, owner, reason, expires }));
    await session.stdout.write(
      `${escapeTerminal(`Added ${found.identity}${found.rule === undefined ? '' : ` (${found.rule}, ${found.path ?? ''})`}`)} to ${documentPaths.suppressions}, until ${expires}.\n` +
        'It counts once it is merged: the change that adds it cannot use it, and adding it is itself a finding that wants an approval.\n',
    );
    return 0;
  },
});

type Described = Pick<Suppression, 'identity' | 'rule' | 'path'>;

function describe(identity: string, report: Parameters<typeof findIn>[0]): Promise<Described> {
  const finding = findIn(report, identity);
  if (isAboutChange(finding)) {
    throw new McgateError('usage', `${finding.ruleId} cannot be suppressed.`, {
      remedy: 'It is about this one change; only an approval lifts it where it blocks.',
    });
  }
  if (finding.state === 'suppressed') {
    throw new McgateError('usage', `${finding.identity} is suppressed already, until ${finding.suppression?.expires ?? 'some day'}.`, {
      remedy: `Edit its entry in ${documentPaths.suppressions} instead.`,
    });
  }
  if (finding.state === 'fixed') throw new McgateError('usage', `${finding.identity} is fixed: there is nothing to suppress.`);
  return Promise.resolve({ identity: finding.identity, rule: finding.ruleId, path: finding.location.path });
}

function fullIdentity(identity: string): string {
  if (/^[0-9a-f]{32}(-[1-9][0-9]*)?$/.test(identity)) return identity;
  throw new McgateError('usage', `With --force the identity must be whole, not ${JSON.stringify(identity)}.`);
}

function checkText(name: string, text: string, least: number): void {
  if (text.trim().length >= least) return;
  throw new McgateError('usage', `--${name} needs ${least === 1 ? 'a value' : `at least ${String(least)} letters`}.`);
}

/** Within a year, so that nobody sets a finding aside for good. */
function checkExpiry(expires: string, now: Date): void {
  const remedy = 'Write it as YYYY-MM-DD, at most a year from today.';
  const end = expiryOf({ identity: '', owner: '', reason: '', expires });
  if (end === null) throw new McgateError('usage', `--expires ${JSON.stringify(expires)} is no date.`, { remedy });
  if (end <= now.getTime()) throw new McgateError('usage', `--expires ${expires} has passed.`, { remedy });
  if (end - now.getTime() > (longestDays + 1) * dayMs)
    throw new McgateError('usage', `--expires ${expires} is more than a year away.`, { remedy });
}
