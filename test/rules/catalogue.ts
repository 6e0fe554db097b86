// The rule files as they stand on disk, so that tests need no generated list.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { CodeRule } from '../../src/gates/code/rule.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** Each file of rules/code/ with the rule that it exports. */
export async function loadCodeRules(): Promise<readonly (readonly [string, CodeRule])[]> {
  const names = readdirSync(path.join(root, 'rules/code')).filter((name) => name.endsWith('.ts'));
  return Promise.all(
    names.sort().map(async (name) => {
      const module = (await import(path.join(root, 'rules/code', name))) as { readonly rule: CodeRule };
      return [name.replace(/\.ts$/, ''), module.rule] as const;
    }),
  );
}
