// The whole program as one graph of where values go: what linking makes of the files' graphs and the models, and what taint is followed through.
import type { FactId, FileGraph, FunctionId, NodeId } from '../program/file-graph.ts';
import type { GuardModel, SanitizerModel, SinkModel, SourceModel, SourceKind } from '../models/model.ts';

/** A file of the program. Its nodes have the numbers `first` to `first + graph.nodes.length - 1` in the value-flow graph. */
export interface LinkedFile {
  readonly path: string;
  readonly graph: FileGraph;
  readonly first: number;
}

/** A file before its nodes have numbers. */
export type GraphedFile = Pick<LinkedFile, 'path' | 'graph'>;

/** Number of a node in the value-flow graph: a file's node, or, above all of those, a place in the heap (a property of an allocated object). */
export type ValueId = number;

/** Number of a function over all files: `firstFunction` of its file and its index are told by `functionAt`. */
export type ProgramFunction = number;

/**
 * How a value goes on.
 * `same`: the value itself. `part`: text or data of it, or a field of it. `built`: text put together with it. `key`: the name of a property of it.
 * `call`: into a parameter of a function, at a call. `return`: out of it, to the same call.
 */
export type EdgeKind = 'same' | 'part' | 'built' | 'key' | 'call' | 'return';

export interface Edge {
  readonly from: ValueId;
  readonly to: ValueId;
  readonly kind: EdgeKind;
  /** For `call` and `return`: the call's node; a flow that went in by one call may come out by no other. Else -1. */
  readonly site: ValueId;
  /** What is known about `from` here; facts of the file of `factFile`. */
  readonly facts: readonly FactId[];
  readonly factFile: number;
  /** Sanitizers of the library call that this edge goes through. */
  readonly sanitizers: readonly SanitizerModel[];
  /** For `built` by `concat`: the constant text before the value, null where not constant; and whether anything stands before it at all. */
  readonly prefix: string | null;
  /** True where the edge is through a library that no model knows: it may or may not hand the value on. */
  readonly guessed: boolean;
  /** True into what is `written` where it has the name there that it was read by, though nobody can tell which that is. */
  readonly copied: boolean;
}

export interface SinkUse {
  readonly model: SinkModel;
  /** The value that arrives. */
  readonly value: ValueId;
  readonly facts: readonly FactId[];
  readonly factFile: number;
  /** The call, assignment or element to report, in its file. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
  /** True where the receiver was not resolved and the member's name alone told (library `any`). */
  readonly guessed: boolean;
  /** True in a test that is loaded, if at all, by a name that is not known. */
  readonly inTest?: boolean;
  /** True where a function may stand instead, and the program puts one. */
  readonly isFunction?: boolean;
  /** True where only the method's name tells, and nothing in the program defines what it is called on. */
  readonly isUndefined?: boolean;
}

export interface SourceValue {
  readonly kind: SourceKind;
  readonly what: string;
  readonly value: ValueId;
  readonly model: SourceModel | null;
  /** True where it is a property that is read of what may just as well be an object of the program's own. */
  readonly mixed: boolean;
}

/** A parameter of a function that the package's users can call. `api` is how they reach it: `module.exports.run`. */
export interface ExportedParameter {
  readonly value: ValueId;
  readonly fn: ProgramFunction;
  readonly index: number;
  readonly api: string;
  /** By a name that begins with an underscore, so that its users should not. */
  readonly isKept?: true;
  /** What the package's API can be made of. */
  readonly files: ReadonlySet<number>;
  /** See `PackageEntry`: the package is no library. */
  readonly isExtension: boolean;
}

/** A write with a computed key, `base[key] = value`; and a read, `result = base[key]`: what pollution of prototypes is made of. */
export interface ComputedStore {
  readonly file: number;
  /** The function of the file that writes. */
  readonly fn: FunctionId;
  readonly start: number;
  readonly end: number;
  readonly base: ValueId;
  readonly baseFacts: readonly FactId[];
  readonly key: ValueId;
  readonly keyFacts: readonly FactId[];
  readonly value: ValueId;
  /** Branches of `if` around it. */
  readonly branches: number;
  /** True if every object that `base` may be has no prototype or is a Map or an array by allocation. */
  readonly harmless: boolean;
}

