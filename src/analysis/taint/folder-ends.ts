// Whether a folder's path ends in a separator, so that what begins with it is in it, and in no neighbour that begins the same.
import { factsOf, nodeOf, type Fact, type FactId, type FlowNode, type NodeId, type Use } from '../program/file-graph.ts';
import type { ValueId } from '../link/value-flow.ts';
import { originsOf, pathFunctionOf, type ProgramView } from './program-view.ts';

/** Values that are looked at. */
const mostLooks = 40;

/** True where it does whatever way it came: joined with one at its end, asked for one, or a property that was only ever written so. */
export function endsInSeparator(view: ProgramView, file: number, prefix: NodeId): boolean {
  return createLook(view).ends(file, prefix, []);
}

/** Whether the text names a folder and ends in a separator: not the root of all, and not one above. */
export function endsFolder(text: string): boolean {
  return /[^/\\:.][/\\]+$/u.test(text);
}

interface Look {
  readonly ends: (file: number, id: NodeId, facts: readonly FactId[]) => boolean;
}

function createLook(view: ProgramView): Look {
  const seen = new Set<string>();
  const ends: Look['ends'] = (file, id, facts) => {
    const key = `${String(file)} ${String(id)} ${facts.join(',')}`;
    // What comes from itself says nothing against it.
    if (seen.has(key)) return true;
    seen.add(key);
    if (seen.size > mostLooks) return false;
    const constants = view.constantsOf(file, id);
    if (constants !== null) return constants.every((constant) => typeof constant === 'string' && endsFolder(constant));
    return facts.some((fact) => saysSo(view, file, id, fact)) || endsOf(file, id, view.nodeOf(file, id));
  };
  const endsOf = (file: number, id: NodeId, node: FlowNode | null): boolean => {
    if (node?.kind === 'variable' || node?.kind === 'phi')
      return node.inputs.length > 0 && node.inputs.every((use) => ends(file, nodeOf(use), factsOf(use)));
    if (node?.kind === 'load') return isWrittenSo(file, id);
    const last = node === null ? null : lastPartOf(view, file, id, node);
    return last !== null && isSeparator(view, file, last);
  };
  /** A property that is written somewhere, and nowhere without. */
  const isWrittenSo = (file: number, id: NodeId): boolean => {
    const written = writtenTo(view, view.valueOf(file, id));
    return written !== null && written.length > 0 && written.every((at) => ends(at.file, at.node, []));
  };
  return { ends };
}

/** What is written to the property that the value is read from; null where that is too much to look at. */
function writtenTo({ program }: ProgramView, value: ValueId): readonly { readonly file: number; readonly node: NodeId }[] | null {
  const found: { readonly file: number; readonly node: NodeId }[] = [];
  const seen = new Set([value]);
  for (const place of seen) {
    for (const { kind, from } of program.into(place)) {
      const at = program.nodeAt(from);
      // Of what holds the property.
      if (kind === 'part' && place === value) continue;
      if (kind !== 'same') return null;
      if (at === null) seen.add(from);
      else found.push(at);
    }
    if (seen.size + found.length > mostLooks) return null;
  }
  return found;
}

/** Of joined text the last operand; of `path.join(root, '/')` the last argument. */
function lastPartOf(view: ProgramView, file: number, id: NodeId, node: FlowNode): NodeId | null {
  const parts: readonly Use[] =
    node.kind === 'concat' ? node.operands : node.kind === 'call' && pathFunctionOf(view.callOf(file, id)) === 'join' ? node.arguments : [];
  const last = parts.at(-1);
  return last === undefined ? null : nodeOf(last);
}

/** `root.endsWith(sep)`; `root.slice(-1) === sep`, `root[root.length - 1] === '/'`. */
function saysSo(view: ProgramView, file: number, id: NodeId, fact: FactId): boolean {
  const { subject, holds, test }: Partial<Fact> = view.graphOf(file)?.facts[fact] ?? {};
  if (subject !== id || holds !== true || test?.kind !== 'call' || test.result.operator !== 'truthy') return false;
  const call = view.callOf(file, test.call);
  const [end] = call?.method === 'endsWith' && test.argument === -1 ? call.node.arguments : [];
  return end !== undefined && isSeparator(view, file, nodeOf(end));
}

function isSeparator(view: ProgramView, file: number, id: NodeId): boolean {
  const constant = view.constantOf(file, id);
  return typeof constant === 'string' ? /[/\\]$/u.test(constant) : isSep(view, file, id);
}

/** `path.sep`, however it came there. */
export function isSep(view: ProgramView, file: number, id: NodeId): boolean {
  const graph = view.graphOf(file);
  const origins = (graph === null ? null : originsOf(graph, id)) ?? [];
  return origins.length > 0 && origins.every((origin) => isSepLoad(view.nodeOf(file, origin)));
}

function isSepLoad(node: FlowNode | null): boolean {
  return (node?.kind === 'load' && node.property === 'sep') || (node?.kind === 'import' && node.name === 'sep');
}
