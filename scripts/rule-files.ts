// Which rules there are: every file of rules/<gate>/ and what it exports.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentedRule } from '../src/core/rule.ts';

export const root = path.resolve(import.meta.dirname, '..');

/** All rules of all gates, sorted by id. Throws where a file exports none. */
export async function loadRules(): Promise<readonly DocumentedRule[]> {
  const folder = path.join(root, 'rules');
  const gates = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== 'generated');
  const files = await Promise.all(
    gates.map(async ({ name }) =>
      (await readdir(path.join(folder, name))).filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, name, file)),
    ),
  );
  const rules = await Promise.all(
    files.flat().map(async (file) => {
      const module = (await import(pathToFileURL(file).href)) as { readonly rule?: DocumentedRule };
      if (module.rule === undefined) throw new Error(`${file} exports no rule`);
      return module.rule;
    }),
  );
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
