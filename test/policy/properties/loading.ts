// Policies loaded from documents in memory, as the product loads them from disk.
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import type { Policy } from '../../../src/policy/model.ts';
import { parseYamlValue } from '../../../src/policy/yaml-document.ts';
import type { Document } from '../oracle/document.ts';

/** The policy of `document`, which may extend the files beside it. Every document is written as JSON, which is YAML. */
export function loadDocument(document: object, files: ReadonlyMap<string, Document> = new Map()): Promise<Policy> {
  const texts = new Map<string, object>([...files, ['policy.yaml', { version: 1, ...document }]]);
  const read = (path: string): Promise<string | null> => {
    const found = texts.get(path);
    return Promise.resolve(found === undefined ? null : JSON.stringify({ version: 1, ...found }));
  };
  return loadPolicy({ read, parse: parseYamlValue }, 'policy.yaml');
}

/** What holds where a policy says nothing: an empty document's modes, roles and settings. */
export function loadDefaults(): Promise<Policy> {
  return loadDocument({});
}
