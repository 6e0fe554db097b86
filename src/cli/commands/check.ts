// `mcgate check`: judges, reports, and lets the verdict alone set the exit code.
import { gateIds, severities } from '../../core/vocabulary.ts';
import { reporterNames } from '../../report/index.ts';
import { makeRequest } from '../check-request.ts';
import { defineCommand } from '../command.ts';
import { exitCodeOf } from '../../wiring/exit-code.ts';
import { resolveReportFiles } from '../../wiring/report-files.ts';
import { deliver } from '../outputs.ts';

export const command = defineCommand({
  positionals: {
    paths: { type: 'string', array: true, describe: 'Keep to these files or folders; default: the repository around this folder' },
  },
  flags: {
    gate: { type: 'string', array: true, choices: gateIds, describe: 'Only this gate; repeatable' },
    base: { type: 'string', describe: 'Revision whose config judges, and that tells what is new' },
    staged: { type: 'boolean', describe: 'Judge what is staged, not the working tree' },
    changed: { type: 'boolean', describe: 'Only files that differ from the base' },
    format: { type: 'string', choices: reporterNames, default: 'pretty', describe: 'What goes to stdout' },
    output: { type: 'string', array: true, describe: 'Write a file too: .json, .sarif, .md or .txt; repeatable' },
    'fail-on': { type: 'string', choices: severities, describe: 'Lowest severity that blocks; only stricter than the config' },
    offline: { type: 'boolean', describe: 'Use no network' },
    'no-cache': { type: 'boolean', describe: 'Compute everything anew' },
    shard: { type: 'string', describe: 'One part of the files, as 1/3' },
    since: { type: 'string', describe: 'Only what was weakened or widened on the branch since this tag that nobody approved' },
    'osv-database': { type: 'string', describe: "Folder of advisories in osv-scanner's layout" },
    release: { type: 'boolean', describe: 'Judge a release: what the checklist lacks blocks' },
    report: { type: 'string', array: true, describe: "Another tool's report for an item of the checklist, as <item>=<file>; repeatable" },
    'no-git': { type: 'boolean', describe: 'Judge the folder as it is, with no base' },
  },
  examples: [
    ['$0 check', 'Judge the working tree against its upstream or default branch'],
    ['$0 check --staged --base main', 'Judge what is about to be committed'],
    ['$0 check --format json --output mcgate.sarif', 'JSON to stdout, SARIF to a file'],
    ['$0 check src --gate code', 'One gate over one folder'],
    ['$0 check --since v1.2', 'What went past the gate since a release'],
  ],
  notes:
    'Exit codes: 0 pass, 1 fail, 2 incomplete or wrong usage. In GitHub Actions the event decides what is judged, ' +
    'unless --base, --staged or --no-git is given. MCGATE_OSV_DATABASE stands in for --osv-database.',
  run: async (values, session) => {
    const outputs = await resolveReportFiles(values.output ?? [], session.cwd, '--output');
    const request = await makeRequest(
      {
        paths: values.paths ?? [],
        gates: values.gate ?? null,
        base: values.base ?? null,
        staged: values.staged ?? false,
        changed: values.changed ?? false,
        failOn: values['fail-on'] ?? null,
        offline: values.offline ?? false,
        cache: values['no-cache'] !== true,
        shard: values.shard ?? null,
        since: values.since ?? null,
        osvDatabase: values['osv-database'] ?? null,
        git: values['no-git'] !== true,
        release: values.release ?? false,
        reports: values.report ?? [],
      },
      session,
    );
    // The pipeline is loaded only for a run: help and usage errors stay quick.
    const [{ runCheck }, { writeStepSummary }] = await Promise.all([import('../run-check.ts'), import('../step-summary.ts')]);
    const report = await runCheck(request, session);
    if (values.format === 'github') await writeStepSummary(report, session);
    await deliver(report, values.format, session.stdout, outputs);
    return exitCodeOf(report.verdict);
  },
});
