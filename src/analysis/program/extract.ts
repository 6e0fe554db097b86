// From a parsed file to its graph of values.
import type { ParsedSource } from '../parse/parser.ts';
import { assignmentExpressions } from './assignments.ts';
import { callExpressions } from './calls.ts';
import { choiceExpressions } from './choices.ts';
import { classExpressions, classStatements } from './classes.ts';
import { denseLines } from './dense-lines.ts';
import type { FileGraph } from './file-graph.ts';
import { firstCalls } from './first-calls.ts';
import { functionExpressions, readBody, readPending } from './functions.ts';
import { BoundReached, extractionBounds, type ExtractionBounds } from './graph-builder.ts';
import { handlerStatements } from './handlers.ts';
import { jsxExpressions } from './jsx.ts';
import { literalExpressions } from './literals.ts';
import { loopStatements } from './loops.ts';
import { bindImports, finishExports, markExports, moduleStatements } from './modules.ts';
import { nameExpressions } from './names.ts';
import { operatorExpressions } from './operators.ts';
import { placedGraph } from './placed-graph.ts';
import { propertyExpressions } from './properties.ts';
import { scanFile } from './scan-handlers.ts';
import { plainStatements } from './statements.ts';
import { textExpressions } from './text.ts';
import { typescriptExpressions, typescriptStatements } from './typescript.ts';
import { Walker, type ExpressionHandlers, type StatementHandlers } from './walker.ts';

const expressions: ExpressionHandlers = {
  ...nameExpressions,
  ...propertyExpressions,
  ...literalExpressions,
  ...textExpressions,
  ...operatorExpressions,
  ...choiceExpressions,
  ...assignmentExpressions,
  ...callExpressions,
  ...functionExpressions,
  ...classExpressions,
  ...jsxExpressions,
  ...typescriptExpressions,
};

const statements: StatementHandlers = {
  ...plainStatements,
  ...loopStatements,
  ...handlerStatements,
  ...classStatements,
  ...moduleStatements,
  ...typescriptStatements,
};

/** The graph of a file's values: the same for the same source. Never throws; beyond the bounds the graph is cut and says so. */
export function extractFileGraph(source: ParsedSource, bounds: ExtractionBounds = extractionBounds): FileGraph {
  const walker = new Walker(source, scanFile(source), bounds, { expressions, statements });
  const { graph } = walker;
  try {
    readModule(walker);
  } catch (error) {
    if (!(error instanceof BoundReached)) throw error;
    graph.truncated = true;
  }
  const made: FileGraph = {
    nodes: graph.nodes,
    stores: graph.stores,
    functions: graph.functions,
    facts: graph.factTable.facts,
    exports: graph.exports,
    firstCalls: firstCalls(graph, source.ast),
    dense: denseLines(source),
    sourceType: source.sourceType === 'module' ? 'module' : 'script',
    truncated: graph.truncated,
  };
  return source.place === null ? made : placedGraph(made, source.place);
}

function readModule(w: Walker): void {
  const { body } = w.source.ast;
  // A name that is written but not declared was there before: `exports = module.exports = {}`.
  for (const binding of w.resolution.bindings) {
    if (binding.kind === 'implicit') w.write(binding, w.graph.global(binding.name, { start: binding.start, end: binding.end }));
  }
  markExports(w, body);
  bindImports(w, body);
  const mark = w.env.mark();
  readBody(w, body);
  w.env.undo(mark);
  readPending(w);
  finishExports(w);
}
