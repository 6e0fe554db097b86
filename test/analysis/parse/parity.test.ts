// Our trees against typescript-eslint's parser, over every family of syntax and over real code.
import { globSync, readFileSync } from 'node:fs';
import { parse as parseByTypescript, type TSESTree, type TSESTreeOptions } from '@typescript-eslint/typescript-estree';
import { describe, expect, it } from 'vitest';
import { dialectOfPath, type Dialect } from '../../../src/analysis/parse/dialect.ts';
import { createParser, type ParsedSource } from '../../../src/analysis/parse/parser.ts';
import { samples } from './samples.ts';
import { wasm } from './wasm.ts';

const parser = createParser(wasm);

/** What both say: places as offsets, without links to parents, and with absent, null and (for enum members) false as one. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (value instanceof RegExp) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => key !== 'parent' && part !== null && part !== undefined)
    .filter(([key]) => !(key === 'computed' && (value as { type?: unknown }).type === 'TSEnumMember'))
    .flatMap(([key, part]): [string, unknown][] => (key === 'range' ? offsets(part as TSESTree.Range) : [[key, comparable(part)]]));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function offsets([start, end]: TSESTree.Range): [string, unknown][] {
  return [
    ['start', start],
    ['end', end],
  ];
}

function ours(source: ParsedSource): unknown {
  return comparable(source.ast.body);
}

function theirs(source: ParsedSource, dialect: Dialect): unknown {
  const options = {
    loc: false,
    range: true,
    jsx: !dialect.startsWith('typescript') && dialect !== 'definition',
    filePath: dialect === 'definition' ? 'a.d.ts' : dialect.startsWith('typescript') ? 'a.ts' : dialect === 'tsx' ? 'a.tsx' : 'a.jsx',
    sourceType: source.sourceType === 'module' ? 'module' : 'script',
    suppressDeprecatedPropertyWarnings: true,
  } satisfies TSESTreeOptions;
  return comparable(parseByTypescript(source.text, options).body);
}

function parsed(text: string, dialect: Dialect): ParsedSource {
  const source = parser.parse(text, dialect);
  if (!source.ok)
    throw new Error(
      `${source.message} at ${String(source.line)}:${String(source.column)}: ${text.slice(source.offset, source.offset + 40)}`,
    );
  return source;
}

describe('equals typescript-eslint', () => {
  it.each(Object.entries(samples))('%s', (_, [dialect, text]) => {
    const source = parsed(text, dialect);
    expect(ours(source)).toEqual(theirs(source, dialect));
  });

  it('over real code', () => {
    const files = globSync([
      'node_modules/eslint/lib/rules/{a,i,n}*.js',
      'node_modules/ajv/lib/**/*.ts',
      'node_modules/@secretlint/types/src/**/*.ts',
      'node_modules/@types/node/{fs,http}.d.ts',
      'src/{core,gates,pipeline}/**/*.ts',
    ]).sort();
    expect(files.length).toBeGreaterThan(200);
    for (const file of files) {
      const dialect = dialectOfPath(file) ?? 'javascript';
      const source = parsed(readFileSync(file, 'utf8'), dialect);
      expect(ours(source), file).toEqual(theirs(source, dialect));
    }
  });
});
