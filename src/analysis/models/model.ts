// What libraries do with data, as data: the documents of rules/code/models/ and of a user's .mcgate/models/, parsed.

/** What an attacker can do where his text arrives; one for each code rule that follows flows. */
export const flowClasses = [
  'command',
  'code',
  'path',
  'sql',
  'nosql',
  'xss',
  'redirect',
  'request', // server-side request forgery: where a request goes
  'deserialization',
  'prototype', // a property's name that may reach Object.prototype
  'header',
  'log',
  'xml',
  'archive', // zip slip: a path that an archive's entry names
  'template',
  'pattern', // regular expressions: injected, or slow ones that outside text is matched by
  'prompt', // untrusted text that reaches a model which may call privileged tools, or a model's output that reaches one
] as const;

export type FlowClass = (typeof flowClasses)[number];

/** Where text comes from. `remote`: whoever reaches the service. `parameter`: whoever calls the package's exported API. */
export const sourceKinds = [
  'remote',
  'parameter',
  'arguments',
  'environment',
  'file',
  'queue',
  'browser',
  'webview',
  'model-output',
  'tool-result',
  'tool-arguments',
  'archive',
] as const;

export type SourceKind = (typeof sourceKinds)[number];

/**
 * One step of an access path. From a library's root: `Member[a,b]`, `Member[*]`, `Argument[0]`, `Argument[1..]`, `Argument[*]`, `Argument[last]`,
 * `Argument[this]`, `Parameter[0]`, `Parameter[this]` (what the library calls it on), `ReturnValue` (also what `new` makes, and what a promise gives), `Element` (of arrays, sets, maps), `Written`
 * (what is stored at the member before it). The first may be `Type[Request]` or `Type[express.Request]`;
 * `Root` (no step at all) is the library itself.
 */
export type PathToken =
  | { readonly kind: 'member'; readonly names: readonly string[] | null }
  | { readonly kind: 'argument'; readonly from: number; readonly to: number | null }
  | { readonly kind: 'last-argument' }
  | { readonly kind: 'receiver' }
  | { readonly kind: 'parameter'; readonly from: number; readonly to: number | null }
  | { readonly kind: 'this' }
  | { readonly kind: 'return' }
  | { readonly kind: 'element' }
  | { readonly kind: 'written' }
  /** The values of a type, of this document (`library` null) or of another's; only as the first step. */
  | { readonly kind: 'type'; readonly library: string | null; readonly name: string };

export type AccessPath = readonly PathToken[];

/** Holds where a call's argument (or a property of an options argument) is a constant among `is`, or, with `not`, is none of them. */
export interface Condition {
  readonly argument: number | 'last';
  readonly property: string | null;
  readonly is: readonly (string | number | boolean | null)[];
  readonly not: boolean;
}

/** Holds where a call's argument is written as a constant among `is`; what it can be otherwise does not count, since all of it would have to hold. */
export interface WrittenCondition {
  readonly argument: number;
  readonly is: readonly (string | number | boolean | null)[];
}

export interface SinkModel {
  readonly at: AccessPath;
  readonly class: FlowClass;
  readonly when: readonly Condition[];
  /** Handing a value through here as it came is the function's plain purpose: from a parameter, only what was built up is told at more than low confidence. */
  readonly plain: boolean;
  /** Told only of text from outside: not of what the program's own user, its files or the package's caller hand in, since that is what they do with it. */
  readonly outside: boolean;
  /** What arrives is a whole address: only how it begins does harm (`javascript:`). */
  readonly address: boolean;
  /** One name, taken as a whole: text around it does not make it more dangerous, as it does in a command line. */
  readonly whole: boolean;
  /** A function may stand here instead of text. */
  readonly callable: boolean;
  /** Call by call a longer text is written: told once in a function for each source. */
  readonly piece: boolean;
  /** What is sunk, for the message: "shell command", "path of a file". */
  readonly what: string;
}

