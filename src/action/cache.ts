// Caches between runs: the scanner, its database, results.
import type { ChangeEvent } from '../core/event.ts';

export interface CacheUse {
  readonly event: ChangeEvent;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly tell: (line: string) => Promise<void>;
}

/** What was restored, for `saveCaches`. */
export interface RestoredCaches {
  readonly keys: readonly string[];
}

/** Never throws: a miss costs time alone. */
export function restoreCaches(_use: CacheUse): Promise<RestoredCaches> {
  return Promise.resolve({ keys: [] });
}

/** Only for trusted events. Never throws. */
export function saveCaches(_restored: RestoredCaches, _use: CacheUse): Promise<void> {
  return Promise.resolve();
}
