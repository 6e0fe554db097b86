// HTML and SQL that a program puts together out of text: told where no known sink is, since what is built so is used so.
import { nodeOf, type FileGraph, type FlowNode, type FunctionId, type NodeId, type Use } from '../program/file-graph.ts';
import { factsOf } from '../program/file-graph.ts';
import type { SinkUse } from '../link/value-flow.ts';
import type { FlowClass, SinkModel } from '../models/model.ts';
import { isElementText, isMarkup } from './markup.ts';
import type { ProgramView } from './program-view.ts';

/** Text that is built there counts as a sink; `fn` is the function that builds it. */
export interface BuiltSink extends SinkUse {
  readonly fn: FunctionId;
  /** The node that builds it. */
  readonly node: NodeId;
  /** In the value of an attribute, where a quote does harm. */
  readonly inAttribute: boolean;
}

/** Stands for text that is not known. */
const unknown = '\0';
/** Characters before an operand; operands of one text, and constant text of one, that are looked at. */
const longestBefore = 400;
const mostOperands = 200;
const longestText = 20_000;

function modelOf(flowClass: FlowClass, what: string): SinkModel {
  return {
    at: [],
    class: flowClass,
    when: [],
    plain: false,
    outside: false,
    address: false,
    whole: false,
    callable: false,
    piece: false,
    what,
  };
}

const html = modelOf('xss', 'HTML that is put together');
const sql = modelOf('sql', 'SQL that is put together');

/** All places where text that is not constant is put into HTML or SQL. */
export function builtSinks(view: ProgramView): readonly BuiltSink[] {
  return view.program.files.flatMap(({ graph }, file) => [
    ...graph.nodes.flatMap((node, id) => sinksAt(view, graph, file, id, node)),
    ...htmlOptions(view, graph, file),
  ]);
}

function sinksAt(view: ProgramView, graph: FileGraph, file: number, id: NodeId, node: FlowNode): readonly BuiltSink[] {
  if (node.kind === 'concat') return sinksIn(view, graph, file, id, node);
  return node.kind === 'call' && node.receiver !== null && isMarkingUp(view, graph, file, id, node)
    ? [sinkOf(view, file, id, node, node.receiver, html)]
    : [];
}

/** `x.replace(/…/g, '<b>$1</b>')`: markup is put around what is found, and the rest left as it was. */
function isMarkingUp(view: ProgramView, graph: FileGraph, file: number, id: NodeId, node: Extract<FlowNode, { kind: 'call' }>): boolean {
  const [, by] = node.arguments;
  const text = by === undefined ? null : textOf(graph, nodeOf(by));
  if (text === null || !/\$[&\d]/.test(text) || !(isMarkup(text) || /<\/?\$\d/.test(text))) return false;
  const method = view.callOf(file, id)?.method;
  return method === 'replace' || method === 'replaceAll';
}

/** `{ innerHTML: x }`: an option of whatever renders it. */
function htmlOptions(view: ProgramView, graph: FileGraph, file: number): readonly BuiltSink[] {
  return graph.stores.flatMap(({ object, property, value, fn, start, end }) => {
    if (property !== 'innerHTML' || graph.nodes[nodeOf(object)]?.kind !== 'object') return [];
    return [sinkOf(view, file, nodeOf(object), { fn, start, end }, value, html)];
  });
}

type Concat = Extract<FlowNode, { kind: 'concat' }>;

function sinksIn(view: ProgramView, graph: FileGraph, file: number, id: NodeId, node: Concat): readonly BuiltSink[] {
  return joinsOf(graph, node).map(({ use, model, inAttribute }) => ({ ...sinkOf(view, file, id, node, use, model), inAttribute }));
}

/** Whether the node puts the operand into HTML or SQL. */
export function joinsInto(graph: FileGraph, node: FlowNode, operand: NodeId): FlowClass | null {
  const joins = node.kind === 'concat' ? joinsOf(graph, node) : [];
  return joins.find(({ use }) => nodeOf(use) === operand)?.model.class ?? null;
}

interface Join {
  readonly use: Use;
  readonly model: SinkModel;
  readonly inAttribute: boolean;
}

function joinsOf(graph: FileGraph, node: Concat): readonly Join[] {
  const found: Join[] = [];
  const parts = node.operands.slice(0, mostOperands).map((use) => textOf(graph, nodeOf(use)));
  const whole = parts.map((part) => part ?? unknown).join('');
  if (whole.length > longestText || !mayMatter.test(whole)) return found;
  const isSql = statement.test(whole);
  let before = '';
  node.operands.slice(0, mostOperands).forEach((use, index) => {
    const part = parts[index] ?? null;
    if (part === null) {
      const model = isMarkup(before) ? html : before !== '' && (isSql || clause.test(before)) ? sql : null;
      if (model !== null) found.push({ use, model, inAttribute: model === html && !isElementText(before) });
    }
    before = (before + (part ?? unknown)).slice(-longestBefore);
  });
  return found;
}

function sinkOf(
  view: ProgramView,
  file: number,
  node: NodeId,
  { fn, start, end }: Pick<FlowNode, 'fn' | 'start' | 'end'>,
  use: Use,
  model: SinkModel,
): BuiltSink {
  return {
    model,
    value: view.valueOf(file, nodeOf(use)),
    facts: factsOf(use),
    factFile: file,
    file,
    start,
    end,
    guessed: true,
    fn,
    node,
    inAttribute: false,
  };
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
