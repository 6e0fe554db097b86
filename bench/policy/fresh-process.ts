// A process of its own for one policy. `time <rules>`: its first compile and its first answers, as a command that asks once has them.
// `memory <rules>`: what the policy holds. Prints JSON.
import { latencies, quantile, threadTime } from './clock.ts';
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

function time(size: number): object {
  const rules = pathRules(size);
  const policy = pathPolicy(rules);
  const requests = pathRequests(rules, 1000).map(fileRequest);
  const start = threadTime();
  const compiled = compile(policy);
  const compileMs = threadTime() - start;
  const first = latencies(askWith(compiled, requests), 1000, 60_000);
  return { compileMs, firstDecisionUs: (first[0] ?? Number.NaN) / 1000, firstThousandP99Us: quantile(first, 0.99) / 1000 };
}

function memory(size: number): object {
  const rules = pathRules(size);
  const policy = pathPolicy(rules);
  const requests = pathRequests(rules, 100_000).map(fileRequest);
  // The code's own memory is none of the policy's.
  const warm = askWith(compile(pathPolicy(pathRules(10))), requests);
  latencies(warm, requests.length, 60_000);
  const before = living();
  const compiled = compile(policy);
  const compiledBytes = living() - before;
  const ask = askWith(compiled, requests);
  latencies(ask, requests.length, 60_000);
  const afterDecisionsBytes = living() - before;
  if (ask(0) !== ask(0) || warm(0) !== warm(0)) throw new Error('an answer changed');
  return { compiledBytes, afterDecisionsBytes };
}

const [, , what, size] = process.argv;
process.stdout.write(JSON.stringify(what === 'time' ? time(Number(size)) : memory(Number(size))));
