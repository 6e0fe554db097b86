// The name of what a policy says: approvals name it. Apart from the rest, for it needs Node's hash.
import { createHash } from 'node:crypto';
import { canonical } from '../../core/canonical.ts';
import type { Policy } from '../model.ts';
import { effectiveDocument } from './effective.ts';

/** `sha256:` and 64 hex digits over the RFC 8785 form of the effective policy: the same for equal policies, whatever their files look like. */
export function policyDigest(policy: Policy): string {
  return `sha256:${createHash('sha256')
    .update(canonical(effectiveDocument(policy)))
    .digest('hex')}`;
}