export interface ComputedLoad {
  readonly result: ValueId;
  readonly base: ValueId;
  readonly key: ValueId;
  readonly file: number;
  readonly keyFacts: readonly FactId[];
  /** True if every object that `base` may be has no prototype or is a Map by allocation. */
  readonly harmless: boolean;
}

/** What a function under a test or a call is, to judge a fact by. */
export type Callee =
  | { readonly kind: 'function'; readonly fn: ProgramFunction }
  /** `name` is how it is spelled: `path.isAbsolute`, `String.prototype.startsWith`. `guards` are the models' about it. */
  | { readonly kind: 'library'; readonly name: string; readonly guards: readonly GuardModel[] }
  /** A method that nothing is known of but its name; the same for a function. */
  | { readonly kind: 'unknown'; readonly name: string };

/** A call in which a text is matched by a regular expression, as far as the method's name tells. */
export interface TextMatch {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly text: ValueId;
  readonly facts: readonly FactId[];
  readonly pattern: ValueId;
}

export interface KnownPattern {
  readonly source: string;
  readonly flags: string;
  /** The literal, or the call that makes it. */
  readonly value: ValueId;
  /** False where it may come from another caller than the text does. */
  readonly certain: boolean;
}

/**
 * What a place in the heap holds of its object: the property of that name; what was `written` under names that are not known; what is `read` under such names,
 * which may be any of its properties.
 */
export type Kept = { readonly name: string } | 'written' | 'read';

/** What was not followed. `file` is -1 where it is none's. */
export interface LinkGap {
  readonly file: number;
  readonly reason: string;
  /** True where the work was ended by a bound of the whole program: any flow of any file may be missing. */
  readonly cut?: true;
}

export interface ValueFlow {
  readonly files: readonly LinkedFile[];
  readonly size: number;
  /** Edges out of a value, and into it. */
  outOf(value: ValueId): readonly Edge[];
  into(value: ValueId): readonly Edge[];
  /** For walks that need no object for each edge. */
  eachInto(value: ValueId, visit: (from: ValueId, kind: EdgeKind) => void): void;
  /** File index and its own node; null for a place in the heap. */
  nodeAt(value: ValueId): { readonly file: number; readonly node: NodeId } | null;
  functionAt(fn: ProgramFunction): { readonly file: number; readonly fn: number };
  functionOf(value: ValueId): ProgramFunction | null;
  readonly sinks: readonly SinkUse[];
  readonly sources: readonly SourceValue[];
  /** Null for what is no property of an object, or one of those that no program can name. */
  keptAs(value: ValueId): Kept | null;
  /** Whether it is where an object keeps the texts that its properties were given as names. */
  holdsNames(value: ValueId): boolean;
  /** The object or array literal, by its node, that a value is a place of; null for what is none. */
  literalOf(value: ValueId): ValueId | null;
  /** Whether it is what a function was handed, where `arguments` or a rest parameter holds it. */
  holdsArgument(value: ValueId): boolean;
  readonly exported: readonly ExportedParameter[];
  readonly computedStores: readonly ComputedStore[];
  readonly computedLoads: readonly ComputedLoad[];
  /** What the call may call. */
  calleesOf(call: ValueId): readonly Callee[];
  /** Every string that the value can be, where it is constant (also elements of a constant array or Set, keys of a constant object); null where unknown. */
  constantsOf(value: ValueId): readonly (string | number | boolean | null)[] | null;
  /** Same, of what it holds: elements of an array or a Set, keys of an object or a Map. */
  elementConstantsOf(value: ValueId): readonly string[] | null;
  /** The regular expression that the value is, if it is one known one. */
  patternOf(value: ValueId): { readonly source: string; readonly flags: string } | null;
  /** Where texts may be matched, by file and place. */
  readonly matches: readonly TextMatch[];
  /** Those that the value may be, as far as they are known; also where it may be something else. */
  patternsOf(value: ValueId): readonly KnownPattern[];
  /** Files of tests that nothing loads but a test runner. */
  readonly tests: readonly number[];
  /** Files that are named as tests, or stand in folders of tests, and that no other is known to load, whatever else is loaded. */
  readonly testFiles: readonly number[];
  /** Files whose graph is truncated, unresolved imports and the like, for coverage. */
  readonly gaps: readonly LinkGap[];
}
