// STUB
import type { Resource, Scope } from './request.ts';
export function parseRequest(_s: Scope, _w: readonly string[]): Resource {
  throw new Error('stub');
}
