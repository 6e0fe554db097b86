// Loops: variables written within join at the head; what is known there is what was known before.
import type { TSESTree } from '@typescript-eslint/types';
import { noteCopied } from './argument-lists.ts';
import type { Exit } from './branches.ts';
import { beginLoop, ofEach, withEach } from './each-element.ts';
import type { NodeId } from './file-graph.ts';
import { closeHead, openHead, pushTarget } from './jumps.ts';
import type { Node } from './syntax.ts';
import { assign } from './targets.ts';
import type { StatementHandlers, Walker } from './walker.ts';

interface Rounds {
  /** Before each round; tells whether there is one. Null: there always is. */
  readonly test: Node | null;
  /** Begins a round, for `in` and `of`: then there may be none. The element, if it is one of a list. */
  readonly next: (() => NodeId | null) | null;
  readonly body: Node;
  readonly update: Node | null;
}

function run(w: Walker, node: Node, { test, next, body, update }: Rounds): void {
  const begun = beginLoop(w, node);
  const heads = openHead(w, node);
  const mark = w.env.mark();
  const target = pushTarget(w, mark, [], true);
  const tested = test === null ? null : leaveIf(w, test, mark, false);
  const none = next === null ? (tested?.exit ?? null) : w.env.collect(mark);
  const element = next?.() ?? null;
  w.execute(body);
  const fallen = w.env.leave(mark);
  w.env.join([fallen, ...(target.continues ?? [])], w.frame.id, body);
  const each = ofEach(w, begun, tested?.value ?? null, element);
  if (update !== null && w.env.alive) w.evaluate(update);
  closeHead(w, heads);
  w.frame.targets.pop();
  w.env.undo(mark);
  w.env.join([none === null || each === null ? none : withEach(w, none, each), ...target.breaks], w.frame.id, node);
}

/** Evaluates a test; what holds where it turns out to be `holds` leaves, the other side goes on. */
function leaveIf(w: Walker, test: Node, mark: number, holds: boolean): { readonly value: NodeId; readonly exit: Exit | null } {
  const value = w.evaluate(test);
  const always = w.facts.truthOf(value);
  const inner = w.env.mark();
  w.assume(value, holds);
  const exit = always === !holds ? null : w.env.collect(mark);
  const { alive } = w.env;
  w.env.undo(inner);
  w.env.alive = alive;
  w.assume(value, !holds);
  return { value, exit };
}

function doWhile(w: Walker, node: TSESTree.DoWhileStatement): void {
  const heads = openHead(w, node);
  const mark = w.env.mark();
  const target = pushTarget(w, mark, [], true);
  w.execute(node.body);
  const fallen = w.env.leave(mark);
  w.env.join([fallen, ...(target.continues ?? [])], w.frame.id, node.body);
  const exit = w.env.alive ? leaveIf(w, node.test, mark, false).exit : null;
  closeHead(w, heads);
  w.frame.targets.pop();
  w.env.undo(mark);
  w.env.join([exit, ...target.breaks], w.frame.id, node);
}

function over(w: Walker, node: TSESTree.ForInStatement | TSESTree.ForOfStatement): void {
  const object = w.evaluate(node.right);
  const next = (): NodeId | null => {
    let value: NodeId = w.add({ kind: node.type === 'ForInStatement' ? 'key' : 'element', object: w.use(object) }, node.left);
    if (node.type === 'ForOfStatement' && node.await) value = w.add({ kind: 'await', value }, node.left);
    const [declared] = node.left.type === 'VariableDeclaration' ? node.left.declarations : [];
    const target = node.left.type === 'VariableDeclaration' ? declared?.id : node.left;
    if (target !== undefined) assign(w, target, value);
    return value;
  };
  run(w, node, { test: null, next, body: node.body, update: null });
}

export const loopStatements: StatementHandlers = {
  ForStatement: (w, node) => {
    if (node.init?.type === 'VariableDeclaration') w.execute(node.init);
    else if (node.init !== null) w.evaluate(node.init);
    run(w, node, { test: node.test, next: null, body: node.body, update: node.update });
    noteCopied(w, node);
  },
  WhileStatement: (w, node) => {
    run(w, node, { test: node.test, next: null, body: node.body, update: null });
  },
  DoWhileStatement: doWhile,
  ForInStatement: over,
  ForOfStatement: over,
};
