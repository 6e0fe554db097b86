// Time against lines: growing sets of real files, each judged cold, and the power of the lines that time goes with.
import path from 'node:path';
import { costOf, type Cost } from './cost.ts';
import { emptyCache, mcgate } from './contenders.ts';
import type { Growth, GrowthPoint } from './results.ts';
import { isCode, linesOf, makeWorkspace, type Source } from './workspace.ts';

const sizes = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000] as const;
/** Below, what a start takes is most of it. */
const leastLines = 10_000;

/** Each set is a part of the next: files in the order given, so that neighbours come together, until there are enough lines. */
export async function measureGrowth(sources: readonly Source[], scratch: string, say: (text: string) => void): Promise<Growth> {
  const points: GrowthPoint[] = [];
  for (const size of sizes) {
    const chosen = upTo(sources, size);
    const workspace = makeWorkspace(path.join(scratch, 'growth'), chosen);
    const cache = path.join(scratch, 'cache');
    const contender = mcgate(cache, 'mcgate, cold');
    // Small ones are over in a moment, so they are asked more often.
    const runs: Cost[] = [];
    for (let round = 0; round < (size <= 100_000 ? 3 : 1); round += 1) {
      emptyCache(cache);
      const run = await costOf(contender.command(workspace));
      contender.findings(run);
      runs.push(run);
    }
    const least = (of: 'wallMs' | 'cpuMs'): number => Math.min(...runs.map((run) => run[of]));
    const peakBytes = Math.max(...runs.map((run) => run.peakBytes));
    points.push({ files: workspace.files.length, lines: workspace.lines, wallMs: least('wallMs'), cpuMs: least('cpuMs'), peakBytes });
    say(`${String(workspace.lines)} lines: ${(least('wallMs') / 1000).toFixed(1)} s, processor ${(least('cpuMs') / 1000).toFixed(1)} s`);
    if (workspace.lines < size * 0.9) break;
  }
  return { points, exponents: { wall: exponent(points, 'wallMs'), cpu: exponent(points, 'cpuMs') } };
}

function upTo(sources: readonly Source[], lines: number): readonly Source[] {
  const chosen: Source[] = [];
  let left = lines;
  for (const source of sources) {
    if (left <= 0) break;
    if (isCode(source.to)) left -= linesOf(source.from);
    chosen.push(source);
  }
  return chosen;
}

/** The slope of the straight line through the logarithms, by least squares. */
function exponent(points: readonly GrowthPoint[], of: 'wallMs' | 'cpuMs'): number {
  const logs = points.filter(({ lines }) => lines >= leastLines).map((point) => [Math.log(point.lines), Math.log(point[of])] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const up = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return up / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}
