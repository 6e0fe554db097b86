// Which objects there is room for at a node that has as many as are followed: code of the program, where a lot of it belongs there.
import { createIntList } from './int-list.ts';
import type { ProgramNumbers } from './numbering.ts';
import { objectKinds, type AbstractObject, type ObjectTable } from './objects.ts';

export interface CrowdBounds {
  readonly objectsPerNode: number;
  /** Objects at a node with those that are let in. */
  readonly codePerNode: number;
  /** At how many nodes one object is let in: in code that keeps everything together, each would stand everywhere. */
  readonly extraPlaces: number;
  /** Functions are let in where those of that many files are at the node: of fewer they are a library's. Infinite where the tree itself is one. */
  readonly functionFiles: number;
}

/** Whether `object` may stand at a full node beside those of `set`. A yes is counted. */
export type LetIn = (set: readonly AbstractObject[], object: AbstractObject) => boolean;

/**
 * Classes and instances make a registry of plugins, functions of many files what wraps the handlers of an application. Where those of
 * a few files are, none is let in: a library hands all it has through a few functions, and what comes out is anything.
 */
export function createLetIn(objects: ObjectTable, numbers: ProgramNumbers, bounds: CrowdBounds): LetIn {
  const extra = createIntList(256);
  /** The file of a function, plus one. */
  const files = createIntList(256);
  const fileOf = (object: AbstractObject): number => {
    if (objects.kindOf(object) !== objectKinds.function) return -1;
    const known = files.get(object);
    if (known > 0) return known;
    files.set(object, numbers.fileOfFunction(objects.payloadOf(object)) + 1);
    return files.get(object);
  };
  /** Of how many files functions are among them; counted no further than needed. */
  const filesIn = (set: readonly AbstractObject[]): number => {
    const seen: number[] = [];
    for (const object of set) {
      const file = fileOf(object);
      if (file >= 0 && !seen.includes(file)) seen.push(file);
      if (seen.length >= bounds.functionFiles) break;
    }
    return seen.length;
  };
  const hasRoom = (set: readonly AbstractObject[], object: AbstractObject): boolean => {
    const kind = objects.kindOf(object);
    if (kind === objectKinds.class || kind === objectKinds.instance) return true;
    if (kind !== objectKinds.function || bounds.functionFiles === Infinity) return false;
    return filesIn(set) >= bounds.functionFiles;
  };
  return (set, object) => {
    const places = extra.get(object);
    if (set.length >= bounds.codePerNode || places >= bounds.extraPlaces || !hasRoom(set, object)) return false;
    extra.set(object, places + 1);
    return true;
  };
}
