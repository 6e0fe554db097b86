// Templates that a call fills in: found by name, as frameworks find them, and called with the values that they are handed.
import type { ViewModel } from '../models/model.ts';
import { embeddedLanguageOf } from '../parse/embedded/languages.ts';
import type { Calls } from './calls.ts';
import type { CallShape, Core } from './core.ts';
import { textOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

export interface Views {
  readonly fill: (shape: CallShape, view: ViewModel) => void;
  /** Whether there were more calls of templates than are followed. */
  readonly cut: () => boolean;
}

/** A template that a call fills in, each time. */
const mostFilled = 50_000;

export function createViews(core: Core, calls: Calls, exportsOf: (file: number) => ValueId): Views {
  const { numbers } = core;
  const byName = templatesByName(numbers.files);
  const filled = new Set<string>();
  const fillOne = (shape: CallShape, file: number, values: CallShape['arguments'][number]): void => {
    const key = `${String(shape.index)} ${String(file)}`;
    if (filled.size >= mostFilled || filled.has(key)) return;
    filled.add(key);
    const inner = core.shape({
      ...{ result: core.heap.fresh(), origin: shape.origin, callee: -1, receiver: null },
      ...{ arguments: [values], spread: -1, isNew: false },
    });
    calls.watch(exportsOf(file), inner);
  };
  return {
    fill: (shape, view) => {
      const [name, values] = [shape.arguments[view.name], shape.arguments[view.values]];
      if (name === undefined || values === undefined) return;
      if (shape.spread >= 0 && shape.spread <= Math.max(view.name, view.values)) return;
      const text = textOf(numbers, name.value)?.replace(/^(?:\.{0,2}\/)+/u, '') ?? '';
      for (const file of byName.get(lastOf(withoutEnding(text))) ?? []) {
        if (isCalled(numbers.files[file]?.path ?? '', text)) fillOne(shape, file, values);
      }
    },
    cut: () => filled.size >= mostFilled,
  };
}

/** By the last part of the name. */
function templatesByName(files: readonly { readonly path: string }[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [file, { path }] of files.entries()) {
    if (!isTemplate(path)) continue;
    const name = lastOf(withoutEnding(path));
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [file]);
    else known.push(file);
  }
  return byName;
}

/**
 * Whether the name may mean the template: the path ends in it. Where the program looks for its templates it says in many ways; one that stands nearer to
 * the call than another is no more meant, or a change could put one there to hide what goes into the other.
 */
function isCalled(path: string, name: string): boolean {
  const whole = isTemplate(name) ? path : withoutEnding(path);
  return whole === name || whole.endsWith(`/${name}`);
}

function isTemplate(path: string): boolean {
  const language = embeddedLanguageOf(path);
  return language === 'ejs' || language === 'handlebars' || language === 'pug';
}

function withoutEnding(path: string): string {
  return isTemplate(path) ? path.slice(0, path.lastIndexOf('.')) : path;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
