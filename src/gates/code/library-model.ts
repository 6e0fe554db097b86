// Reads a model file of a library: rules/code/models/ when mcgate is built, .mcgate/models/ when it runs.
import type { LibraryModel } from '../../analysis/models/model.ts';
import { readModel } from '../../analysis/models/read-model.ts';
import type { ModelDocument } from '../../core/documents.ts';
import { validateModel } from '../../core/generated/validators.js';
import { invalidDocument, problemAt } from '../../policy/document-problems.ts';
import { parseDocumentAs } from '../../policy/yaml-document.ts';

/** Throws McgateError `invalid-document`, with line and key of every problem, for what breaks the schema or has a path that cannot be read. */
export function parseLibraryModel(text: string, path: string): LibraryModel {
  const { value, positionOf } = parseDocumentAs<ModelDocument>(text, path, validateModel);
  const { model, problems } = readModel(value);
  if (problems.length === 0) return model;
  throw invalidDocument(
    problems.map(({ keys, what }) => problemAt({ path, ...positionOf(keys), key: keys.join('.') }, what)),
    path,
  );
}
