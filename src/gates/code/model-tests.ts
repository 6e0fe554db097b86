// Tests of models: programs and what must be told of them, `.mcgate/models/<library>.tests.yml`. See run-model-tests.ts.
import { dialectOfPath } from '../../analysis/parse/dialect.ts';
import type { ModelTest, ModelTestConfidence, ModelTestPlace, ModelTests } from '../../core/documents.ts';
import { validateModelTests } from '../../core/generated/validators.js';
import { invalidDocument, problemAt, type Problem } from '../../policy/document-problems.ts';
import { parseDocumentAs } from '../../policy/yaml-document.ts';
import type { LibraryParameters } from './flow/engine.ts';
import { isManifest } from './flow/manifests.ts';

/** A line of a case's program. */
export interface TestPlace {
  readonly path: string;
  readonly line: number;
}

/** Which flows are meant: those that agree with all that is not null. */
export interface TestFlow {
  readonly class: string | null;
  readonly source: TestPlace | null;
  readonly sink: TestPlace | null;
  /** At least so sure. */
  readonly confidence: ModelTestConfidence;
}

/** One case. */
export interface ModelTestCase {
  readonly name: string;
  /** Code, in the order given, and what linking needs to know of packages. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  readonly libraryParameters: LibraryParameters;
  readonly found: readonly TestFlow[];
  /** `any`: none but those of `found`. */
  readonly notFound: readonly TestFlow[] | 'any';
  readonly document: string;
  readonly line: number;
  readonly column: number;
}

type Keys = readonly (string | number)[];
type Complain = (keys: Keys, what: string) => void;

/** The name of a program that is one file. */
const only = 'example.js';

/** Throws McgateError `invalid-document`, with the lines of all that is wrong: a place that does not exist must not make a case hold. */
export function parseModelTests(text: string, path: string): readonly ModelTestCase[] {
  const { value, positionOf } = parseDocumentAs<ModelTests>(text, path, validateModelTests);
  const problems: Problem[] = [];
  const cases = value.cases.map((test, index) => {
    const complain: Complain = (keys, what) => {
      const all = ['cases', index, ...keys];
      problems.push(problemAt({ path, ...positionOf(all), key: all.join('.') }, what));
    };
    return { ...caseOf(test, complain), document: path, ...positionOf(['cases', index]) };
  });
  if (problems.length > 0) throw invalidDocument(problems, path);
  return cases;
}

function caseOf(test: ModelTest, complain: Complain): Omit<ModelTestCase, 'document' | 'line' | 'column'> {
  const { name, code, files, libraryParameters = 'auto', found = [], notFound = [] } = test;
  if ((code === undefined) === (files === undefined)) complain([], 'needs one of "code" and "files"');
  if (test.found === undefined && test.notFound === undefined) complain([], 'needs "found" or "notFound"');
  const texts = new Map(Object.entries(files ?? { [only]: code ?? '' }));
  for (const path of texts.keys()) {
    if (!isManifest(path) && dialectOfPath(path) === null) complain(['files', path], 'is neither code nor a package.json or tsconfig.json');
  }
  const all = [...texts].map(([path, text]) => ({ path, text }));
  const flowOf = (flow: WrittenFlow, keys: Keys): TestFlow => ({
    class: flow.class ?? null,
    source: placeOf(flow.source, texts, (what) => {
      complain([...keys, 'source'], what);
    }),
    sink: placeOf(flow.sink, texts, (what) => {
      complain([...keys, 'sink'], what);
    }),
    confidence: flow.confidence ?? 'low',
  });
  return {
    name,
    files: all.filter(({ path }) => !isManifest(path)),
    manifests: all.filter(({ path }) => isManifest(path)),
    libraryParameters,
    found: found.map((flow, index) => flowOf(flow, ['found', index])),
    notFound: notFound === 'any' ? 'any' : notFound.map((flow, index) => flowOf(flow, ['notFound', index])),
  };
}

interface WrittenFlow {
  readonly class?: string;
  readonly source?: ModelTestPlace;
  readonly sink?: ModelTestPlace;
  readonly confidence?: ModelTestConfidence;
}

function placeOf(
  written: ModelTestPlace | undefined,
  texts: ReadonlyMap<string, string>,
  complain: (what: string) => void,
): TestPlace | null {
  if (written === undefined) return null;
  const [first = ''] = texts.keys();
  if (typeof written === 'number' && texts.size > 1) complain('must name its file, as in "src/app.ts:3": there are several');
  const [path = '', digits = ''] = typeof written === 'number' ? [first, String(written)] : written.split(':');
  const text = texts.get(path);
  const line = Number(digits);
  if (text === undefined) complain(`there is no file "${path}" among those of the case`);
  else if ((text.split('\n')[line - 1] ?? '').trim() === '') complain(`there is nothing in line ${digits} of ${path}`);
  return { path, line };
}
