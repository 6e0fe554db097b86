// Tests of where an address leads: its host and its scheme, as the library reads them that will be asked for it.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import { addressXss, maskOf, type ClassMask } from './levels.ts';
import { isOwn, type ProgramView } from './program-view.ts';

const makers = /^(?:url\.)?(?:URL|parse)$/;
const ofHost = maskOf(['request', 'redirect']) | addressXss;
/** What is stopped where the part is known. */
const known: ReadonlyMap<string, ClassMask> = new Map([
  ['host', ofHost],
  ['hostname', ofHost],
  ['origin', ofHost],
  ['protocol', addressXss],
]);

/**
 * What is stopped where the node is known and is a part of the subject as an address: of what `new URL(subject)` or `url.parse(subject)` makes, which may
 * itself be the subject. Nothing if it is no such part.
 */
export function stoppedByPart(view: ProgramView, file: number, node: NodeId, subject: NodeId): ClassMask {
  const load = view.nodeOf(file, node);
  const stopped = load?.kind === 'load' && typeof load.property === 'string' ? known.get(load.property) : undefined;
  if (load?.kind !== 'load' || stopped === undefined) return 0;
  const made = nodeOf(load.object);
  const call = view.callOf(file, made);
  if (call === null || isOwn(call)) return 0;
  const isMaker = call.node.new ? call.method === 'URL' : call.names.some((name) => makers.test(name));
  const [text] = call.node.arguments;
  return isMaker && (made === subject || (text !== undefined && nodeOf(text) === subject)) ? stopped : 0;
}
