// As `run-flows.ts`, of the same packages written in another way: with what a minifier makes of statements, with short names, or for old engines. What is found
// should be the same: what a finding's place was before stands in the SARIF.
//   node bench/code/rewritten.ts <list.json> --as syntax|names|es2015|es5
// For the harness: --batch 'node bench/code/rewritten.ts {list} --as es5'.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { transformSync, type TransformOptions } from 'esbuild';
import ts from 'typescript';

interface Item {
  readonly key: string;
  readonly dir: string;
  readonly out: string;
  readonly files: readonly string[];
}

interface Rewritten {
  readonly text: string;
  readonly map: string;
}

interface Region {
  startLine?: number;
  startColumn?: number;
}

interface SarifLog {
  readonly runs: readonly {
    readonly results?: readonly {
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; region?: Region };
      }[];
    }[];
  }[];
}

const byEsbuild: Readonly<Record<string, TransformOptions>> = {
  syntax: { minifySyntax: true },
  names: { minifyIdentifiers: true },
  es2015: { target: 'es2015' },
};
const longest = 1_000_000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { as: { type: 'string', default: 'syntax' } } });
const [list] = positionals;
const options = byEsbuild[values.as];
if (list === undefined || (options === undefined && values.as !== 'es5'))
  throw new Error('usage: rewritten.ts <list.json> --as syntax|names|es2015|es5');

function rewrite(text: string, file: string): Rewritten | null {
  if (!/\.[cm]?js$/u.test(file) || text.length > longest) return null;
  try {
    return options === undefined ? toEs5(text, file) : byEsbuildOf(text, file, options);
  } catch {
    // What a tool cannot read stays as it is.
    return null;
  }
}

function byEsbuildOf(text: string, file: string, how: TransformOptions): Rewritten {
  const { code, map } = transformSync(text, { ...how, loader: 'js', sourcemap: 'external', sourcefile: file, logLevel: 'silent' });
  return { text: code, map };
}

function toEs5(text: string, file: string): Rewritten | null {
  const isModule = /^\s*(?:import|export)\s/mu.test(text);
  const json = { allowJs: true, target: 'es5', module: isModule ? 'commonjs' : 'none', sourceMap: true, esModuleInterop: true };
  const compilerOptions = ts.convertCompilerOptionsFromJson(json, '').options;
  const { outputText, sourceMapText } = ts.transpileModule(text, { fileName: file, compilerOptions });
  return sourceMapText === undefined ? null : { text: outputText, map: sourceMapText };
}

/** Where each file's map leads back, by the file's new path. */
const maps = new Map<string, SourceMap>();

function copied(item: Item, dir: string): Item {
  for (const file of new Set([...item.files, 'package.json'])) {
    const source = path.join(item.dir, file);
    if (!existsSync(source)) continue;
    const text = readFileSync(source, 'utf8');
    const made = rewrite(text, file);
    const target = path.join(dir, file);
    if (made !== null) maps.set(target, new SourceMap(JSON.parse(made.map) as SourceMapPayload));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, made?.text ?? text);
  }
  return { ...item, dir };
}

function tellOldPlaces({ dir, out }: Item): void {
  if (!existsSync(out)) return;
  const log = JSON.parse(readFileSync(out, 'utf8')) as SarifLog;
  for (const result of log.runs.flatMap(({ results = [] }) => results)) {
    const at = result.locations[0]?.physicalLocation;
    const map = at === undefined ? undefined : maps.get(path.join(dir, decodeURIComponent(at.artifactLocation.uri)));
    if (at?.region?.startLine === undefined || map === undefined) continue;
    const entry = map.findEntry(at.region.startLine - 1, (at.region.startColumn ?? 1) - 1);
    if ('originalLine' in entry) at.region = { startLine: entry.originalLine + 1 };
  }
  writeFileSync(out, JSON.stringify(log));
}

const root = mkdtempSync(path.join(tmpdir(), 'mcgate-rewritten-'));
try {
  const items = (JSON.parse(readFileSync(list, 'utf8')) as readonly Item[]).map((item, index) =>
    copied(item, path.join(root, String(index))),
  );
  // What an earlier run left would be told as this one's.
  for (const { out } of items) rmSync(out, { force: true });
  const rewritten = path.join(root, 'list.json');
  writeFileSync(rewritten, JSON.stringify(items));
  execFileSync(process.execPath, ['bench/code/run-flows.ts', rewritten, '--rules', 'all'], { stdio: 'inherit' });
  items.forEach(tellOldPlaces);
} finally {
  rmSync(root, { recursive: true });
}
