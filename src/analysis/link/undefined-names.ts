// Names that nothing in a program defines: what uses them is a piece of a program, as documentation and exercises have them, and cannot run by itself.
import { nodeOf } from '../program/file-graph.ts';
import type { ProgramNumbers } from './numbering.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

const globalObjects: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self', 'root']);
const deepest = 8;

/** Whether a value is read of a name that its module does not declare, and that no file of the program exports or makes global. */
export function createUndefinedNames(numbers: ProgramNumbers): (value: ValueId) => boolean {
  const { files } = numbers;
  let defined: ReadonlySet<string> | null = null;
  return (value) => {
    const file = files[numbers.fileOf(value)];
    // A script sees what others of its page or shell declare.
    if (file?.graph.sourceType !== 'module' || file.graph.exports.length === 0) return false;
    let root = numbers.nodeOf(value);
    for (let depth = 0; depth < deepest && root?.kind === 'load'; depth += 1) root = file.graph.nodes[nodeOf(root.object)] ?? null;
    if (root?.kind !== 'global') return false;
    defined ??= new Set(files.flatMap(namesDefinedBy));
    return !defined.has(root.name);
  };
}

function namesDefinedBy({ graph }: LinkedFile): readonly string[] {
  const { nodes, stores, exports } = graph;
  const made = stores.flatMap(({ object, property }) => {
    const owner = nodes[nodeOf(object)];
    return owner?.kind === 'global' && globalObjects.has(owner.name) && typeof property === 'string' ? [property] : [];
  });
  return [...made, ...exports.map(({ name }) => name)];
}
