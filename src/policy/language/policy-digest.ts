// STUB
import type { Policy } from '../model.ts';
export function policyDigest(_p: Policy): string {
  return 'sha256:' + 'a'.repeat(64);
}
