// Policies from documents in memory.
import { McgateError } from '../../../src/core/error.ts';
import { compilePolicy, type CompiledPolicy } from '../../../src/policy/compiled-policy.ts';
import { loadPolicy, type PolicyLoader } from '../../../src/policy/language/load-policy.ts';
import type { Policy } from '../../../src/policy/model.ts';
import type { PolicyEnvironment } from '../../../src/policy/request/request.ts';
import { parseYamlValue } from '../../../src/policy/yaml-document.ts';

export const place: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/ws', home: '/home/u', temp: '/tmp' };

/** Documents by path: YAML, or data that is written as JSON. */
export type Documents = Readonly<Record<string, string | object>>;

export function loaderOf(documents: Documents): PolicyLoader & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    read: (path) => {
      asked.push(path);
      const found = Object.hasOwn(documents, path) ? documents[path] : undefined;
      return Promise.resolve(typeof found === 'object' ? JSON.stringify(found) : (found ?? null));
    },
    parse: parseYamlValue,
  };
}

/** The policy `policy.yaml` of these documents, or of one alone. */
export function load(document: string | object, others: Documents = {}): Promise<Policy> {
  return loadPolicy(loaderOf({ ...others, 'policy.yaml': document }), 'policy.yaml');
}

export async function compiled(document: string | object, environment = place): Promise<CompiledPolicy> {
  return compilePolicy(await load(document), environment);
}

/** What is wrong, a line a problem; empty if nothing is. */
export async function problems(document: string | object, others: Documents = {}): Promise<readonly string[]> {
  try {
    await load(document, others);
    return [];
  } catch (error) {
    if (error instanceof McgateError && error.code === 'invalid-document') return error.message.split('\n');
    throw error;
  }
}
