// STUB
import type { Policy } from '../model.ts';
export interface PolicyLoader {
  readonly read: (path: string) => Promise<string | null>;
}
export function loadPolicy(_loader: PolicyLoader, _path: string | null): Promise<Policy> {
  throw new Error('stub');
}
