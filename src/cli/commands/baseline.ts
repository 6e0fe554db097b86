// `mcgate baseline`: records what stands when mcgate comes, and lets that record only shrink.
import type { Baseline, Report } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { createBaseline, pruneBaseline, updateBaseline } from '../../pipeline/baseline.ts';
import { documentPaths, maxBaselineBytes, parseBaseline } from '../../pipeline/trusted-documents.ts';
import { readProjectFile, writeProjectFile } from '../../platform/project-file.ts';
import { defineCommand } from '../command.ts';
import { loadReport } from '../find-finding.ts';
import { resolveTargets } from '../targets.ts';

const file = documentPaths.baseline;

export const command = defineCommand({
  positionals: {
    action: { type: 'string', demandOption: true, choices: ['create', 'update', 'prune'], describe: 'What to do' },
  },
  flags: { report: { type: 'string', describe: 'Work from this JSON report instead of checking' } },
  examples: [
    ['$0 baseline create', 'Record everything that stands today'],
    ['$0 baseline prune', 'Drop what has been fixed since'],
    ['$0 baseline update', 'The same, and follow renamed files'],
  ],
  notes: `Works on ${file}, which counts once it stands on the branch that is merged into. Nothing but create ever adds an entry.`,
  run: async ({ action, report: reportFile }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const text = await readProjectFile(root, file, maxBaselineBytes);
    refuseMismatch(action, text);
    const report = await loadReport({ report: reportFile ?? null, root }, session);
    const after = text === null ? createWhole(report) : shrink(action, parseBaseline(text).value, report);
    if (after !== text) await writeProjectFile(root, file, after);
    await session.stdout.write(summary(text, after, report));
    return 0;
  },
});

function refuseMismatch(action: 'create' | 'update' | 'prune', text: string | null): void {
  if (action === 'create' && text !== null) {
    throw new McgateError('usage', `${file} exists already, and it only shrinks.`, { remedy: 'Run `mcgate baseline prune` or `update`.' });
  }
  if (action !== 'create' && text === null) {
    throw new McgateError('usage', `There is no ${file}.`, { remedy: 'Run `mcgate baseline create`.' });
  }
}

/** A baseline made from half an answer would be complete never after. */
function createWhole(report: Report): string {
  const silent = report.gates.find((gate) => gate.outcome === 'incomplete');
  if (silent !== undefined) {
    throw new McgateError(
      'tool-failed',
      `The gate ${silent.id} did not answer, so a baseline would lack its findings: ${silent.reason ?? ''}`,
      {
        remedy: silent.reasons[0]?.remedy ?? 'Mend that, then run it again.',
      },
    );
  }
  if (report.partial.length > 0) {
    throw new McgateError('usage', 'A baseline is made from a whole report, and this one is partial.', { remedy: 'Leave --report out.' });
  }
  return createBaseline(report);
}

function shrink(action: 'create' | 'update' | 'prune', baseline: Baseline, report: Report): string {
  return action === 'update' ? updateBaseline(baseline, report) : pruneBaseline(baseline, report);
}

function summary(before: string | null, after: string, report: Report): string {
  const count = (text: string): number => (JSON.parse(text) as Baseline).findings.length;
  const silent = report.gates.filter((gate) => gate.outcome === 'incomplete').map((gate) => gate.id);
  const kept = silent.length === 0 ? '' : `Entries of ${silent.join(', ')} were kept: that did not answer.\n`;
  if (before === null) return `Wrote ${file} with ${String(count(after))} entries. It counts once it is merged.\n`;
  if (before === after) return `${kept}${file} is as it should be: ${String(count(after))} entries.\n`;
  return `${kept}${file}: ${String(count(before))} entries before, ${String(count(after))} now.\n`;
}
