// Parses a file and hands a test the expression that stands in `probe(…)`.
import { createParser } from '../../../../src/analysis/parse/parser.ts';
import { createSourceFile, type Node, type SourceFile } from '../../../../src/gates/code/ast/source-file.ts';
import { wasm } from '../../../analysis/parse/wasm.ts';

const parser = createParser(wasm);

/** Calls `judge` with the argument of `probe(…)` in the code, and answers what it says. */
export function probe<T>(code: string, judge: (node: Node, file: SourceFile) => T): T {
  const source = parser.parse(code, 'typescript');
  if (!source.ok) throw new Error(source.message);
  const file = createSourceFile(source, 'probe.ts');
  const probed = source.nodes.flatMap((node) => {
    const isProbe = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'probe';
    return isProbe ? node.arguments.slice(0, 1) : [];
  });
  const [argument] = probed;
  if (argument === undefined || probed.length > 1) throw new Error(`${String(probed.length)} probes`);
  return judge(argument, file);
}
