// Makes what is derived from schemas/ and rules/: types, validators, the rule catalogue, `mcgate explain` data.
// Output goes to src/**/generated/ (never committed) so that nothing is written twice.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { compile } from 'json-schema-to-typescript';
import { checkedKeywords } from '../src/policy/language/schema-check.ts';
import { parseYamlValue } from '../src/policy/yaml-document.ts';

const root = path.resolve(import.meta.dirname, '..');
const schemaFolder = path.join(root, 'schemas');
const coreFolder = path.join(root, 'src/core/generated');
const policyFolder = path.join(root, 'src/policy/generated');
const banner = '// Generated from schemas/ by scripts/generate.ts: do not edit.';

interface Schema {
  $id: string;
  title: string;
  [key: string]: unknown;
}

async function loadSchemas(): Promise<Map<string, Schema>> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith('.schema.json')).sort();
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, Schema]> => [
        name.replace('.schema.json', ''),
        JSON.parse(await readFile(path.join(schemaFolder, name), 'utf8')) as Schema,
      ]),
    ),
  );
}

/** One module of types for all schemas: a definition that two schemas share is written once. */
async function generateTypes(schemas: ReadonlyMap<string, Schema>): Promise<void> {
  const all = {
    title: 'AllDocuments',
    type: 'object',
    properties: {
      ...Object.fromEntries([...schemas.keys()].map((name) => [name, { $ref: `${name}.schema.json` }])),
      'gate-result': { $ref: 'report.schema.json#/$defs/gateResult' },
    },
    additionalProperties: false,
  };
  const text = await compile(all as never, 'AllDocuments', {
    cwd: schemaFolder,
    bannerComment: banner,
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
  });
  const own = text
    .replace(/export interface AllDocuments \{[\s\S]*?\n\}\n/, '')
    .replaceAll(/^(\s*)([\w"]+\??: )/gm, '$1readonly $2')
    .replaceAll(/(\([^()]*\)|\w+)\[\]/g, 'readonly $1[]');
  await writeFile(path.join(coreFolder, 'documents.ts'), own);
}

/** Documents that people write: they get every error at once. Others may be so large that so many errors would not fit in memory. */
const writtenByPeople: ReadonlySet<string> = new Set(['config', 'checklist', 'suppressions', 'policy-tests', 'model', 'model-tests']);
/** The policy's schema is read, not compiled: a bundle that runs in a browser holds it. */
const read: ReadonlySet<string> = new Set(['policy']);
const gateResult = { $id: 'gate-result', $ref: 'https://unpkg.com/mcgate/schemas/report.schema.json#/$defs/gateResult' };

/** Precompiled ajv validators, bundled so that nothing of ajv's compiler ships. */
async function generateValidators(schemas: ReadonlyMap<string, Schema>): Promise<void> {
  const names = [...schemas.keys()].filter((name) => name !== 'rule');
  const exportsOf = (chosen: readonly string[]): Record<string, string> =>
    Object.fromEntries(chosen.map((name) => [`validate${pascal(name)}`, schemas.get(name)?.$id ?? '']));
  const compiled = names.filter((name) => !read.has(name));
  const all = exportsOf(compiled.filter((name) => writtenByPeople.has(name)));
  const first = { ...exportsOf(compiled.filter((name) => !writtenByPeople.has(name))), validateGateResult: gateResult.$id };
  const exportsMap = { ...all, ...first };
  const bundled = await build({
    stdin: { contents: "export * from 'all'; export * from 'first';", resolveDir: root, loader: 'js' },
    plugins: [
      virtualModules({
        all: standaloneSource(schemas, all, { allErrors: true }),
        first: standaloneSource(schemas, first, { allErrors: false }),
      }),
    ],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    legalComments: 'none',
  });
  await writeFile(path.join(coreFolder, 'validators.js'), `${banner}\n${bundled.outputFiles[0]?.text ?? ''}`);
  const lines = Object.keys(exportsMap).map((name) => `export declare const ${name}: Validator;`);
  await writeFile(
    path.join(coreFolder, 'validators.d.ts'),
    `${banner}\nimport type { Validator } from '../validation.ts';\n${lines.join('\n')}\n`,
  );
}

/** The policy's schema as data, without what only editors and readers need. Throws where it says something that the check does not know. */
async function generatePolicySchema(schemas: ReadonlyMap<string, Schema>): Promise<void> {
  const text = JSON.stringify(withoutNotes(schemas.get('policy')));
  await mkdir(policyFolder, { recursive: true });
  await writeFile(
    path.join(policyFolder, 'policy-schema.ts'),
    `${banner}\nimport type { CheckedSchema } from '../language/schema-check.ts';\n\nexport const policySchema: CheckedSchema = ${text};\n`,
  );
}

const notes: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'examples', 'default']);

/** `named`: the keys are names, not keywords. */
function withoutNotes(node: unknown, named = false): unknown {
  if (Array.isArray(node)) return node;
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node);
  if (named) return Object.fromEntries(entries.map(([key, value]) => [key, withoutNotes(value)]));
  // An example says more than a regular expression.
  const kept = entries.filter(([key]) => !notes.has(key) || (key === 'examples' && 'pattern' in node));
  const unknown = kept.find(([key]) => !checkedKeywords.includes(key as never));
  if (unknown !== undefined) throw new Error(`schema-check.ts does not know the keyword ${unknown[0]}`);
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutNotes(value, key === 'properties' || key === '$defs')]));
}

