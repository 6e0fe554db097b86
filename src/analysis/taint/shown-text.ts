// Text that looks like HTML and is shown as what it is: in a field, as the text of an element, on the clipboard.
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Store, type Use } from '../program/file-graph.ts';
import { usesIn } from '../program/node-uses.ts';
import { isOwn, onlyOrigin, originsOf, type ProgramView } from './program-view.ts';
import { textMethods } from './text-methods.ts';

/** What elements alone have and show as text; and what fields show, though a store of the program's own may have a `value` as well. */
const textProperties: ReadonlySet<string> = new Set(['textContent', 'innerText']);
const fieldProperties: ReadonlySet<string> = new Set(['value', 'defaultValue', 'placeholder']);
const fieldTags: ReadonlySet<string> = new Set(['input', 'textarea', 'option']);
/** Calls that give an element. */
const finders: ReadonlySet<string> = new Set(['getElementById', 'querySelector', 'createElement', 'closest']);
/** Components that show text as it is written. */
const textComponent = /code|snippet|copy|textarea|textfield|input$/iu;
/** Methods of jQuery's elements, of documents, and of the clipboard. */
const textSetters: ReadonlySet<string> = new Set(['val', 'text', 'createTextNode', 'writeText']);
/** Elements whose text runs or is no text. */
const loudTags: ReadonlySet<string> = new Set(['script', 'style', 'iframe', 'template', 'svg', 'math']);
/** Uses that are looked at. */
const mostUses = 60;

/** Whether each use of the text that a node makes, and of what is made of that, shows it as text. False where it is not known. */
export function isShownAsText(view: ProgramView, file: number, made: NodeId): boolean {
  const graph = view.graphOf(file);
  if (graph === null) return false;
  const seen = new Set([made]);
  let left = mostUses;
  let isShown = false;
  // The set grows as it is walked.
  for (const id of seen) {
    for (const use of usesOf(graph, id)) {
      left -= 1;
      const found = left < 0 ? 'elsewhere' : judge(view, graph, file, id, use);
      if (found === 'elsewhere') return false;
      if (found === 'shown') isShown = true;
      if (typeof found === 'number') seen.add(found);
    }
  }
  return isShown;
}

type TextUse =
  | { readonly kind: 'node'; readonly id: NodeId; readonly node: FlowNode }
  | { readonly kind: 'store'; readonly store: Store }
  | { readonly kind: 'other' };

/** Once a file: asked of each text, a file of many would cost the square of their number. */
const indexes = new WeakMap<FileGraph, ReadonlyMap<NodeId, readonly TextUse[]>>();

function usesOf(graph: FileGraph, id: NodeId): readonly TextUse[] {
  const known = indexes.get(graph) ?? indexOf(graph);
  indexes.set(graph, known);
  return known.get(id) ?? [];
}

function indexOf({ nodes, stores, functions, exports }: FileGraph): ReadonlyMap<NodeId, readonly TextUse[]> {
  const found = new Map<NodeId, TextUse[]>();
  const add = (uses: readonly Use[], use: TextUse): void => {
    for (const id of new Set(uses.map(nodeOf))) {
      const known = found.get(id) ?? [];
      known.push(use);
      found.set(id, known);
    }
  };
  nodes.forEach((node, id) => {
    add(usesIn(node), { kind: 'node', id, node });
  });
  for (const store of stores) {
    const { object, property, value } = store;
    add([value, object, ...(property !== null && typeof property !== 'string' ? [property.key] : [])], { kind: 'store', store });
  }
  for (const { returns, yields } of functions) add([...returns, ...yields], { kind: 'other' });
  for (const entry of exports) if ('value' in entry) add([entry.value], { kind: 'other' });
  return found;
}

/** `quiet`: it makes no text of it. A node is what it becomes. */
type Judged = 'shown' | 'quiet' | 'elsewhere' | NodeId;

function judge(view: ProgramView, graph: FileGraph, file: number, id: NodeId, use: TextUse): Judged {
  if (use.kind === 'other') return 'elsewhere';
  if (use.kind === 'store') return isTextStore(graph, id, use.store) ? 'shown' : 'elsewhere';
  const { node } = use;
  if (node.kind === 'variable' || node.kind === 'phi' || node.kind === 'concat') return use.id;
  // What is called of it stands at the call.
  if (node.kind === 'load') return nodeOf(node.object) === id && (node.property === 'length' || isTextMethod(node)) ? 'quiet' : 'elsewhere';
  const call = view.callOf(file, use.id);
  if (node.kind !== 'call' || call === null || isOwn(call)) return node.kind === 'scalar' ? 'quiet' : 'elsewhere';
  if (node.arguments.some((argument) => nodeOf(argument) === id))
    return node.receiver !== null && textSetters.has(call.method) ? 'shown' : 'elsewhere';
  return node.receiver !== null && nodeOf(node.receiver) === id && textMethods.has(call.method) ? use.id : 'elsewhere';
}

function isTextMethod({ property }: Extract<FlowNode, { kind: 'load' }>): boolean {
  return typeof property === 'string' && textMethods.has(property);
}

/** Written to a property that holds text: of an element, or of an element of JSX, where what stands in it is text as well. */
function isTextStore(graph: FileGraph, id: NodeId, { object, property, value }: Store): boolean {
  if (nodeOf(value) !== id || typeof property !== 'string') return false;
  const owner = nodeOf(object);
  const element = graph.nodes.find((node) => node.kind === 'jsx' && node.properties === owner);
  if (element?.kind === 'jsx') return isTextOfJsx(graph, element, property);
  const origins = (originsOf(graph, owner) ?? []).map((origin) => graph.nodes[origin]);
  if (textProperties.has(property)) return origins.every((origin) => origin?.kind !== 'object');
  return fieldProperties.has(property) && origins.length > 0 && origins.every((origin) => isElement(graph, origin));
}

function isTextOfJsx(graph: FileGraph, { tag, component }: Extract<FlowNode, { kind: 'jsx' }>, property: string): boolean {
  if (component !== null) return textComponent.test(nameOf(graph, component)) && (fieldProperties.has(property) || property === 'children');
  return tag !== null && (property === 'children' ? !loudTags.has(tag) : fieldTags.has(tag) && fieldProperties.has(property));
}

function isElement({ nodes }: FileGraph, node: FlowNode | undefined): boolean {
  const callee = node?.kind === 'call' ? nodes[nodeOf(node.callee)] : undefined;
  return callee?.kind === 'load' && typeof callee.property === 'string' && finders.has(callee.property);
}

/** What a component is called; '' where that is not known. */
function nameOf(graph: FileGraph, use: Use): string {
  const origin = onlyOrigin(graph, nodeOf(use));
  const node = origin === null ? undefined : graph.nodes[origin];
  if (node?.kind === 'import') return node.local ?? node.name;
  return node?.kind === 'global' ? node.name : '';
}
