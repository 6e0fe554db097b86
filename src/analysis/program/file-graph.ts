// One file as a graph of values: what crosses from the workers that read files to the one that links them, and what is kept by content.
// It knows no other file, no library and no path; everything in it is JSON.

/** Index into `FileGraph.nodes`. */
export type NodeId = number;
/** Index into `FileGraph.functions`; 0 is the body of the module. */
export type FunctionId = number;
/** Index into `FileGraph.facts`. */
export type FactId = number;

/** A value where it is used, and what is known about it there: the facts are about this very node, and each holds whenever the use is reached. */
export type Use = NodeId | readonly [NodeId, ...FactId[]];

export function nodeOf(use: Use): NodeId {
  return typeof use === 'number' ? use : use[0];
}

export function factsOf(use: Use): readonly FactId[] {
  return typeof use === 'number' ? [] : use.slice(1);
}

/** Raised when extraction gives another graph for the same content, or packing other bytes for the same graph. */
export const fileGraphVersion = 23;

export interface FileGraph {
  readonly nodes: readonly FlowNode[];
  /** Writes to fields, in the order of the source. */
  readonly stores: readonly Store[];
  readonly functions: readonly FunctionGraph[];
  readonly facts: readonly Fact[];
  /** What `export` names; `*` in `name` for `export * from`, with `from` set. CommonJS exports are stores into `module` and `exports` nodes. */
  readonly exports: readonly Export[];
  /** Calls that the module makes whenever it is loaded, in the order of the source: the first few. */
  readonly firstCalls: readonly NodeId[];
  /** Where it is minified: offsets by pairs. */
  readonly dense: readonly number[];
  /** `module` where the file has import or export syntax. */
  readonly sourceType: 'module' | 'script';
  /** True where a bound (nodes, depth) cut the graph short: what is missing is not known to be safe. */
  readonly truncated: boolean;
}

export type Export =
  | { readonly name: string; readonly value: NodeId }
  /** `imported` is null for the whole namespace (`export * from`, `export * as name from`). */
  | { readonly name: string; readonly from: string; readonly imported: string | null };

interface Common {
  /** The function in whose body it is evaluated. */
  readonly fn: FunctionId;
  /** Offsets into the text as parsed, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What a TypeScript annotation or cast says of the value. */
  readonly type?: TypeName;
}

/** A named type: imported from `specifier`, or declared in this file or globally (null). `number[]` and such are told by `name` alone: `Array`. */
export interface TypeName {
  readonly specifier: string | null;
  readonly name: string;
}

/** A property: a constant name (array indexes as decimal), or a computed key. */
export type Property = string | { readonly key: Use };

export type FlowNode = Common & NodeShape;

export type NodeShape =
  /** Literals, templates without holes, and constants folded from them. `undefined` is null. */
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
  | { readonly kind: 'function'; readonly function: FunctionId }
  | {
      readonly kind: 'class';
      readonly superclass: Use | null;
      readonly construct: FunctionId | null;
      readonly members: readonly ClassMember[];
      /** Names of members that TypeScript's `private` keeps from users of the class. */
      readonly privates: readonly string[];
    }
  /**
   * An object or array literal, its properties written by stores; the object that JSX attributes make; a namespace or enum of TypeScript. `bare`:
   * without a prototype.
   */
  | { readonly kind: 'object'; readonly array: boolean; readonly bare?: true }
  /** `name`: the imported name, `default`, or `*` for the namespace and for `require`. `local`: what the program calls a default, or what it requires. */
  | {
      readonly kind: 'import';
      readonly specifier: string;
      readonly name: string;
      readonly form: 'import' | 'require' | 'dynamic';
      readonly local?: string;
    }
  | { readonly kind: 'global'; readonly name: string }
  /** The value handed in; defaults and destructuring come after it. With `rest`: an array of all from this index on. `name` is '' of a pattern. */
  | { readonly kind: 'parameter'; readonly index: number; readonly rest: boolean; readonly name: string }
  | { readonly kind: 'this' }
  | { readonly kind: 'arguments' }
  /** CommonJS's `module`, and its first `exports` object. */
  | { readonly kind: 'module' }
  | { readonly kind: 'exports' }
  /** A variable that a closure captures or that lives in the module: any of its writes, at any time. */
  | { readonly kind: 'variable'; readonly name: string; readonly inputs: readonly Use[] }
  /** One of the inputs: control flow that joins, `?:`, `&&`, `||`, `??`, a default. */
  | { readonly kind: 'phi'; readonly inputs: readonly Use[] }
  | { readonly kind: 'load'; readonly object: Use; readonly property: Property }
  /**
   * `receiver` is set for `a.b()`, where `callee` is the load. `spread`: indexes of arguments that are spread (`...xs`).
   * A tagged template is a call with the array of constants first. `new` makes an instance.
   */
  | {
      readonly kind: 'call';
      readonly callee: Use;
      readonly receiver: Use | null;
      readonly arguments: readonly Use[];
      readonly spread: readonly number[];
      readonly new: boolean;
    }
  /** `super(...)` as a call and `super.x` as an object. */
  | { readonly kind: 'super' }
  /**
   * A string built from its operands, in order: `+` where it may be one, and templates. `+=` too.
   * What is no operand but constant text stands among them as constants.
   */
  | { readonly kind: 'concat'; readonly operands: readonly Use[] }
  /** Numbers, booleans and the like: nothing of the operands' text is left. */
  | { readonly kind: 'scalar'; readonly operator: string; readonly operands: readonly Use[] }
  /** A key of `object`: `for … in`. */
  | { readonly kind: 'key'; readonly object: Use }
  /** An element of an iterable: `for … of`, array patterns beyond known indexes, spread. */
  | { readonly kind: 'element'; readonly object: Use }
  | { readonly kind: 'await'; readonly value: Use }
  /** What `yield` gives back to the generator. */
  | { readonly kind: 'yield'; readonly value: Use | null }
  | { readonly kind: 'caught' }
  /** A JSX element: an intrinsic tag by name, or a component. `properties` is its object; children stand in its property `children`. */
  | { readonly kind: 'jsx'; readonly tag: string | null; readonly component: Use | null; readonly properties: NodeId };

