// Templates that a call fills in: found by name, as frameworks find them, and called with the values that they are handed.
import type { ViewModel } from '../models/model.ts';
import type { Calls } from './calls.ts';
import type { CallShape, Core } from './core.ts';
import { folderOf } from './manifests.ts';
import { textOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

export interface Views {
  readonly fill: (shape: CallShape, view: ViewModel) => void;
}

const template = /\.(?:ejs|hbs|handlebars)$/u;
/** Several folders may hold one of a name; more than these are not told apart by anybody. */
const mostFiles = 8;

export function createViews(core: Core, calls: Calls, exportsOf: (file: number) => ValueId): Views {
  const { numbers } = core;
  /** By the last part of the name. */
  const byName = new Map<string, number[]>();
  numbers.files.forEach(({ path }, file) => {
    if (!template.test(path)) return;
    const name = lastOf(withoutEnding(path));
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [file]);
    else known.push(file);
  });
  const filled = new Set<string>();
  return {
    fill: (shape, view) => {
      const [name, values] = [shape.arguments[view.name], shape.arguments[view.values]];
      if (byName.size === 0 || name === undefined || values === undefined) return;
      if (shape.spread >= 0 && shape.spread <= Math.max(view.name, view.values)) return;
      const text = textOf(numbers, name.value);
      if (text === null) return;
      for (const file of filesOf(text, numbers.files[numbers.fileOf(shape.origin)]?.path ?? '')) {
        const key = `${String(shape.index)} ${String(file)}`;
        if (filled.has(key)) continue;
        filled.add(key);
        const inner = core.shape({
          ...{ result: core.heap.fresh(), origin: shape.origin, callee: -1, receiver: null },
          ...{ arguments: [values], spread: -1, isNew: false },
        });
        calls.watch(exportsOf(file), inner);
      }
    },
  };

  /** Those of the name in the innermost folder around the caller that holds one. */
  function filesOf(text: string, from: string): readonly number[] {
    const name = text.replace(/^(?:\.{0,2}\/)+/u, '');
    const plain = withoutEnding(name);
    const candidates = (byName.get(lastOf(plain)) ?? []).filter((file) => {
      const path = numbers.files[file]?.path ?? '';
      return endsWith(plain === name ? withoutEnding(path) : path, name);
    });
    for (let folder = folderOf(from); candidates.length > 0; folder = folderOf(folder)) {
      const within = candidates.filter((file) => folder === '' || numbers.files[file]?.path.startsWith(`${folder}/`) === true);
      if (within.length > 0 || folder === '') return within.slice(0, mostFiles);
    }
    return [];
  }
}

function withoutEnding(path: string): string {
  return path.replace(template, '');
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function endsWith(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}
