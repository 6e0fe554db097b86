// The measurements as a page.
import { format, resolveConfig } from 'prettier';
import { best, find, powerAtTheEnd, type Measured, type RepositoryResults, type Results } from './results.ts';
import { names, type AcceptanceLine } from './acceptance.ts';

const count = (value: number): string => value.toLocaleString('en-US');
const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
const mebibytes = (bytes: number): string => count(Math.round(bytes / 2 ** 20));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function costs(repository: RepositoryResults): string {
  const cold = find(repository, names.cold);
  const row = (measured: Measured): readonly string[] => [
    measured.name,
    seconds(best(measured, 'wallMs')),
    seconds(best(measured, 'cpuMs')),
    mebibytes(best(measured, 'peakBytes')),
    count(measured.findings),
    cold === null ? '' : (best(measured, 'wallMs') / best(cold, 'wallMs')).toFixed(2),
  ];
  return `### ${repository.name}: ${count(repository.files)} files, ${count(repository.lines)} lines\n\n${table(
    ['', 'wall, s', 'processor, s', 'memory, MiB', 'findings', 'wall, of cold'],
    repository.measured.map(row),
  )}`;
}

function growthSection({ growth }: Results): string {
  if (growth === null) return '';
  const { points, exponents } = growth;
  return `## Time against lines

![Wall and processor time against lines, both axes logarithmic](code/speed.svg)

${table(
  ['lines', 'files', 'wall, s', 'processor, s', 'memory, MiB', 'processor, s per 100,000 lines'],
  points.map((point) => [
    count(point.lines),
    count(point.files),
    seconds(point.wallMs),
    seconds(point.cpuMs),
    mebibytes(point.peakBytes),
    ((point.cpuMs / point.lines) * 100).toFixed(2),
  ]),
)}

From 10,000 lines on, wall time goes with lines to the power of ${exponents.wall.toFixed(2)}, processor time to the power of ${exponents.cpu.toFixed(2)}; between the two largest sets, ${powerAtTheEnd(growth, 'wallMs').toFixed(2)} and ${powerAtTheEnd(growth, 'cpuMs').toFixed(2)}.`;
}

/** In one round nothing evens out what else the machine did. */
function howAsked(repositories: readonly RepositoryResults[]): string {
  const rounds = Math.max(0, ...repositories.flatMap(({ measured }) => measured.map(({ runs }) => runs.length)));
  if (rounds < 2) return 'Everybody was asked once, one after the other: what else the machine did then is in the figures.';
  return `Everybody was asked in each of ${String(rounds)} rounds, one after the other; the table has each one's least time and most memory, ratios are medians of each round's own. semgrep and what is marked with all text files were asked once.`;
}

/** bench/code-speed.md, formatted as the house formats Markdown. */
export async function formatReport(results: Results, lines: readonly AcceptanceLine[]): Promise<string> {
  const { machine, peers, measuredAt, repositories } = results;
  const text = `# The code gate's speed, measured

Written by \`npm run bench:code\` on ${measuredAt}, in ${String(results.seconds)} s. ${machine.cpu}, ${String(machine.cores)} cores, ${String(machine.memoryGiB)} GiB, ${machine.os}, Node.js ${machine.node}; load ${machine.load[0].toFixed(1)} before, ${machine.load[1].toFixed(1)} after. In the same run: ${peers.join(', ')}. All figures are in [code/speed.json](code/speed.json).

${table(
  ['asked for', 'measured', ''],
  lines.map(({ text: asked, measured, met }) => [asked, measured, met ? 'met' : '**not met**']),
)}

## Beside its peers

The whole gate by the built command: all rules, secrets and flows. All read the same files: the repository's code, with its manifests.

${repositories.map(costs).join('\n\n')}

${growthSection(results)}

## How, and how far to trust it

- ${howAsked(repositories)}
- Cold is with an empty cache and a warm disk. Ten files changed: a function is added to each of ten files spread over the repository, not committed, judged against the commit that the cache knows; each round changes them otherwise.
- Memory is what all processes of a command hold resident, looked at every 25 ms; pages that they share count for each.
- ESLint runs on one thread, as it does by default; its rules are the recommended ones of eslint-plugin-security, which look at single calls. semgrep runs its JavaScript and TypeScript rules on all cores. Files that a parser refuses count as read.
- Findings are not comparable: see [code.md](code.md) for what they are worth.
`;
  return format(text, { ...(await resolveConfig('bench/code-speed.md')), parser: 'markdown' });
}
