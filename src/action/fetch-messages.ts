// What goes to the process that fetches, and what it answers.
import type { Reason } from '../core/documents.ts';
import type { FetchPlan } from './fetch-plan.ts';

export interface FetchRequest {
  readonly plan: FetchPlan;
  /** Of the hosted repository. */
  readonly url: string;
  readonly token: string | null;
  /** Where to; absolute, a real path. */
  readonly folder: string;
}

/** Null: all is there. */
export interface FetchMessage {
  readonly reason: Reason | null;
}

/** What the process said; null for anything else. git, which it runs, reads what a server sends. */
export function parseFetchMessage(value: unknown): FetchMessage | null {
  if (typeof value !== 'object' || value === null || !('reason' in value)) return null;
  const { reason } = value;
  if (reason === null) return { reason };
  if (typeof reason !== 'object' || !('code' in reason) || !('message' in reason)) return null;
  const { code, message } = reason;
  const remedy = 'remedy' in reason ? reason.remedy : undefined;
  if (typeof code !== 'string' || typeof message !== 'string') return null;
  const told = { code: code.slice(0, 100), message: message.slice(0, 2_000) };
  return { reason: typeof remedy === 'string' ? { ...told, remedy: remedy.slice(0, 2_000) } : told };
}
