// Random small programs of several files, and random changes to them: modules that hand text on to each other, to sinks, or through checks.
import fc from 'fast-check';

/** Files by path, without `.mcgate/models/`. */
export type Sources = Readonly<Record<string, string>>;

export interface State {
  readonly files: Sources;
  /** The one model of the repository's own; null where there is none. */
  readonly model: string | null;
  readonly libraryParameters: 'auto' | 'on' | 'off';
}

/** What is done between two runs. */
export type Edit =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'delete' | 'rename' | 'swap'; readonly from: number; readonly to: string }
  | { readonly kind: 'model'; readonly text: string | null }
  | { readonly kind: 'parameters'; readonly value: State['libraryParameters'] }
  /** Back to a state that was there before. */
  | { readonly kind: 'revert'; readonly to: number }
  /** What the cache holds is lost in part: every so manieth entry, from some. */
  | { readonly kind: 'forget'; readonly every: number; readonly from: number };

const paths = ['a.js', 'b.js', 'lib/a.js', 'lib/index.js', 'c.ts', 'lib/d.mjs', 'packages/e/f.js', 'test/g.test.js'] as const;
const modules = ['./a', './b', './lib', './lib/a', '../a', '../b', './c', './d.mjs', 'e', 'gone', 'own', '@/a'] as const;

/** What is done with `v` in a module that knows others as `m0`, `m1`. */
const steps = [
  "require('child_process').exec('ls ' + v);",
  "require('fs').readFileSync('/srv/' + v);",
  'm0.run(v);',
  'm1.run(`${v}.txt`);',
  'return m0.run(v);',
  'if (!/^\\w+$/.test(v)) return;',
  'if (!/^\\w+/.test(v)) return;',
  'v = Number(v);',
  'v = m1.run(v);',
  "v = require('path').basename(v);",
  '/^(\\w+\\s?)*$/.test(v);',
  "require('own').send(v);",
  "v = require('own').clean(v);",
  'm0.run = (w) => eval(w);',
  'const o = { v, w: 1 }; v = o.w;',
  "for (const each of v.split(',')) m1.run(each);",
  'setTimeout(() => m0.run(v), 1);',
  'const k = m1[v]; m0[v] = k;',
] as const;

const endings = [
  '',
  "require('express')().get('/', (req, res) => { exports.run(req.query.q); });",
  'exports.run(process.argv[2]);',
  'module.exports = m0;',
  'exports.run = m1.run;',
  'exports.run(process.env.NAME',
] as const;

const codes: fc.Arbitrary<string> = fc
  .record({
    imports: fc.tuple(fc.constantFrom(...modules), fc.constantFrom(...modules)),
    isModule: fc.boolean(),
    body: fc.array(fc.constantFrom(...steps), { maxLength: 4 }),
    ending: fc.constantFrom(...endings, endings[1], endings[1]),
  })
  .map(({ imports, isModule, body, ending }) => {
    const lines = body.map((line) => `  ${line}\n`).join('');
    if (!isModule)
      return `const m0 = require('${imports[0]}');\nconst m1 = require('${imports[1]}');\nexports.run = function (v) {\n${lines}};\n${ending}\n`;
    const end = ending
      .replaceAll('exports.run(', 'run(')
      .replace(/^module.*$/u, `export * from '${imports[0]}';`)
      .replace(/^exports.*$/u, '');
    return `import * as m0 from '${imports[0]}';\nimport { default as m1 } from '${imports[1]}';\nexport function run(v) {\n${lines}}\n${end}\n`;
  });

const manifests = [
  '{ "name": "app", "private": true }',
  '{ "name": "app", "main": "a.js" }',
  '{ "name": "app", "main": "lib/index.js", "imports": { "#x": "./b.js" } }',
  '{ "name": "app", "private": true, "workspaces": ["packages/*"] }',
  '{ "name": "app", "exports": { "./*": "./lib/*.js" }, // a comment',
  '{ "name": "e", "main": "f.js" }',
  'none',
] as const;

const written: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...paths), codes) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('package.json', 'packages/e/package.json'), fc.constantFrom(...manifests)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('tsconfig.json'),
      fc.constantFrom(
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./*"] } } }',
        '{ "compilerOptions": { "paths": { "@/*": ["lib/*"] } } }',
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom('readme.md', 'run', 'lib/a.css'),
      fc.constantFrom('a text', './lib/a', '#!/usr/bin/env node\nrequire("./a");'),
    ),
  },
);

const models: fc.Arbitrary<string | null> = fc.constantFrom(
  null,
  'library: own\ncitation: https://own.example\nsinks: [{ at: "Member[send].Argument[0]", class: command, what: shell command }]\n',
  'library: own\ncitation: https://own.example\nsanitizers: [{ call: "Member[clean]" }]\n',
  'library: own\ncitation: https://own.example\nsources: [{ at: "Member[clean].ReturnValue", kind: remote, what: text of a stranger }]\n',
);

const parameters = fc.constantFrom('auto' as const, 'on' as const, 'off' as const);

export const states: fc.Arbitrary<State> = fc.record({
  files: fc
    .tuple(
      fc.constantFrom(...manifests),
      fc.array(fc.tuple(fc.constantFrom(...paths), codes), { minLength: 2, maxLength: 4 }),
      fc.array(written, { maxLength: 2 }),
    )
    .map(([manifest, code, others]) => ({ 'package.json': manifest, ...Object.fromEntries([...code, ...others]) })),
  model: models,
  libraryParameters: parameters,
});

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: written.map(([path, text]) => ({ kind: 'write' as const, path, text })) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('delete' as const, 'rename' as const, 'swap' as const),
      from: fc.nat(10),
      to: fc.constantFrom<string>(...paths, 'a.txt', 'packages/e/index.js', 'node_modules/own/index.js'),
    }),
  },
  { weight: 2, arbitrary: models.map((text) => ({ kind: 'model' as const, text })) },
  { weight: 2, arbitrary: parameters.map((value) => ({ kind: 'parameters' as const, value })) },
  { weight: 2, arbitrary: fc.nat(5).map((to) => ({ kind: 'revert' as const, to })) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), every: fc.integer({ min: 1, max: 3 }), from: fc.nat(2) }) },
);

/** The state after an edit. `before`: all states so far, the present one last. */
export function applyEdit(before: readonly State[], edit: Edit): State {
  const now = before.at(-1) ?? { files: {}, model: null, libraryParameters: 'auto' };
  switch (edit.kind) {
    case 'write':
      return { ...now, files: { ...now.files, [edit.path]: edit.text } };
    case 'model':
      return { ...now, model: edit.text };
    case 'parameters':
      return { ...now, libraryParameters: edit.value };
    case 'revert':
      return before[edit.to % before.length] ?? now;
    case 'forget':
      return now;
    case 'delete':
    case 'rename':
    case 'swap':
      return { ...now, files: moved(now.files, edit) };
  }
}

function moved(files: Sources, { kind, from, to }: Extract<Edit, { readonly kind: 'delete' | 'rename' | 'swap' }>): Sources {
  const names = Object.keys(files);
  const name = names[from % Math.max(names.length, 1)];
  const text = name === undefined ? undefined : files[name];
  if (name === undefined || text === undefined) return files;
  const rest = Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));
  if (kind === 'delete') return rest;
  const other = files[to];
  return { ...rest, [to]: text, ...(kind === 'swap' && other !== undefined && { [name]: other }) };
}