export interface SourceModel {
  readonly at: AccessPath;
  readonly kind: SourceKind;
  /** For the message: "query of a request". */
  readonly what: string;
  /** It, or whatever it holds, is always text: never an object, as parsed bodies are. */
  readonly text: boolean;
  /** Whether it is such a source is a guess: told one rank less sure. */
  readonly guessed: boolean;
  /** An address whose beginning nobody else chooses: as a whole it runs no script. */
  readonly address: boolean;
  /** A header of a request, or all of them. */
  readonly header: boolean;
  /** Where, in the call that takes the function whose parameter it is, the schema stands that it was checked against; the first that is one. */
  readonly schema: readonly SchemaPlace[];
}

/** An argument of a call, or a property of one. */
export interface SchemaPlace {
  readonly argument: number;
  readonly property: string | null;
}

/** In a call of `call`, what is at `from` is (part of) what is at `to`; paths begin with an argument, the receiver or the return value. */
export interface SummaryModel {
  readonly call: AccessPath;
  readonly from: AccessPath;
  readonly to: AccessPath;
  /** `same`: the very value. `part`: text or data of it. `built`: text put together with it. `key`: the name of a property of it. */
  readonly effect: 'same' | 'part' | 'built' | 'key';
  /** Index of the argument that is a function which takes what goes on and says whether it does: what it lets through has passed its tests. */
  readonly tested: number | null;
  /** Nothing but text goes through: an object fails, so that nothing of what it holds comes out. */
  readonly text: boolean;
}

/** What a call gives back can't harm in `classes`, whatever went in; null for all classes. Overrides summaries from the same call for these classes. */
export interface SanitizerModel {
  readonly call: AccessPath;
  readonly classes: readonly FlowClass[] | null;
  /** Of `xss`, that a whole address runs nothing (`javascript:`) is stopped as well: what escapes markup leaves it as it is. */
  readonly address: boolean;
  readonly when: readonly WrittenCondition[];
}

/** A test that, when it holds (or fails, with `holds` false), makes its argument harmless in `classes`. */
export interface GuardModel {
  readonly call: AccessPath;
  readonly argument: number | 'receiver';
  readonly holds: boolean;
  readonly classes: readonly FlowClass[] | null;
}

/** A call that fills in a template of the program: `name` and `values` are indexes of arguments. */
export interface ViewModel {
  readonly call: AccessPath;
  readonly name: number;
  readonly values: number;
}

/**
 * A type's name in annotations, and the access path of its values (`Request` of express is at `ReturnValue.Member[get].Argument[1].Parameter[0]`); null
 * where only annotations tell. All places of a type are one: what holds of `Type[Request]` holds at each.
 */
export interface TypeModel {
  readonly name: string;
  readonly at: AccessPath | null;
}

/** Files that the library loads by where they stand: their exports are a value of the type. See `matchesFile`. */
export interface FileModel {
  readonly type: string;
  readonly pattern: string;
}

/** Functions that begin with the directive, and the exports of files that do, are values of the type. */
export interface DirectiveModel {
  readonly type: string;
  readonly directive: string;
}

export interface LibraryModel {
  /**
   * Module names; `global` for what needs no import; `any` for members of values that nothing is known of, `package` for what packages offer that no
   * other model knows (both told with less confidence); `handler` for functions that by their names and use handle requests of HTTP;
   * `string`, `array`, `promise`, `map`, `regexp`, `function`, `object` for what the language gives such values; `jsx` for elements.
   */
  readonly libraries: readonly string[];
  readonly citation: string;
  readonly sinks: readonly SinkModel[];
  readonly sources: readonly SourceModel[];
  readonly summaries: readonly SummaryModel[];
  readonly sanitizers: readonly SanitizerModel[];
  readonly guards: readonly GuardModel[];
  readonly views: readonly ViewModel[];
  /** Calls that give back nothing of what goes into them: nothing is guessed of them. */
  readonly known: readonly AccessPath[];
  readonly types: readonly TypeModel[];
  readonly files: readonly FileModel[];
  readonly directives: readonly DirectiveModel[];
}
