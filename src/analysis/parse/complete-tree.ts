// Turns oxc's tree into what readers of TS-ESTree expect: `parent`, regular expressions and big integers; and lists its nodes.
import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import { decodeReferences } from './references.ts';

export interface CompleteTree {
  readonly program: TSESTree.Program;
  /** Every node but the program, in source order, each before what it holds. */
  readonly nodes: readonly TSESTree.Node[];
}

interface RawNode {
  type: string;
  start: number;
  end: number;
  parent?: RawNode;
  [key: string]: unknown;
}

/** V8 needs quadratic time to read a decimal number: a longer literal's value stays null, as for a regular expression that Node does not know. */
const longestBigInt = 1000;

/**
 * Completes the tree in place. `json` is oxc's answer, `length` the source's length.
 * Works without recursion: how deep hostile source nests does not matter here.
 */
export function completeTree(json: string, length: number): CompleteTree {
  const program = (JSON.parse(json) as { node: RawNode }).node;
  const nodes: RawNode[] = [];
  const waiting: RawNode[] = [];
  pushChildren(program, waiting);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    if (node.type === 'Literal') completeLiteral(node);
    else if (node.type === 'JSXText') node['value'] = decodeReferences(String(node['value']));
    pushChildren(node, waiting);
  }
  // The program spans the whole text, comments and white space included.
  program.start = 0;
  program.end = length;
  delete program['hashbang'];
  return { program: program as unknown as TSESTree.Program, nodes: nodes as unknown as readonly TSESTree.Node[] };
}

/** The last first, so that the first is taken next. */
function pushChildren(node: RawNode, waiting: RawNode[]): void {
  // By the known keys where the type is known: to look at every property of every node is most of the work.
  const keys = visitorKeys[node.type] ?? Object.keys(node);
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? '';
    const value = key === 'parent' ? null : node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (let item = value.length - 1; item >= 0; item -= 1) pushChild((value as unknown[])[item], node, waiting);
    } else {
      pushChild(value, node, waiting);
    }
  }
}

function pushChild(value: unknown, parent: RawNode, waiting: RawNode[]): void {
  if (typeof value !== 'object' || value === null || typeof (value as RawNode).type !== 'string') return;
  const child = value as RawNode;
  child.parent = parent;
  waiting.push(child);
}

function completeLiteral(node: RawNode): void {
  const { regex, bigint } = node;
  if (typeof bigint === 'string') {
    node['value'] = bigint.length <= longestBigInt ? BigInt(bigint) : null;
  } else if (typeof regex === 'object' && regex !== null) {
    const { pattern } = regex as { pattern: string };
    const raw = String(node['raw']);
    // oxc sorts the flags; TS-ESTree has them as they are written.
    const flags = raw.slice(raw.lastIndexOf('/') + 1);
    node['regex'] = { pattern, flags };
    node['value'] = compiled(pattern, flags);
  } else if (typeof node['value'] === 'string' && node.parent?.type === 'JSXAttribute') {
    node['value'] = decodeReferences(node['value']);
  }
}

function compiled(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null; // newer syntax than this Node's
  }
}