export interface ClassMember {
  readonly name: Property;
  readonly static: boolean;
  readonly kind: 'method' | 'getter' | 'setter' | 'field';
  /** For a field its value, if any; else the function. */
  readonly value: Use | null;
  readonly function: FunctionId | null;
  /** Names of decorators with their import: `@Get()` of NestJS. */
  readonly decorators: readonly NodeId[];
}

/** `object.property = value`, also of literals, `Object.defineProperty` left to models. With property null: all of `value`'s own properties (spread). */
export interface Store {
  readonly fn: FunctionId;
  readonly start: number;
  readonly end: number;
  readonly object: Use;
  readonly property: Property | null;
  readonly value: Use;
  /** `get` and `set` for accessors of a literal: `value` is the function. */
  readonly accessor: 'get' | 'set' | null;
  /** Branches of `if` around it, within its function; `else if` is one with its `if`. None if left out. */
  readonly branches?: number;
}

export interface FunctionGraph {
  /** The name it is written or first assigned under; '' if none. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Enclosing function; null for the module. */
  readonly parent: FunctionId | null;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter';
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** `parameter` nodes, by index. */
  readonly parameters: readonly NodeId[];
  /** Null where the function has none of its own (arrows) or does not use it. */
  readonly thisNode: NodeId | null;
  readonly argumentsNode: NodeId | null;
  readonly returns: readonly Use[];
  readonly yields: readonly Use[];
  /**
   * About parameters: what holds whenever it ends without throwing; whenever it returns a truthy value; a falsy one. `onTrue` of what a method of lists is
   * handed also about values from around it.
   */
  readonly onReturn: readonly FactId[];
  readonly onTrue: readonly FactId[];
  readonly onFalse: readonly FactId[];
  /** Names and imports of decorators of each parameter, for frameworks: `@Query()`. */
  readonly parameterDecorators: readonly (readonly NodeId[])[];
  /** Directives that its body begins with, `use strict` left out; those of the module are the file's. None if left out. */
  readonly directives?: readonly string[];
}

/** `subject` passed (`holds`) or failed `test`. */
export interface Fact {
  readonly subject: NodeId;
  readonly holds: boolean;
  readonly test: Test;
  /** The test's place, to tell why it did not help. */
  readonly start: number;
  readonly end: number;
}

export type Test =
  | { readonly kind: 'truthy' }
  /**
   * `===`, `==`, `switch`. With `part` it is not the subject but this that equals: its beginning (`x.slice(0, 4) === 'http'`), or the host of an
   * address, read off what a call made of the subject, or was made: `new URL(x).hostname === 'a'`.
   */
  | { readonly kind: 'equals'; readonly other: NodeId; readonly part?: NodeId }
  | { readonly kind: 'typeof'; readonly type: string }
  | { readonly kind: 'instanceof'; readonly class: NodeId }
  /** `object[subject]` is truthy. Of a failed one nothing is known. */
  | { readonly kind: 'reads'; readonly object: NodeId }
  /** `subject in object`. */
  | { readonly kind: 'in'; readonly object: NodeId }
  | { readonly kind: 'compare'; readonly operator: '<' | '<=' | '>' | '>='; readonly other: NodeId }
  /** The same of its `length`. */
  | { readonly kind: 'length'; readonly operator: '<' | '<=' | '>' | '>='; readonly other: NodeId }
  /**
   * The subject went into a call whose result was truthy, or compared so with `other` (a constant). `argument`: its index, or -1 for the receiver.
   * The subject may also have gone into a call whose result went there: `relative(root, x).startsWith('..')`; then `argument` tells where the outermost
   * of these calls stands; or the host of an address that a call made of it did: `list.includes(new URL(x).hostname)`. Covers `x.startsWith(root)`,
   * `root.test(x)`, `list.includes(x)`, `isSafe(x)`, `x.indexOf('..') === -1`.
   */
  | {
      readonly kind: 'call';
      readonly call: NodeId;
      readonly argument: number;
      readonly result: { readonly operator: 'truthy' } | { readonly operator: '===' | '<' | '<=' | '>' | '>='; readonly other: NodeId };
    }
  /** The call, `list.some((each) => each === x)`, gave something true, and the function that it takes first asked about the subject, `x`. */
  | { readonly kind: 'asked'; readonly call: NodeId }
  /** The call that took the subject came back without throwing. `argument` is -1 for the list of `list.forEach(check)`. */
  | { readonly kind: 'returned'; readonly call: NodeId; readonly argument: number }
  /**
   * At least one of these sets holds as a whole; all are about the same subject, or, where the subject is a list that a loop went through, about each of its
   * elements. `holds` is true.
   */
  | { readonly kind: 'any'; readonly sets: readonly (readonly FactId[])[] };
