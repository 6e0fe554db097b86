// Writes policy documents: one that stands in its usual order with its comments kept, or an effective one from data.
import { Document, isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { canonical } from '../core/canonical.ts';
import { McgateError } from '../core/error.ts';
import { againstSchema } from './document-problems.ts';
import { policySchema } from './generated/policy-schema.ts';
import { compareKeys, documentPlace, itemOrder, orderDocument, placeBelow, type Place } from './language/document-order.ts';
import { checkSchema } from './language/schema-check.ts';
import { parseYamlValue } from './yaml-document.ts';

const style = { lineWidth: 0, singleQuote: true, flowCollectionPadding: true } as const;

/** What makes an editor check a policy as it is typed. */
export const editorLine = '# yaml-language-server: $schema=https://unpkg.com/mcgate/schemas/policy.schema.json';

/**
 * The document in its usual form: keys in the schema's order, lists sorted where their order means nothing (within runs that comments and
 * blank lines make), comments kept. Formatting twice changes nothing more. Throws McgateError `invalid-document` for what is no policy.
 */
export function formatPolicy(text: string, path: string): string {
  const { value, positionOf } = parseYamlValue(text, path);
  const errors = checkSchema(policySchema, value ?? {});
  if (errors.length > 0) throw againstSchema(value ?? {}, errors, path, positionOf);
  const formatted = path.endsWith('.json') ? `${JSON.stringify(orderDocument(value), null, 2)}\n` : formatYaml(text);
  const after = parseYamlValue(formatted, path).value;
  if (canonical(orderDocument(after)) === canonical(orderDocument(value))) return formatted;
  throw new McgateError('invalid-document', `${path}: cannot be formatted without changing what it says`, {
    positions: [{ path }],
    remedy: 'Please report this document: it is left as it is.',
  });
}

/** What a terminal or a log would act on, or a reader not see: none of it stands as itself in what is written. */
const unseen = /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|#(?=#\[)/gu;

/** A document of data as YAML, below comment lines. Nothing in it moves a cursor, and it reads back as the same data. */
export function writePolicy(value: object, comments: readonly string[]): string {
  const head = comments.map((line) => `# ${line.replaceAll(/\p{Cc}+/gu, ' ')}\n`).join('');
  const document = new Document(orderDocument(value), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.search(unseen) >= 0) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  const body = document.toString(style).replaceAll(unseen, (character) => (character === '\n' ? character : escaped(character)));
  return `${editorLine}\n${head}${body}`;
}

/** As YAML's double quotes take it (YAML 1.2, 5.7). */
function escaped(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return codePoint > 0xffff ? `\\U${codePoint.toString(16).padStart(8, '0')}` : `\\u${codePoint.toString(16).padStart(4, '0')}`;
}

function formatYaml(text: string): string {
  const document = parseDocument(text, { uniqueKeys: false, stringKeys: true });
  // What stands behind an alias must come after what it stands for: then the order is the author's.
  if (!hasAliases(document) && isMap(document.contents)) {
    const [first] = document.contents.items;
    orderMap(document.contents, documentPlace);
    if (first !== document.contents.items[0]) keepHead(document, first?.key);
  }
  visit(document, {
    Collection: (_, collection) => {
      padLikePrettier(collection);
    },
  });
  return document.toString(style);
}

/** What stands above the first key is about the file, as the line for editors is: it stays when that key goes. */
function keepHead(document: Document.Parsed, key: unknown): void {
  if (!isNode(key) || (key.commentBefore ?? '') === '') return;
  document.commentBefore = [document.commentBefore, key.commentBefore].filter(Boolean).join('\n\n');
  key.commentBefore = null;
}

/** `[a, b]` and `{ a: b }`: so that the two formatters do not undo each other's work. */
function padLikePrettier(collection: YAMLMap | YAMLSeq): void {
  if (collection.flow !== true) return;
  const toString = collection.toString.bind(collection);
  const flowCollectionPadding = isMap(collection) ? ' ' : '';
  collection.toString = (context, ...more) => toString(context === undefined ? context : { ...context, flowCollectionPadding }, ...more);
}

function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function orderNode(node: unknown, place: Place, key: string | number): void {
  if (isMap(node)) orderMap(node, place);
  else if (isSeq(node)) orderList(node, place, key);
}

function orderMap(map: YAMLMap, place: Place): void {
  for (const { key, value } of map.items) orderNode(value, placeBelow(place, nameOf(key)), nameOf(key));
  const [first] = map.items;
  map.items.sort((a, b) => compareKeys(place, nameOf(a.key), nameOf(b.key)));
  if (map.items[0] === first || first === undefined || (map.commentBefore ?? '') === '') return;
  // A comment above the first key belongs to that key.
  if (isNode(first.key)) first.key.commentBefore = [map.commentBefore, first.key.commentBefore].filter(Boolean).join('\n');
  map.commentBefore = null;
}

/** A comment above the first item heads the list. A comment or a blank line between items begins a run of its own. */
function orderList(list: YAMLSeq, place: Place, key: string | number): void {
  for (const item of list.items) orderNode(item, placeBelow(place, 0), 0);
  const order = itemOrder(place, key);
  if (order === null) return;
  const runs: Node[][] = [];
  for (const item of list.items) {
    if (!isNode(item)) return;
    if (runs.length === 0 || startsRun(item)) runs.push([]);
    runs.at(-1)?.push(item);
  }
  list.items = runs.flatMap((run) => sortRun(run, order));
}

function startsRun(item: Node): boolean {
  return item.spaceBefore === true || (item.commentBefore ?? '') !== '';
}

/** What stands above a run stays above it, whichever item comes first. */
function sortRun(run: readonly Node[], order: (a: unknown, b: unknown) => number): readonly Node[] {
  const [head] = run;
  const { commentBefore = null, spaceBefore = false } = head ?? {};
  if (head !== undefined) Object.assign(head, { commentBefore: null, spaceBefore: false });
  const sorted = run.toSorted((a, b) => order(a.toJSON(), b.toJSON()));
  const [first] = sorted;
  if (first !== undefined) Object.assign(first, { commentBefore, spaceBefore });
  return sorted;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : isAlias(key) ? '' : String(key);
}
