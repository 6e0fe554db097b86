// What a template puts into a page as it is, said in the DOM's words: rules and models know those.
import type { PartWriter } from './code-view.ts';

/** Names that a browser has for everybody: in a template they mean what it was handed, if anything. */
const pageNames = [
  'location',
  'document',
  'window',
  'self',
  'top',
  'parent',
  'frames',
  'opener',
  'history',
  'navigator',
  'event',
  'name',
  'origin',
];

/** Before the first output: an element, and a way to write that is no sign by itself. */
export const outputNames = 'const $element$=document.createElement("a"),{write:$write$}=document;';

/** Parameters that hide the page's names, but those of `bound`, which the script may mean as its own. */
export function hiddenNames(bound: string): string {
  return pageNames.filter((name) => !new RegExp(`\\b${name}\\b`, 'u').test(bound)).join(',');
}

/** A template's function, of what it is handed; `includes` are functions that put another's into it. */
export function beginTemplate(writer: PartWriter, includes: readonly string[]): PartWriter {
  return writer.insert(
    `const {${includes.join(',')}}=$includes$;${outputNames}module.exports=async function($values$,locals,${hiddenNames('')}){with($values$){`,
  );
}

export const endOfTemplate = '\n}};';

/** An expression of the file. */
export interface Expression {
  readonly start: number;
  readonly end: number;
  /** What it says in JavaScript, where the file says it otherwise. */
  readonly text?: string;
}

function write(writer: PartWriter, before: string, { start, end, text }: Expression, after: string): void {
  writer.insert(before);
  if (text === undefined) writer.keep(start, end);
  else writer.say(text, start, end);
  // Behind a comment.
  writer.insert(`\n${after};`);
}

/** Properties of an element whose value may run scripts. */
export type ElementProperty = 'href' | 'action' | 'formAction' | 'innerHTML';

/** By attribute, in lower case. */
export const propertyOfAttribute: ReadonlyMap<string, ElementProperty> = new Map<string, ElementProperty>([
  ['href', 'href'],
  ['xlink:href', 'href'],
  ['action', 'action'],
  ['formaction', 'formAction'],
  ['srcdoc', 'innerHTML'],
]);

/** An expression whose value is such a property. */
export function writeProperty(writer: PartWriter, property: ElementProperty, value: Expression): void {
  write(writer, `;$element$.${property}=(`, value, ')');
}

/** An expression whose value becomes markup. */
export function writeMarkup(writer: PartWriter, value: Expression): void {
  writeProperty(writer, 'innerHTML', value);
}

/** The same where markup is what is meant to stand there, such as the page in a layout: only data that comes from outside is told. */
export function writeMeantMarkup(writer: PartWriter, value: Expression): void {
  write(writer, ';$write$(', value, ')');
}

/** An expression of which nothing else is known: no statement, since a call that is one may be a test that throws. */
export function writeOther(writer: PartWriter, value: Expression): void {
  write(writer, ';[', value, ']');
}

/** Where an expression stands, without the space around it. */
export function trimmed(text: string, start: number, end: number): Expression {
  const code = text.slice(start, end);
  return { start: start + code.length - code.trimStart().length, end: start + code.trimEnd().length };
}
