// Which grammar a file is read by: from its name, or from its hashbang where it has no extension.
import type { OxcLanguage, OxcSourceType } from './oxc.ts';

/** One way to read a source; tried in order until one succeeds. */
export interface Attempt {
  readonly lang: OxcLanguage;
  readonly sourceType: OxcSourceType;
}

/** How code is read. `definition` files hold types only. */
export type Dialect =
  'javascript' | 'commonjs' | 'module' | 'typescript' | 'tsx' | 'typescript-commonjs' | 'typescript-module' | 'definition';

const byExtension: Readonly<Record<string, Dialect>> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'module',
  cjs: 'commonjs',
  ts: 'typescript',
  tsx: 'tsx',
  mts: 'typescript-module',
  cts: 'typescript-commonjs',
};

function attempts(lang: OxcLanguage, sourceTypes: readonly OxcSourceType[]): readonly Attempt[] {
  return sourceTypes.map((sourceType) => ({ lang, sourceType }));
}

// `unambiguous` is a module if it has module syntax, else a script; `commonjs` adds `return` at the top; `script` adds HTML-like comments.
const either: readonly OxcSourceType[] = ['unambiguous', 'commonjs', 'script'];
// Most of Flow's annotations are TypeScript's too; what holds others is read without them (flow-types.ts).
const flow = attempts('tsx', ['unambiguous', 'commonjs']);

const table: Readonly<Record<Dialect, readonly Attempt[]>> = {
  javascript: [...attempts('jsx', either), ...flow],
  module: [...attempts('jsx', ['module']), ...attempts('tsx', ['module'])],
  commonjs: [...attempts('jsx', ['commonjs', 'script', 'unambiguous']), ...flow],
  typescript: [...attempts('ts', either), ...attempts('tsx', ['unambiguous'])],
  tsx: attempts('tsx', either),
  'typescript-module': attempts('ts', ['module']),
  'typescript-commonjs': attempts('ts', ['unambiguous', 'commonjs', 'script']),
  definition: attempts('dts', ['unambiguous']),
};

/** The ways to read a dialect, the likeliest first. Never empty. */
export function attemptsFor(dialect: Dialect): readonly Attempt[] {
  return table[dialect];
}

/** Whether a file says at its head that its types are Flow's, as Flow itself asks. */
export function saysFlow(text: string, dialect: Dialect): boolean {
  return (dialect === 'javascript' || dialect === 'module' || dialect === 'commonjs') && /@flow\b/u.test(text.slice(0, 8192));
}

/** The dialect that a file's name tells, or null if the name is not one of JavaScript's or TypeScript's. */
export function dialectOfPath(path: string): Dialect | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.d\.([mc]?ts|[^.]+\.ts)$/u.test(name)) return 'definition';
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1);
  return dot >= 0 && Object.hasOwn(byExtension, extension) ? (byExtension[extension] ?? null) : null;
}

/** The dialect that a first line such as `#!/usr/bin/env node` tells, or null. */
export function dialectOfHashbang(text: string): Dialect | null {
  const line = /^#!([^\r\n]{0,500})/u.exec(text)?.[1];
  if (line === undefined) return null;
  const interpreter = /(?:^|[/\s])(node|nodejs|bun|deno|tsx|ts-node|zx)(?=\s|$)/u.exec(line)?.[1];
  if (interpreter === undefined) return null;
  return interpreter === 'node' || interpreter === 'nodejs' || interpreter === 'zx' ? 'javascript' : 'typescript';
}
