// The measurements as a page.
import { format, resolveConfig } from 'prettier';
import type { AcceptanceLine } from './acceptance.ts';
import { figure } from './figure.ts';
import type { Results } from './results.ts';

const count = (value: number): string => value.toLocaleString('en-US');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function decisionTable({ decisions }: Results): string {
  const rows = decisions.map((row) => [
    count(row.rules),
    row.peer,
    count(row.requests),
    figure(row.rate),
    row.peer === 'mcgate' ? '1' : figure(row.slowerThanMcgate),
    figure(row.warmP99Us),
    row.coldP99Us === null ? '' : figure(row.coldP99Us),
    count(row.agreed),
  ]);
  const order = [...rows].sort((a, b) => Number((a[0] ?? '').replace(',', '')) - Number((b[0] ?? '').replace(',', '')));
  return table(
    ['rules', '', 'distinct requests', 'decisions/s', 'mcgate is faster by', 'warm p99, µs', 'cold p99, µs', 'answers compared, all equal'],
    order,
  );
}

function compileTable({ compile }: Results): string {
  const names = [...new Set(compile.map(({ peer }) => peer))];
  const sizes = [...new Set(compile.map(({ rules }) => rules))];
  const cell = (peer: string, rules: number): string =>
    figure(compile.find((row) => row.peer === peer && row.rules === rules)?.milliseconds ?? Number.NaN);
  return table(
    ['compile, ms', ...sizes.map((size) => `${count(size)} rules`)],
    names.map((name) => [name, ...sizes.map((size) => cell(name, size))]),
  );
}

function otherTable({ otherKinds }: Results): string {
  return table(
    ['', 'rules', 'distinct requests', 'decisions/s', 'compile, ms'],
    otherKinds.map((row) => [row.kind, count(row.rules), count(row.requests), figure(row.rate), figure(row.compileMs)]),
  );
}

function diffTable({ diff }: Results): string {
  return table(
    ['difference, both compiles included', 'rules', 'ms', 'equal', 'widened', 'narrowed', 'undetermined'],
    diff.map((row) => [
      row.name,
      count(row.rules),
      figure(row.milliseconds),
      row.equal ? 'yes' : 'no',
      count(row.widened),
      count(row.narrowed),
      count(row.undetermined),
    ]),
  );
}

function freshTable({ fresh }: Results): string {
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return table(
    [
      'a fresh process',
      'compile, ms',
      'first decision, µs',
      'p99 of the first 1,000, µs',
      'MiB after compile',
      'MiB after 100,000 distinct decisions',
    ],
    fresh.map((row) => [
      `${count(row.rules)} rules`,
      figure(row.compileMs),
      figure(row.firstDecisionUs),
      figure(row.firstThousandP99Us),
      mebibytes(row.compiledBytes),
      mebibytes(row.afterDecisionsBytes),
    ]),
  );
}

function bundleTable({ bundles }: Results): string {
  return table(
    ['in a bundle, minified', 'bytes', 'bytes, gzip -9'],
    bundles.map(({ name, bytes, gzipBytes }) => [name, count(bytes), count(gzipBytes)]),
  );
}

/** bench/policy.md, formatted as the house formats Markdown. */
export async function formatReport(results: Results, lines: readonly AcceptanceLine[]): Promise<string> {
  const { machine, peers, measuredAt, threeGlobs, growth, toThreeGlobs } = results;
  const text = `# The policy engine, measured

Written by \`npm run bench:policy\` on ${measuredAt}, in ${String(results.seconds)} s. ${machine.cpu}, ${String(machine.cores)} cores, ${String(machine.memoryGiB)} GiB, ${machine.os}, Node.js ${machine.node}. Peers, all in the same run: ${peers.join(', ')}. All figures are in [policy/results.json](policy/results.json).

${table(
  ['asked for', 'measured', ''],
  lines.map(({ text: asked, measured, met }) => [asked, measured, met ? 'met' : '**not met**']),
)}

## Decisions

Paths of 47 characters. mcgate is asked through \`compilePolicy(…).decide(request)\`, with whole requests, so that reading and normalising the request is in it; the peers get text that needs none. Of ten rules four allow a folder, three a kind of file, and three deny (two a name anywhere, one a kind of file); of ten requests six are allowed, two denied by a rule, two named by none. Before anything is measured each peer is asked what mcgate is asked; one answer that differs ends the run.

${decisionTable(results)}

Three globs alone (${threeGlobs.globs.map((glob) => `\`${glob}\``).join(', ')}; no effects, no request), on the same requests as 1,000 rules: ${figure(threeGlobs.rate)}/s, of which mcgate with 1,000 rules makes ${toThreeGlobs.toFixed(2)} times. Where eight of ten requests match the three, mostly the first of them, picomatch does ${figure(threeGlobs.rateWhereMostMatch)}/s; mcgate makes ${threeGlobs.toRateWhereMostMatch.toFixed(2)} times that. From 10 to 10,000 rules its cost grows ${growth[1000].quietest.toFixed(2)} times on 1,000 distinct requests and ${growth[10_000].quietest.toFixed(2)} times on 10,000, in the quietest round of each; by the median of all rounds, with whatever else ran, ${growth[1000].median.toFixed(2)} and ${growth[10_000].median.toFixed(2)} times.

${otherTable(results)}

## Compiling, comparing, memory, size

${compileTable(results)}

${diffTable(results)}

${freshTable(results)}

${bundleTable(results)}

## How, and how far to trust it

- Each rate is the median of seven rounds of 50 ms; in every round all are asked, each round begins with another, and ratios are medians of each round's own. Rates, compiles and comparisons are by the thread's processor time, since the machine is shared; single answers (p99) are by the wall clock, with about 30 ns of its own.
- Cold is the first question for each request to a policy that has just been compiled, in a process that has asked others before. What a process that has just begun takes is in the table of fresh processes: there the interpreter's own start is in it.
- casbin's \`globMatch\` compiles each glob at each question; the row with globs compiled once shows what remains when that is mended. Cedar is asked through JSON, as its wasm build has it. Neither was made for thousands of patterns over one resource, and both say things that mcgate does not (relations, attributes).
- The fragment is what all can say: no \`ask\`, no name that begins with a dot (casbin's globs skip those), no braces or sets. p99 of a peer that answers few questions in its time is that of few questions.
- The difference has no peer here: none of these compares policies.
- Rules and requests are generated, not an author's own. A policy of many \`**/a/**/b\` is slower on paths that it has not met.
`;
  return format(text, { ...(await resolveConfig('bench/policy.md')), parser: 'markdown' });
}
