// HTML and SQL that a program puts together out of text: told where no known sink is, since what is built so is used so.
import { nodeOf, type FileGraph, type FlowNode, type FunctionId, type NodeId, type Use } from '../program/file-graph.ts';
import { factsOf } from '../program/file-graph.ts';
import type { SinkUse } from '../link/value-flow.ts';
import type { FlowClass, SinkModel } from '../models/model.ts';
import { isMarkup } from './markup.ts';
import type { ProgramView } from './program-view.ts';

/** Text that is built there counts as a sink; `fn` is the function that builds it. */
export interface BuiltSink extends SinkUse {
  readonly fn: FunctionId;
}

/** Stands for text that is not known. */
const unknown = '\0';
/** Characters before an operand; operands of one text, and constant text of one, that are looked at. */
const longestBefore = 400;
const mostOperands = 200;
const longestText = 20_000;

function modelOf(flowClass: FlowClass, what: string): SinkModel {
  return { at: [], class: flowClass, when: [], plain: false, outside: false, what };
}

const html = modelOf('xss', 'HTML that is put together');
const sql = modelOf('sql', 'SQL that is put together');

/** All places where text that is not constant is put into HTML or SQL. */
export function builtSinks(view: ProgramView): readonly BuiltSink[] {
  return view.program.files.flatMap(({ graph }, file) =>
    graph.nodes.flatMap((node) => (node.kind === 'concat' ? sinksIn(view, graph, file, node) : [])),
  );
}

function sinksIn(view: ProgramView, graph: FileGraph, file: number, node: Extract<FlowNode, { kind: 'concat' }>): readonly BuiltSink[] {
  const found: BuiltSink[] = [];
  const parts = node.operands.slice(0, mostOperands).map((use) => textOf(graph, nodeOf(use)));
  const whole = parts.map((part) => part ?? unknown).join('');
  if (whole.length > longestText || !mayMatter.test(whole)) return found;
  const isSql = statement.test(whole);
  let before = '';
  node.operands.slice(0, mostOperands).forEach((use, index) => {
    const part = parts[index] ?? null;
    if (part === null) {
      const model = isMarkup(before) ? html : before !== '' && (isSql || clause.test(before)) ? sql : null;
      if (model !== null) found.push(sinkOf(view, file, node, use, model));
    }
    before = (before + (part ?? unknown)).slice(-longestBefore);
  });
  return found;
}

function sinkOf(view: ProgramView, file: number, { fn, start, end }: FlowNode, use: Use, model: SinkModel): BuiltSink {
  return { model, value: view.valueOf(file, nodeOf(use)), facts: factsOf(use), factFile: file, file, start, end, guessed: true, fn };
}

function textOf(graph: FileGraph, id: NodeId): string | null {
  const node = graph.nodes[id];
  return node?.kind === 'constant' ? String(node.value) : null;
}

const mayMatter = /<|\b(?:select|insert|update|delete|replace|where|order by|group by|having|values|join|limit)\b/i;

/** How statements of SQL begin. Of words that other text begins with as well, more of the statement has to be there. */
const statement =
  /^\s*(?:select\s[\s\S]{0,2000}?\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|replace\s+into\s|update\s+\S{1,200}\s+set\s|delete\s+from\s|(?:drop|alter|create|truncate)\s+(?:table|database|view|index|schema)\s)/i;
/** A clause as it is written in SQL, in capitals. */
const clause = /(?:^|[\s\0(])(?:WHERE|ORDER BY|GROUP BY|HAVING|VALUES|(?:LEFT|INNER|RIGHT|OUTER) JOIN|LIMIT)\s[^.!?:]{0,200}$/;
