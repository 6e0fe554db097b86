// What has to hold of every graph, whatever its source: every number in it leads somewhere, and it is packed whole.
import { isDeepStrictEqual } from 'node:util';
import { usesIn } from '../../../src/analysis/program/node-uses.ts';
import { packGraph, unpackGraph } from '../../../src/analysis/program/packed-graph.ts';
import { factsOf, nodeOf, type FileGraph, type Property, type Use } from '../../../src/analysis/program/file-graph.ts';

/** Complaints about a graph; none if it is well formed. */
export function flawsOf(graph: FileGraph): readonly string[] {
  const flaws: string[] = [];
  const check = (holds: boolean, flaw: string): void => {
    if (!holds && flaws.length < 10) flaws.push(flaw);
  };
  const checkUse = (use: Use, where: string): void => {
    check(nodeOf(use) in graph.nodes, `${where}: no node ${nodeOf(use)}`);
    for (const fact of factsOf(use)) check(graph.facts[fact]?.subject === nodeOf(use), `${where}: a fact about another node`);
  };
  for (const [id, node] of graph.nodes.entries()) {
    check(node.fn in graph.functions && node.start <= node.end, `node ${id}: place`);
    for (const use of usesIn(node)) checkUse(use, `node ${id}`);
  }
  for (const [id, { object, property, value }] of graph.stores.entries()) {
    for (const use of [object, value, ...keyOf(property)]) checkUse(use, `store ${id}`);
  }
  for (const [id, fn] of graph.functions.entries()) {
    for (const use of [...fn.returns, ...fn.yields]) checkUse(use, `function ${id}`);
    const isParameter = (subject: number): boolean => fn.parameters.includes(subject);
    const isAround = (subject: number): boolean => isParameter(subject) || (subject >= 0 && subject < (fn.parameters[0] ?? 0));
    for (const fact of [...fn.onReturn, ...fn.onFalse])
      check(isParameter(graph.facts[fact]?.subject ?? -1), `function ${id}: not about a parameter`);
    for (const fact of fn.onTrue) check(isAround(graph.facts[fact]?.subject ?? -1), `function ${id}: about what is not known before it`);
    check(fn.parameterDecorators.length === fn.parameters.length || graph.truncated, `function ${id}: decorators`);
  }
  for (const [id, { test }] of graph.facts.entries()) {
    const sets = test.kind === 'any' ? test.sets.flat() : [];
    check(
      sets.every((fact) => fact < id),
      `fact ${id}: made of later ones`,
    );
  }
  check(isDeepStrictEqual(unpackGraph(packGraph(graph)), JSON.parse(JSON.stringify(graph))), 'another graph when packed');
  return flaws;
}

function keyOf(property: Property | null): readonly Use[] {
  return property === null || typeof property === 'string' ? [] : [property.key];
}