function standaloneSource(
  schemas: ReadonlyMap<string, Schema>,
  exportsMap: Readonly<Record<string, string>>,
  options: { readonly allErrors: boolean },
): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: true },
    verbose: true,
    strict: true,
    strictTypes: false,
    inlineRefs: false,
    schemas: [...schemas.values(), gateResult],
    ...options,
  });
  (formats as unknown as (a: Ajv2020) => void)(ajv);
  return (standalone as unknown as (a: Ajv2020, m: Readonly<Record<string, string>>) => string)(ajv, exportsMap);
}

/** Modules that exist by name only. */
function virtualModules(sources: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'virtual-modules',
    setup(setup) {
      setup.onResolve({ filter: new RegExp(`^(?:${Object.keys(sources).join('|')})$`) }, ({ path: name }) => ({
        path: name,
        namespace: 'virtual',
      }));
      setup.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path: name }) => ({ contents: sources[name] ?? '', resolveDir: root }));
    },
  };
}

/** rules/<gate>/<name>.ts -> one list, so that adding a rule is adding a file. */
async function generateCatalogue(): Promise<void> {
  await mkdir(path.join(root, 'rules'), { recursive: true });
  const gates = (await readdir(path.join(root, 'rules'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  for (const gate of gates) {
    const names = (await readdir(path.join(root, 'rules', gate))).filter((name) => name.endsWith('.ts')).sort();
    const imports = names.map((name, index) => `import { rule as r${String(index)} } from '../${gate}/${name}';`);
    const folder = path.join(root, 'rules/generated');
    await mkdir(folder, { recursive: true });
    if (gate === 'generated') continue;
    await writeFile(
      path.join(folder, `${gate}.ts`),
      `// Generated from rules/${gate}/ by scripts/generate.ts: do not edit.\n${imports.join('\n')}\n\nexport const rules = [${names.map((_, index) => `r${String(index)}`).join(', ')}] as const;\n`,
    );
  }
}

/** The secure defaults as data with the lines of their keys and items, so that no bundle needs a YAML parser for them. */
async function generateSecureDefaults(): Promise<void> {
  const text = await readFile(path.join(root, 'src/policy/language/secure-defaults.yaml'), 'utf8');
  const { value, positionOf } = parseYamlValue(text, 'secure-defaults.yaml');
  const lines: number[] = [];
  const note = (node: unknown, keys: readonly string[]): void => {
    const { line, column } = positionOf(keys);
    lines.push(line, column);
    if (node === null || typeof node !== 'object') return;
    for (const [key, inner] of Object.entries(node)) note(inner, [...keys, key]);
  };
  note(value, []);
  await mkdir(policyFolder, { recursive: true });
  await writeFile(
    path.join(policyFolder, 'secure-defaults.ts'),
    `// Generated from src/policy/language/secure-defaults.yaml by scripts/generate.ts: do not edit.
import type { PolicyDocument } from '../../core/documents.ts';

/** As it is written, with comments. */
export const secureDefaultsText = ${JSON.stringify(text)};

export const secureDefaults: PolicyDocument = ${JSON.stringify(value)};

/** Line and column of the whole, then of each key and item, in the order in which they are met. */
export const secureDefaultsLines: readonly number[] = ${JSON.stringify(lines)};
`,
  );
}

/** rules/code/models/*.yml -> one list, checked and read: when mcgate runs, no YAML is parsed for them, no schema asked, no path read. */
async function generateModels(): Promise<void> {
  // Not before: it needs the validators.
  const { parseLibraryModel } = await import('../src/gates/code/library-model.ts');
  const folder = 'rules/code/models';
  const names = (await readdir(path.join(root, folder))).filter((name) => name.endsWith('.yml')).sort();
  const models = await Promise.all(
    names.map(async (name) => {
      const file = `${folder}/${name}`;
      return parseLibraryModel(await readFile(path.join(root, file), 'utf8'), file);
    }),
  );
  await writeFile(
    path.join(root, 'rules/generated/code-models.ts'),
    `// Generated from ${folder}/ by scripts/generate.ts: do not edit.
import type { LibraryModel } from '../../src/analysis/models/model.ts';

const models = ${JSON.stringify(JSON.stringify(models))};

/** What mcgate knows of libraries, by the files' names. */
export function codeModels(): readonly LibraryModel[] {
  return JSON.parse(models) as readonly LibraryModel[];
}
`,
  );
}

function pascal(name: string): string {
  return name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

await mkdir(coreFolder, { recursive: true });
const schemas = await loadSchemas();
await generateTypes(schemas);
await generateValidators(schemas);
await generatePolicySchema(schemas);
await generateCatalogue();
await generateSecureDefaults();
await generateModels();
