// `mcgate rules test`: programs and which flows must be found in them, by the repository's own models, through the engine of the code gate.
import path from 'node:path';
import type { LibraryModel } from '../../../analysis/models/model.ts';
import { McgateError } from '../../../core/error.ts';
import { isModelPath, isModelTestsPath, modelFolder, mostModels } from '../../../core/model-paths.ts';
import { parseLibraryModel } from '../../../gates/code/library-model.ts';
import { parseModelTests, type ModelTestCase, type TestFlow, type TestPlace } from '../../../gates/code/model-tests.ts';
import { runModelTests, type ModelTestResult, type ToldFlow } from '../../../gates/code/run-model-tests.ts';
import { locatePath } from '../../../platform/local-path.ts';
import { listProjectFolder, readProjectFile } from '../../../platform/project-file.ts';
import { siblingEntry } from '../../../platform/sibling-entry.ts';
import { openWorkerPool } from '../../../platform/worker-pool.ts';
import { maxDocumentBytes } from '../../../policy/yaml-document.ts';
import { defineCommand } from '../../command.ts';
import { formatTap, type TapCase } from '../../tap.ts';
import { resolveTargets } from '../../targets.ts';

/** For one task of one case. */
const timeoutMs = 60_000;

export const command = defineCommand({
  positionals: { cases: { type: 'string', array: true, describe: `Tables of cases (default ${modelFolder}/*.tests.yml)` } },
  flags: { models: { type: 'string', describe: `Folder of the models to test (default ${modelFolder} of this repository)` } },
  examples: [
    ['$0 rules test', "The repository's models, by their own cases"],
    ['$0 rules test cases.yml --models drafts', 'Others'],
  ],
  notes:
    'Exit codes: 0 all cases hold, 1 one does not, 2 error. Prints TAP 14. Programs are followed as the code gate follows them, ' +
    "by mcgate's own models and by yours.",
  run: async ({ cases, models }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    const folder = await openFolder(models ?? null, root, session.cwd);
    const given = cases ?? [];
    const tests = given.length === 0 ? await readOwn(folder) : await Promise.all(given.map((each) => readNamed(each, session.cwd)));
    const parsed = tests.flatMap(({ text, name }) => parseModelTests(text, name));
    const results = await run(parsed, await readModels(folder));
    await session.stdout.write(formatTap(results.map(tapCase), session.stdout.style));
    return results.every(({ passed }) => passed) ? 0 : 1;
  },
});

interface ModelFolder {
  /** Absolute, and no link is followed below it. */
  readonly root: string;
  /** Below `root`, or `''`. */
  readonly relative: string;
  /** As it is told. */
  readonly name: string;
}

interface Document {
  readonly name: string;
  readonly text: string;
}

async function openFolder(given: string | null, root: string, cwd: string): Promise<ModelFolder> {
  if (given === null) return { root, relative: modelFolder, name: modelFolder };
  const place = await locatePath(path.resolve(cwd, given));
  if (place?.kind !== 'folder') throw new McgateError('usage', `There is no folder ${JSON.stringify(given)}.`);
  return { root: path.dirname(place.real), relative: path.basename(place.real), name: given };
}

/** What of the folder would be read from `.mcgate/models/`, in the order of names. */
async function readThose({ root, relative, name }: ModelFolder, belongs: (path: string) => boolean): Promise<readonly Document[]> {
  const files = (await listProjectFolder(root, relative)).filter((file) => belongs(`${modelFolder}/${file}`));
  if (files.length > mostModels) throw new McgateError('invalid-document', `${name}/ holds more than ${String(mostModels)} such files.`);
  const read = async (file: string): Promise<Document> => ({
    name: `${name}/${file}`,
    text: (await readProjectFile(root, `${relative}/${file}`, maxDocumentBytes)) ?? '',
  });
  return Promise.all(files.map(read));
}

async function readModels(folder: ModelFolder): Promise<readonly LibraryModel[]> {
  return (await readThose(folder, isModelPath)).map(({ text, name }) => parseLibraryModel(text, name));
}

async function readOwn(folder: ModelFolder): Promise<readonly Document[]> {
  const found = await readThose(folder, isModelTestsPath);
  if (found.length > 0) return found;
  throw new McgateError('usage', `There are no cases: no ${folder.name}/*.tests.yml exists.`, {
    remedy: 'Write `cases:` with a `name`, `code` and the flows that must be `found` in it.',
  });
}

async function readNamed(given: string, cwd: string): Promise<Document> {
  const file = await locatePath(path.resolve(cwd, given));
  const text = file?.kind === 'file' ? await readProjectFile(path.dirname(file.real), path.basename(file.real), maxDocumentBytes) : null;
  if (text === null) throw new McgateError('usage', `There are no cases: ${given} does not exist.`);
  return { name: given, text };
}

async function run(cases: readonly ModelTestCase[], models: readonly LibraryModel[]): Promise<readonly ModelTestResult[]> {
  const pool = openWorkerPool({ entry: siblingEntry('cli/code-worker') });
  try {
    return await runModelTests(cases, models, pool, timeoutMs);
  } finally {
    await pool.close();
  }
}

function tapCase({ test, passed, told, missing, unwanted, failure }: ModelTestResult): TapCase {
  const at = `${test.document}:${String(test.line)}:${String(test.column)}`;
  const facts = {
    ...(missing.length > 0 && { missing: missing.map(wantedText) }),
    ...(unwanted.length > 0 && { unwanted: unwanted.map(toldText) }),
    ...(failure !== null && { failure }),
    found: told.map(toldText),
    at,
  };
  return { name: test.name, passed, facts };
}

function wantedText(flow: TestFlow): string {
  return `${wayText(flow)}${flow.confidence === 'low' ? '' : `, at least ${flow.confidence} confidence`}`;
}

function toldText(flow: ToldFlow): string {
  return `${wayText(flow)}, ${flow.confidence} confidence`;
}

function wayText({ class: flowClass, source, sink }: TestFlow | ToldFlow): string {
  return `${flowClass ?? 'any class'} from ${placeText(source)} to ${placeText(sink)}`;
}

function placeText(place: TestPlace | null): string {
  return place === null ? 'anywhere' : `${place.path}:${String(place.line)}`;
}
