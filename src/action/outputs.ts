// The Action's outputs, in the form of GitHub's file commands: whatever a value holds, it cannot end early or name another output.
import { randomUUID } from 'node:crypto';
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { gateIds, severities } from '../core/vocabulary.ts';
import { appendToFile } from '../platform/files.ts';
import { stepFileLimit } from '../wiring/step-summary.ts';

export type OutputName = 'verdict' | 'blocking' | 'new' | 'counts' | 'report' | 'sarif' | 'html';
export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/** Throws McgateError `write-failed`. */
export async function writeOutputs(file: string, outputs: Outputs): Promise<void> {
  const text = formatOutputs(outputs);
  const written = await appendToFile(file, stepFileLimit, (room) => (Buffer.byteLength(text) > room ? null : text));
  if (!written) throw new McgateError('write-failed', 'The outputs were not written: there is no room for them.');
}

/** Text for `GITHUB_OUTPUT`. `makeDelimiter`: new words that nobody can guess. */
export function formatOutputs(outputs: Outputs, makeDelimiter: () => string = randomUUID): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      const delimiter = `mcgate_${makeDelimiter()}`;
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

export function countOutputs(report: Report): Outputs {
  return {
    verdict: report.verdict,
    blocking: String(report.counts.blocking),
    new: String(report.counts.new),
    counts: JSON.stringify(countFindings(report)),
  };
}

/** By gate and severity, what is set aside left out. Weakenings, which are of no gate, come under their own name. */
function countFindings({ findings }: Report): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const standing = findings.filter(({ state }) => state === 'new' || state === 'existing');
  const familyOf = (ruleId: string): string => ruleId.split('/', 1)[0] ?? '';
  return Object.fromEntries(
    [...gateIds, 'weakening'].map((family) => {
      const own = standing.filter(({ ruleId }) => familyOf(ruleId) === family);
      return [
        family,
        Object.fromEntries(severities.map((severity) => [severity, own.filter((each) => each.severity === severity).length])),
      ];
    }),
  );
}
