// Reads a policy and what it extends: bounded, inside its folder, each document once, after what it builds on.
import type { PolicyDocument } from '../../core/documents.ts';
import { againstSchema, didYouMean, invalidDocument, type PositionOf, problemAt, shorten } from '../document-problems.ts';
import type { Layer } from './layer.ts';
import { policySchema } from '../generated/policy-schema.ts';
import { checkSchema } from './schema-check.ts';
import { secureDefaultsLayer, secureDefaultsName } from './secure-defaults.ts';

/** Most documents of a policy, the secure defaults included. */
export const mostDocuments = 16;

/** How documents are read: whoever loads a policy hands this in, for the policy itself touches no disk and knows no YAML. */
export interface PolicyLoader {
  /** Text of a file, with `/` between folders; null where there is none. Throws where it is a link, lies behind one, or is no text. */
  readonly read: (path: string) => Promise<string | null>;
  /** Throws McgateError `invalid-document` with positions. */
  readonly parse: (text: string, path: string) => { readonly value: unknown; readonly positionOf: PositionOf };
}

interface Reading {
  readonly loader: PolicyLoader;
  /** Path to layer, in the order in which they apply; null while what it extends is read. */
  readonly found: Map<string, Layer | null>;
}

/** The layers of the policy at `path`, in order. Throws McgateError `invalid-document`. Where no file is, the secure defaults. */
export async function readLayers(loader: PolicyLoader, path: string | null): Promise<readonly Layer[]> {
  const text = path === null || path === secureDefaultsName ? null : await loader.read(path);
  if (path === null || text === null) return [secureDefaultsLayer()];
  const reading: Reading = { loader, found: new Map() };
  await readLayer(reading, parseLayer(loader, text, path));
  return [...reading.found.values()].filter((layer) => layer !== null);
}

async function readLayer(reading: Reading, layer: Layer): Promise<void> {
  const { found } = reading;
  found.set(layer.path, null);
  for (const [index, name] of (layer.value.extends ?? []).entries()) {
    const path = name === secureDefaultsName ? name : resolveName(layer, name, index);
    const former = found.get(path);
    if (former === null) throw refused(layer, index, 'extends itself, if by way of others');
    if (former !== undefined) continue;
    if (found.size >= mostDocuments) throw refused(layer, index, `is more than the ${String(mostDocuments)} documents of a policy`);
    if (path === secureDefaultsName) found.set(path, secureDefaultsLayer());
    else await readLayer(reading, await readExtended(reading.loader, layer, index, path));
  }
  // A map keeps the place of a key that is set again; layers apply after what they extend.
  found.delete(layer.path);
  found.set(layer.path, layer);
}

async function readExtended(loader: PolicyLoader, layer: Layer, index: number, path: string): Promise<Layer> {
  const text = await loader.read(path);
  if (text === null) throw refused(layer, index, `there is no file ${path}`);
  return parseLayer(loader, text, path);
}

function parseLayer(loader: PolicyLoader, text: string, path: string): Layer {
  const { value, positionOf } = loader.parse(text, path);
  const errors = checkSchema(policySchema, value ?? {});
  if (errors.length > 0) throw againstSchema(value ?? {}, errors, path, positionOf);
  return { path, value: value as PolicyDocument, positionOf };
}

/** Only down, and only by plain names: what a policy builds on must be what its reviewers see beside it. */
function resolveName(layer: Layer, name: string, index: number): string {
  const problem = nameProblem(name);
  if (problem !== null) throw refused(layer, index, problem);
  const folder = layer.path.slice(0, layer.path.lastIndexOf('/') + 1);
  return `${folder}${name}`;
}

function nameProblem(name: string): string | null {
  if (/^mcgate:/i.test(name)) return `there is no "${shorten(name)}"${didYouMean(name, [secureDefaultsName])}`;
  if (/[\\:\p{Cc}\p{Cs}]/u.test(name)) return 'must be the path of a file, with "/" between folders';
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'must lie in the folder of this file or below it';
  return /\.(?:ya?ml|json)$/.test(name) ? null : 'must be a .yaml, .yml or .json file';
}

function refused(layer: Layer, index: number, what: string): Error {
  const place = { path: layer.path, ...layer.positionOf(['extends', index]), key: `extends.${String(index)}` };
  return invalidDocument([problemAt(place, what)], layer.path);
}
