// Calls in which a text is matched by a regular expression: told by the method's name, since patterns go through properties, lists and parameters.
import { factsOf, nodeOf, type FileGraph, type FlowNode, type Use } from '../program/file-graph.ts';
import type { LinkedFile, TextMatch } from './value-flow.ts';

type CallNode = Extract<FlowNode, { kind: 'call' }>;

const ofPatterns: ReadonlySet<string> = new Set(['test', 'exec']);
const ofTexts: ReadonlySet<string> = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

export function textMatches(files: readonly LinkedFile[]): readonly TextMatch[] {
  return files.flatMap(({ graph, first }, file) =>
    graph.nodes.flatMap((node): readonly TextMatch[] => {
      const found = node.kind === 'call' ? matchOf(graph, node) : null;
      if (found === null) return [];
      const { text, pattern } = found;
      const { start, end } = node;
      return [{ file, start, end, text: first + nodeOf(text), facts: factsOf(text), pattern: first + nodeOf(pattern) }];
    }),
  );
}

/** `re.test(text)`, `text.match(re)`, and both by `call`: `re.test.call(re, text)`. */
function matchOf(graph: FileGraph, { callee, receiver, arguments: given, spread }: CallNode): { text: Use; pattern: Use } | null {
  if (receiver === null || spread.length > 0) return null;
  const name = memberOf(graph, callee);
  if (name !== 'call') return pairOf(name, receiver, given[0]);
  const [self, first] = given;
  return self === undefined ? null : pairOf(memberOf(graph, receiver), self, first);
}

function memberOf(graph: FileGraph, use: Use): string | null {
  const node = graph.nodes[nodeOf(use)];
  return node?.kind === 'load' && typeof node.property === 'string' ? node.property : null;
}

function pairOf(name: string | null, receiver: Use, argument: Use | undefined): { text: Use; pattern: Use } | null {
  if (name === null || argument === undefined) return null;
  if (ofPatterns.has(name)) return { text: argument, pattern: receiver };
  return ofTexts.has(name) ? { text: receiver, pattern: argument } : null;
}
