// XML of other tools, as a walk over its elements: strict, bounded, and without entities, document types or namespaces.
import { SaxesParser } from 'saxes';

/** `path` is the names from the root, joined by `/`. A text that is returned is a problem: it ends the walk. */
export interface XmlVisitor {
  readonly open: (path: string, attributes: Readonly<Record<string, string>>) => string | null;
  /** `text`: the first 1,000 characters directly in the element. */
  readonly close: (path: string, text: string) => string | null;
}

/** In characters. The parser takes up to 40 bytes for one of them. */
const maxLength = 32 * 1024 * 1024;
const maxElements = 1_000_000;
const maxDepth = 30;
const maxAttributes = 50;
const maxNameLength = 100;
const maxTextLength = 1000;
const maxDoctypeLength = 64 * 1024;
const chunkLength = 64 * 1024;

/** A document type that says nothing but which elements and attributes there are. */
const plainDoctype = /^\s*[\w.-]+\s*(?:\[(?:\s|<!ELEMENT\s[^<>"'%&]*>|<!ATTLIST\s[^<>%&]*>)*\]\s*)?$/u;

/** Takes the first problem that is found. */
type Tell = (problem: string | null) => void;

/**
 * Walks over a document and returns what is wrong with it, or null. The parser knows the five entities of XML alone; a document that declares
 * others, or refers to something outside of itself, is refused whether it uses them or not.
 */
export function walkXml(text: string, visitor: XmlVisitor): string | null {
  if (text.length > maxLength) return `is XML of more than ${String(maxLength)} characters`;
  const parser = new SaxesParser();
  let problem: string | null = null;
  const tell: Tell = (found) => {
    problem ??= found;
  };
  const failed = (): boolean => problem !== null;
  watch(parser, tell);
  visit(parser, visitor, tell, failed);
  try {
    for (let start = 0; start < text.length && !failed(); start += chunkLength) parser.write(text.slice(start, start + chunkLength));
    if (!failed()) parser.close();
  } catch {
    // The parser throws at the first error, since nobody listens to its errors.
    tell(`is not well-formed XML, line ${String(parser.line)}`);
  }
  return problem;
}

/** Holds the document to what is read. */
function watch(parser: SaxesParser, tell: Tell): void {
  let count = 0;
  let attributes = 0;
  parser.on('xmldecl', (declaration) => {
    tell(declarationProblem(declaration));
  });
  parser.on('doctype', (doctype) => {
    tell(doctypeProblem(doctype));
  });
  parser.on('opentagstart', ({ name }) => {
    count += 1;
    attributes = 0;
    tell(elementProblem(name, count));
  });
  parser.on('attribute', ({ name }) => {
    attributes += 1;
    tell(attributeProblem(name, attributes));
  });
}

function visit(parser: SaxesParser, visitor: XmlVisitor, tell: Tell, failed: () => boolean): void {
  const elements: { readonly path: string; text: string }[] = [];
  const addText = (part: string): void => {
    const element = elements.at(-1);
    if (element !== undefined && element.text.length < maxTextLength) element.text = (element.text + part).slice(0, maxTextLength);
  };
  parser.on('opentag', ({ name, attributes }) => {
    if (failed()) return;
    const parent = elements.at(-1)?.path;
    const path = parent === undefined ? name : `${parent}/${name}`;
    elements.push({ path, text: '' });
    tell(elements.length > maxDepth ? `is nested deeper than ${String(maxDepth)} levels` : visitor.open(path, attributes));
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = elements.pop();
    if (element !== undefined && !failed()) tell(visitor.close(element.path, element.text));
  });
}

function declarationProblem({ version, encoding }: { readonly version?: string; readonly encoding?: string }): string | null {
  if (version !== '1.0') return 'is XML of another version than 1.0';
  return encoding === undefined || /^(?:utf-?8|us-ascii)$/iu.test(encoding) ? null : 'declares another encoding than UTF-8';
}

function doctypeProblem(doctype: string): string | null {
  if (doctype.length > maxDoctypeLength) return `has a document type of more than ${String(maxDoctypeLength)} characters`;
  return plainDoctype.test(doctype)
    ? null
    : 'has a document type with entities, references or comments; elements and attributes are all that is read';
}

function elementProblem(name: string, count: number): string | null {
  if (count > maxElements) return `holds more than ${String(maxElements)} elements`;
  if (name.length > maxNameLength) return 'has an element with too long a name';
  return name.includes(':') ? 'uses namespaces, which no report that is read does' : null;
}

function attributeProblem(name: string, count: number): string | null {
  if (count > maxAttributes) return `has an element with more than ${String(maxAttributes)} attributes`;
  return /^xmlns(?::|$)/u.test(name) ? 'uses namespaces, which no report that is read does' : null;
}
