// What GitHub answers, read: what is not as it documents it is no answer.
import { McgateError } from '../core/error.ts';
import type { Account } from '../core/review.ts';
import { tokenRemedy, type Unanswered } from './github-client.ts';

const laterRemedy = 'Run the check again.';

/** `what` was asked for, in words; `permission` mends it where the token may not ask. */
export function unanswered({ status, message }: Unanswered, what: string, permission = tokenRemedy): McgateError {
  if (status === null) return unreadable(`GitHub did not answer when asked for ${what}: ${message}`, laterRemedy);
  const remedy = [401, 403, 404].includes(status) ? permission : laterRemedy;
  return unreadable(`GitHub answered ${String(status)} when asked for ${what}: ${message}`, remedy);
}

export type Fields = Readonly<Record<string, unknown>>;

/** Throws McgateError `unreadable` if one of them is not as documented. */
export function readAll<T>(items: readonly unknown[], what: string, read: (fields: Fields) => T | null): readonly T[] {
  return items.map((item) => readOne(item, what, read));
}

/** `read` answers null for what is not as documented. Throws McgateError `unreadable`. */
export function readOne<T>(value: unknown, what: string, read: (fields: Fields) => T | null): T {
  const answer = isFields(value) ? read(value) : null;
  if (answer === null) throw malformed(what);
  return answer;
}

/** Undefined for what is no account. */
export function readAccount(value: unknown): Account | undefined {
  if (!isFields(value)) return undefined;
  const { login, id, type } = value;
  if (typeof login !== 'string' || !/^(?!\.+$)[\w.-]{1,100}(?:\[bot\])?$/u.test(login)) return undefined;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || typeof type !== 'string') return undefined;
  return { login, id, isPerson: type === 'User' && !login.endsWith(']') };
}

/** True for an object of JSON. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's fields; none where `value` is no object. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** In one form, so that times compare as texts. */
export function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(value);
}

/** For what is not as GitHub documents it. */
export function malformed(what: string): McgateError {
  return unreadable(`GitHub's answer when asked for ${what} is not as it documents it`, laterRemedy);
}

/** For a question that has no answer. */
export function unreadable(message: string, remedy: string): McgateError {
  return new McgateError('unreadable', message, { remedy });
}
