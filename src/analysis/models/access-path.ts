// Reads and writes access paths: `Member[get,post].Argument[1..].Parameter[0]`.
import { closest } from 'fastest-levenshtein';
import type { AccessPath, PathToken } from './model.ts';

/** A path, or what is wrong with its text, in a few words. */
export type ParsedPath = { readonly path: AccessPath } | { readonly problem: string };

/** Longest path that is read, in steps. */
export const mostSteps = 30;
const mostNames = 300;

const steps = ['Member', 'Argument', 'Parameter', 'ReturnValue', 'Element', 'Written', 'Type'] as const;
const bare: ReadonlyMap<string, PathToken> = new Map([
  ['ReturnValue', { kind: 'return' }],
  ['Element', { kind: 'element' }],
  ['Written', { kind: 'written' }],
]);

/** Reads a path; total. `Root` is the library itself, where it is called or stands for a type. */
export function parseAccessPath(text: string): ParsedPath {
  const path: PathToken[] = [];
  let at = 0;
  for (;;) {
    const name = /^[A-Za-z]*/u.exec(text.slice(at, at + 40))?.[0] ?? '';
    const start = at;
    at += name.length;
    let inside: string | null = null;
    if (text[at] === '[') {
      const close = text.indexOf(']', at);
      if (close < 0) return { problem: `"[" is not closed in "${text.slice(start, start + 40)}"` };
      inside = text.slice(at + 1, close);
      at = close + 1;
    }
    if (name !== 'Root' || start > 0 || inside !== null) {
      const token = stepOf(name, inside, start === 0);
      if (typeof token === 'string') return { problem: `character ${String(start + 1)}: ${token}` };
      path.push(token);
    }
    if (path.length > mostSteps) return { problem: `has more than ${String(mostSteps)} steps` };
    if (at === text.length) return { path };
    if (text[at] !== '.') return { problem: `character ${String(at + 1)}: must go on with "." or end` };
    at += 1;
  }
}

/** The step, or what is wrong with it. */
function stepOf(name: string, inside: string | null, first: boolean): PathToken | string {
  const known = bare.get(name);
  if (known !== undefined) return inside === null ? known : `"${name}" takes no brackets`;
  if (inside === null && steps.includes(name as never)) return `"${name}" needs brackets, as in ${exampleOf(name)}`;
  switch (name) {
    case 'Member':
      return memberOf(inside ?? '');
    case 'Argument':
      return argumentOf((inside ?? '').trim());
    case 'Parameter':
      return parameterOf((inside ?? '').trim());
    case 'Type':
      return first ? typeOf((inside ?? '').trim()) : '"Type" can only be the first step';
    case 'Root':
      return '"Root" can only be the first step and takes no brackets';
    default:
      return name === ''
        ? 'lacks a step'
        : `unknown step "${shown(name)}"; did you mean "${steps.find((step) => step.startsWith(name)) ?? closest(name, steps)}"?`;
  }
}

function exampleOf(name: string): string {
  return { Member: 'Member[exec]', Type: 'Type[Request]' }[name] ?? `${name}[0]`;
}

function shown(text: string | null): string {
  return (text ?? '').slice(0, 40).toWellFormed();
}

function memberOf(inside: string): PathToken | string {
  if (inside.trim() === '*') return { kind: 'member', names: null };
  const names = inside.split(',').map((name) => name.trim());
  if (names.includes('')) return `"Member[${shown(inside)}]" lacks a name`;
  if (names.includes('*')) return '"*" stands for every name and needs no other beside it';
  if (names.length > mostNames) return `"Member[…]" has more than ${String(mostNames)} names`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `"Member[…]" names "${shown(twice)}" twice`;
  return { kind: 'member', names };
}

function argumentOf(inside: string): PathToken | string {
  if (inside === 'this') return { kind: 'receiver' };
  if (inside === 'last') return { kind: 'last-argument' };
  return rangeOf('argument', inside) ?? `"Argument[${shown(inside)}]" must be a number, a range, "*", "last" or "this"`;
}

function parameterOf(inside: string): PathToken | string {
  if (inside === 'this') return { kind: 'this' };
  return rangeOf('parameter', inside) ?? `"Parameter[${shown(inside)}]" must be a number, a range, "*" or "this"`;
}

function rangeOf(kind: 'argument' | 'parameter', inside: string): PathToken | null {
  if (inside === '*') return { kind, from: 0, to: null };
  const match = /^(\d{1,3})(?:(\.\.)(\d{1,3})?)?$/u.exec(inside);
  if (match === null) return null;
  const from = Number(match[1]);
  if (match[2] === undefined) return { kind, from, to: from };
  const to = match[3] === undefined ? null : Number(match[3]);
  return to !== null && to < from ? null : { kind, from, to };
}

function typeOf(inside: string): PathToken | string {
  // Names of libraries have dots, names of types have none.
  const dot = inside.lastIndexOf('.');
  const library = dot < 0 ? null : inside.slice(0, dot);
  const name = inside.slice(dot + 1);
  if (!/^[A-Za-z_$][\w$]*$/u.test(name) || library === '')
    return `"Type[${shown(inside)}]" must be the name of a type, or of a library and a type: Type[express.Request]`;
  return { kind: 'type', library, name };
}

/** The path's text, as `parseAccessPath` reads it. */
export function formatAccessPath(path: AccessPath): string {
  return path.length === 0 ? 'Root' : path.map(formatStep).join('.');
}

function formatStep(token: PathToken): string {
  switch (token.kind) {
    case 'member':
      return `Member[${token.names?.join(',') ?? '*'}]`;
    case 'argument':
      return `Argument[${formatRange(token.from, token.to)}]`;
    case 'parameter':
      return `Parameter[${formatRange(token.from, token.to)}]`;
    case 'last-argument':
      return 'Argument[last]';
    case 'receiver':
      return 'Argument[this]';
    case 'this':
      return 'Parameter[this]';
    case 'return':
      return 'ReturnValue';
    case 'element':
      return 'Element';
    case 'written':
      return 'Written';
    case 'type':
      return `Type[${token.library === null ? '' : `${token.library}.`}${token.name}]`;
  }
}

function formatRange(from: number, to: number | null): string {
  if (to === null) return from === 0 ? '*' : `${String(from)}..`;
  return from === to ? String(from) : `${String(from)}..${String(to)}`;
}
