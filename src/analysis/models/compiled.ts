// The models of all libraries as one automaton over access paths: what linking asks, step by step, while it follows values through the program.
import type { GuardModel, SanitizerModel, SinkModel, SourceModel, SummaryModel, ViewModel } from './model.ts';

/**
 * A state: every place of the models' access paths that a value may stand at. Where several tokens match a step (`Member[get]` and `Member[*]`,
 * `Argument[0]` and `Argument[*]`), the state stands for all of them together. `noApi` where no path of any model goes on.
 */
export type ApiNode = number;

export const noApi: ApiNode = -1;

/** Files of a package that depends on one of the libraries, where `matchesFile` says that the pattern holds of their path. */
export interface FilePlace {
  readonly libraries: readonly string[];
  readonly pattern: string;
  readonly node: ApiNode;
}

/**
 * Pure and total: same answer for the same question, `noApi` or an empty list where nothing is known. Libraries with a meaning of their own:
 * `global` (members are the global names), `any` (members of values that nothing is known of), `string`, `array`, `promise`, `map`, `regexp`, `function`,
 * `object` (the root is such a value; its members are what the language gives it; `map` stands for Set and the weak ones too), and
 * `jsx` (members are the intrinsic tags, components of one argument: `Member[a].Argument[0].Member[href]`).
 *
 * A decorator stands for a function: a decorated parameter holds what the decorator's expression is (`Member[Query].ReturnValue` for `@Query('x') x`),
 * a decorated method or class is its first argument (`Member[Get].ReturnValue.Argument[0].Parameter[0]`).
 */
export interface CompiledModels {
  /** Exact module name, without `node:`. The state that `require` and `import *` give; linking maps `default` to it unless `Member[default]` goes on. */
  root(library: string): ApiNode;
  /** The values of an annotated type: imported from `specifier`, or global (null). */
  type(specifier: string | null, name: string): ApiNode;
  /** Null for a name that is not constant: only `Member[*]` matches. */
  member(node: ApiNode, name: string | null): ApiNode;
  /** Names with a way on from here of their own, sorted; without those that only `Member[*]` matches. */
  memberNames(node: ApiNode): readonly string[];
  /** `ReturnValue`. */
  returned(node: ApiNode): ApiNode;
  /** `Argument[…]` of a call with `count` arguments; -1 where the count is not known (then `Argument[last]` matches nothing). */
  argument(node: ApiNode, index: number, count: number): ApiNode;
  /** `Argument[this]`. */
  receiver(node: ApiNode): ApiNode;
  parameter(node: ApiNode, index: number): ApiNode;
  /** `Parameter[this]`. */
  self(node: ApiNode): ApiNode;
  element(node: ApiNode): ApiNode;
  written(node: ApiNode): ApiNode;

  /** Sinks whose path ends here; those of `Written` end at `written(…)`. */
  sinks(node: ApiNode): readonly SinkModel[];
  sources(node: ApiNode): readonly SourceModel[];
  /** Models whose `call` ends here. */
  summaries(node: ApiNode): readonly SummaryModel[];
  sanitizers(node: ApiNode): readonly SanitizerModel[];
  guards(node: ApiNode): readonly GuardModel[];
  views(node: ApiNode): readonly ViewModel[];
  /** Places of what files export that a library loads by where they stand. */
  readonly files: readonly FilePlace[];
  /** The places of functions that begin with the directive. */
  directive(text: string): readonly ApiNode[];
  /** As people write it: `path.isAbsolute`, `String.prototype.startsWith`, `express().get`. */
  nameOf(node: ApiNode): string;
}

/** Whether a model names the place's own `default`: what merely holds of all members says nothing of a CommonJS module, which is its own. */
export function hasDefault(models: Pick<CompiledModels, 'memberNames'>, node: ApiNode): boolean {
  return models.memberNames(node).includes('default');
}
