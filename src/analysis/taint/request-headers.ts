// Headers of requests that nobody makes the browser of somebody else send: what they are reflected in harms their sender alone (CodeQL tells such sources
// apart likewise, `isThirdPartyControllable`, https://codeql.github.com/codeql-standard-libraries/javascript/).
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import type { Edge, SourceValue, ValueId } from '../link/value-flow.ts';
import { maskOf, type ClassMask } from './levels.ts';
import type { ProgramView } from './program-view.ts';

/** What takes a victim's own browser. */
const reflected = maskOf(['xss', 'redirect']);
/** The one header that the page which leads here chooses, in both spellings. */
const chosen = /referr?er/iu;
/** Members that hold all headers. */
const holders: ReadonlySet<string> = new Set(['header', 'headers', 'rawHeaders', 'headersDistinct', 'trailers', 'rawTrailers']);
/** Of a list of names and values by turns. */
const index = /^\d+$/u;

/** What is to be doubted of the source as such: it is one header, and its name is known. */
export function doubtedOfSource(view: ProgramView, { value, model }: SourceValue): ClassMask {
  if (model?.header !== true) return 0;
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || node === null) return 0;
  const isHolder = node.kind === 'load' && typeof node.property === 'string' && holders.has(node.property);
  return !isHolder && isNamed(view, at.file, node) ? reflected : 0;
}

/** What is to be doubted of what an edge takes out of all headers of a request, where it is one whose name is known. */
export function createHeaderReads(view: ProgramView): (edge: Edge) => ClassMask {
  const { program } = view;
  const headers = new Set(program.sources.flatMap(({ value, model }) => (model?.header === true ? [value] : [])));
  // What a variable holds besides them is none: all that it may be has to be headers.
  const open = [...headers];
  for (let value = open.pop(); value !== undefined; value = open.pop())
    for (const { kind, to } of program.outOf(value))
      if (kind === 'same' && !headers.has(to) && isAmong(program, to, headers)) {
        headers.add(to);
        open.push(to);
      }
  return ({ from, to }) => {
    const at = headers.has(from) ? program.nodeAt(to) : null;
    const node = at === null ? null : view.nodeOf(at.file, at.node);
    return at !== null && (node?.kind === 'load' || node?.kind === 'call') && isNamed(view, at.file, node) ? reflected : 0;
  };
}

function isAmong(program: ProgramView['program'], value: ValueId, among: ReadonlySet<ValueId>): boolean {
  let found = true;
  program.eachInto(value, (from) => (found &&= among.has(from)));
  return found;
}

/** `headers.host`, `headers.get('host')`, `getHeader(event, 'host')`. */
function isNamed(view: ProgramView, file: number, node: FlowNode): boolean {
  if (node.kind === 'load') return typeof node.property === 'string' && isOther(node.property);
  if (node.kind !== 'call' || node.spread.length > 0) return false;
  const names = node.arguments.flatMap((use) => {
    const constants = view.constantsOf(file, nodeOf(use));
    return constants === null ? [] : constants.filter((constant) => typeof constant === 'string');
  });
  return names.length > 0 && names.every(isOther);
}

function isOther(name: string): boolean {
  return !index.test(name) && !chosen.test(name);
}
