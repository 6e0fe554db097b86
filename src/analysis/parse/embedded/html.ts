// Pages: their own scripts, all in one program, as they share their names. Which these are a browser's own way of reading says (parse5).
import { defaultTreeAdapter as tree, html, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { PartWriter, type CodePart, type EmbeddedCode } from './code-view.ts';

/** Types of scripts that are code; the others are data, or are read by something else. */
const codeTypes = new Set([
  '',
  'module',
  'text/javascript',
  'application/javascript',
  'text/ecmascript',
  'application/ecmascript',
  'application/x-javascript',
  'text/babel',
  'text/jsx',
]);

/** True for what a `script` element's attributes say is code, and is written in it. */
export function isScript(attributes: ReadonlyMap<string, string>): boolean {
  return !attributes.has('src') && codeTypes.has((attributes.get('type') ?? '').trim().toLowerCase());
}

export function readPage(text: string): EmbeddedCode {
  const parts: CodePart[] = [];
  const open: Tree.Node[] = [parse(text, { sourceCodeLocationInfo: true })];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (tree.isElementNode(node) && node.tagName === 'script') {
      if (isScript(new Map(node.attrs.map(({ name, value }) => [name, value])))) parts.push(partOf(text, node));
      continue;
    }
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) open.push(child);
    // What a template holds runs where it is put into the page.
    if ('content' in node) open.push(node.content);
  }
  return { dialect: 'javascript', parts, unread: 0, foreign: 0 };
}

/** A script that is no JavaScript as it stands was left to a server to fill in. */
function partOf(text: string, { childNodes, namespaceURI }: Tree.Element): CodePart {
  const writer = new PartWriter(text);
  for (const child of childNodes) {
    const place = child.sourceCodeLocation;
    if (!tree.isTextNode(child) || place === null || place === undefined) continue;
    if (namespaceURI === html.NS.HTML) writer.keep(place.startOffset, place.endOffset);
    // In a picture a script is markup as other text is.
    else writer.say(child.value, place.startOffset, place.endOffset);
  }
  return writer.insert('\n;').part('foreign');
}
