// A run that knows the answers of earlier runs gives what a run gives that knows none: findings, gaps and reasons, after any change.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { McgateError } from '../../../../src/core/error.ts';
import type { GateFindings, ResultCache, WorkerPool } from '../../../../src/core/gate.ts';
import { createCodeGate } from '../../../../src/gates/code/index.ts';
import { isSampled, manyRuns, patience } from '../../../support/many-runs.ts';
import { flowRules } from '../support/flow-rules.ts';
import { openTestPool } from '../support/pool.ts';
import { applyEdit, edits, states, type Edit, type State } from '../support/programs.ts';
import { contextOf, memoryCache } from '../support/workspace.ts';

const gate = createCodeGate(flowRules);
const pool = openTestPool(2, 'flow-worker-entry');
// The gate closes what it was given; workers take seconds to start.
const kept: WorkerPool = { size: pool.size, run: (task, timeoutMs) => pool.run(task, timeoutMs), close: () => Promise.resolve() };

afterAll(() => pool.close());

const nothingKept: ResultCache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };

/** What the gate answers, or the code of what it threw. */
async function answer(judged: State, base: State | null, cache: ResultCache): Promise<GateFindings | string> {
  const models = judged.model === null ? [] : [{ path: '.mcgate/models/own.yml', text: judged.model }];
  const { files, libraryParameters } = judged;
  try {
    return await gate.run(contextOf(kept, { judged: files, base: base?.files ?? null, models, cache, settings: { libraryParameters } }));
  } catch (error) {
    if (error instanceof McgateError) return error.code;
    throw error;
  }
}

function forget(entries: Map<string, string>, { every, from }: Extract<Edit, { readonly kind: 'forget' }>): void {
  [...entries.keys()].forEach((key, index) => {
    if (index % every === from % every) entries.delete(key);
  });
}

/** What a change is compared with: nothing, what was there before it, or what was there at first. */
const bases = fc.constantFrom('none', 'before', 'first');

test('the cache changes no answer', { timeout: 2 * patience }, async () => {
  const seen = { findings: 0, base: 0, withCache: 0, without: 0 };
  const tasksOf = async (run: () => Promise<GateFindings | string>): Promise<readonly [GateFindings | string, number]> => {
    const before = pool.kinds.length;
    return [await run(), pool.kinds.length - before];
  };
  await fc.assert(
    fc.asyncProperty(states, fc.array(fc.tuple(edits, bases), { minLength: 1, maxLength: 5 }), async (first, changes) => {
      const cache = memoryCache();
      const past: State[] = [first];
      await answer(first, null, cache);
      for (const [edit, against] of changes) {
        const judged = applyEdit(past, edit);
        if (edit.kind === 'forget') forget(cache.entries, edit);
        const base = against === 'none' ? null : ((against === 'before' ? past.at(-1) : past[0]) ?? null);
        const [known, few] = await tasksOf(() => answer(judged, base, cache));
        const [fresh, many] = await tasksOf(() => answer(judged, base, nothingKept));
        expect(known).toEqual(fresh);
        past.push(judged);
        seen.withCache += few;
        seen.without += many;
        if (typeof fresh === 'string') continue;
        seen.findings += fresh.findings.length;
        seen.base += fresh.baseFindings.length;
      }
    }),
    { ...manyRuns(30) },
  );
  if (isSampled) return;
  // Programs without findings, or a cache that nobody asks, would prove nothing.
  expect(seen.findings).toBeGreaterThan(20);
  expect(seen.base).toBeGreaterThan(20);
  expect(seen.withCache).toBeLessThan(seen.without * 0.8);
});
