// A process of its own for one policy, as a command that asks once is: its first compile, its first answers, its memory. Prints JSON.
import { latencies, quantile } from './clock.ts';
import { askWith, compile, fileRequest, pathPolicy } from './ours.ts';
import { pathRequests, pathRules } from './workload.ts';

/** Bytes that live: objects and the tables outside of the heap. */
function living(): number {
  if (globalThis.gc === undefined) throw new Error('start with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const size = Number(process.argv[2]);
const rules = pathRules(size);
const policy = pathPolicy(rules);
const requests = pathRequests(rules, 100_000).map(fileRequest);
const before = living();

const start = performance.now();
const compiled = compile(policy);
const compileMs = performance.now() - start;
const afterCompile = living();

const ask = askWith(compiled, requests);
const first = latencies(ask, 1000, 60_000);
latencies(ask, requests.length, 60_000);
const afterDecisions = living();
// What is measured must live until here.
if (!ask(0) && ask(0)) throw new Error('an answer changed');

process.stdout.write(
  JSON.stringify({
    compileMs,
    firstDecisionUs: (first[0] ?? Number.NaN) / 1000,
    firstThousandP99Us: quantile(first, 0.99) / 1000,
    compiledBytes: afterCompile - before,
    afterDecisionsBytes: afterDecisions - before,
  }),
);
