// Walks JSON with positions, within a depth: where the keys of a lockfile stand, and the strings in it.
import { visit } from 'jsonc-parser';
import type { JSONPath, ParseOptions } from 'jsonc-parser';
import type { Region } from '../locked-package.ts';

const maxDepth = 200;

export interface JsonVisitor {
  readonly property?: (path: JSONPath, name: string, region: Region) => void;
  readonly string?: (path: JSONPath, value: string, region: Region) => void;
}

/** Throws an Error for text that is no such JSON or nests deeper than 200. `depth` bounds the paths that are reported. */
export function walkJson(text: string, depth: number, visitor: JsonVisitor, options: ParseOptions = { disallowComments: true }): void {
  let level = 0;
  const enter = (): void => {
    level += 1;
    // The parser recurses: stop well before the stack does.
    if (level > maxDepth) throw new Error(`it nests deeper than ${String(maxDepth)} levels`);
  };
  const leave = (): void => {
    level -= 1;
  };
  visit(
    text,
    {
      onObjectBegin: enter,
      onArrayBegin: enter,
      onObjectEnd: leave,
      onArrayEnd: leave,
      onObjectProperty: (name, _offset, length, line, column, path) => {
        if (level <= depth) visitor.property?.(path(), name, regionOf(line, column, length));
      },
      onLiteralValue: (value: unknown, _offset, length, line, column, path) => {
        if (level <= depth && typeof value === 'string') visitor.string?.(path(), value, regionOf(line, column, length));
      },
      onError: (_error, _offset, _length, line) => {
        throw new Error(`line ${String(line + 1)} is no JSON`);
      },
    },
    options,
  );
}

function regionOf(line: number, column: number, length: number): Region {
  return { startLine: line + 1, startColumn: column + 1, endLine: line + 1, endColumn: column + 1 + length };
}
