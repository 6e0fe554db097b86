// Statements that branch or end: `if`, `switch`, `try`, `return`, `break` and the rest that are no loops.
import type { TSESTree } from '@typescript-eslint/types';
import type { Exit } from './branches.ts';
import type { NodeId } from './file-graph.ts';
import { end, hoist } from './functions.ts';
import { plainTruth } from './known-values.ts';
import type { Node } from './syntax.ts';
import { assign } from './targets.ts';
import { pushTarget } from './jumps.ts';
import type { StatementHandlers, Walker } from './walker.ts';

/** `else if`, however many, without recursion. */
function branch(w: Walker, node: TSESTree.IfStatement): void {
  const mark = w.env.mark();
  const exits: (Exit | null)[] = [];
  let current = node;
  for (;;) {
    const test = w.evaluate(current.test);
    if (!w.env.alive) break;
    const always = plainTruth(w, test);
    if (always !== false) {
      const inner = w.env.mark();
      w.assume(test, true);
      within(w, current.consequent);
      exits.push(w.env.collect(mark));
      w.env.undo(inner);
    }
    // What never runs is not read: a substitute for what every engine has.
    if (always === true) break;
    w.assume(test, false);
    if (current.alternate?.type === 'IfStatement') current = current.alternate;
    else {
      if (current.alternate !== null) within(w, current.alternate);
      // Nothing joins where all other branches have ended: `if (bad) return;`.
      if (exits.every((exit) => exit === null)) return;
      exits.push(w.env.collect(mark));
      break;
    }
  }
  w.env.undo(mark);
  w.env.join(exits, w.frame.id, node);
}

/** A branch, one deeper. */
function within(w: Walker, node: Node): void {
  w.frame.branches += 1;
  w.execute(node);
  w.frame.branches -= 1;
}

function block(w: Walker, statements: readonly Node[]): void {
  hoist(w, statements);
  for (const statement of statements) w.execute(statement);
}

function variables(w: Walker, node: TSESTree.VariableDeclaration): void {
  if (node.declare) return;
  for (const { id, init } of node.declarations) {
    if (init !== null) assign(w, id, w.evaluate(init, id.type === 'Identifier' ? id.name : ''));
    else if (node.kind !== 'var' && id.type === 'Identifier') clear(w, id);
  }
}

/** `let x;` in a loop is undefined in each round. */
function clear(w: Walker, id: TSESTree.Identifier): void {
  const binding = w.bindingOf(id);
  if (binding !== null && !binding.shared && w.env.rawSlot(binding.id) !== -1) w.env.setSlot(binding.id, -1);
}

/** More tests than that that failed are not kept. */
const maxFailed = 48;

interface Cases {
  /** For each case, what holds where its test passed. */
  readonly entries: readonly (Exit | null)[];
  readonly otherwise: Exit | null;
}

function readCases(w: Walker, value: NodeId, node: TSESTree.SwitchStatement, mark: number): Cases {
  const entries = node.cases.map(({ test }, index) => {
    if (test === null) return null;
    const { start, end: stop } = test;
    const { same, other } = w.facts.ofCase(value, w.evaluate(test), start, stop);
    const inner = w.env.mark();
    for (const fact of same) w.facts.learn(fact);
    const entry = w.env.collect(mark);
    w.env.undo(inner);
    if (index < maxFailed) for (const fact of other) w.facts.learn(fact);
    return entry;
  });
  return { entries, otherwise: w.env.leave(mark) };
}

function choose(w: Walker, node: TSESTree.SwitchStatement): void {
  const value = w.evaluate(node.discriminant);
  const mark = w.env.mark();
  const target = pushTarget(w, mark, null, true);
  const { entries, otherwise } = readCases(w, value, node, mark);
  hoist(
    w,
    node.cases.flatMap((part) => part.consequent),
  );
  const begun = w.env.mark();
  let fallen: Exit | null = null;
  let hasDefault = false;
  for (const [index, part] of node.cases.entries()) {
    if (part.test === null) hasDefault = true;
    w.env.join([fallen, part.test === null ? otherwise : (entries[index] ?? null)], w.frame.id, part);
    for (const statement of part.consequent) w.execute(statement);
    fallen = w.env.collect(mark);
    w.env.undo(begun);
  }
  w.frame.targets.pop();
  w.env.undo(mark);
  w.env.join([fallen, ...target.breaks, hasDefault ? null : otherwise], w.frame.id, node);
}

function labelled(w: Walker, node: TSESTree.LabeledStatement): void {
  const labels = [...w.frame.labels, node.label.name];
  const { type } = node.body;
  if (
    type.startsWith('For') ||
    type === 'WhileStatement' ||
    type === 'DoWhileStatement' ||
    type === 'LabeledStatement' ||
    type === 'SwitchStatement'
  ) {
    w.frame.labels = labels;
    w.execute(node.body);
    return;
  }
  w.frame.labels = labels;
  const mark = w.env.mark();
  const target = pushTarget(w, mark, null, false);
  w.execute(node.body);
  w.frame.targets.pop();
  const fallen = w.env.leave(mark);
  w.env.join([fallen, ...target.breaks], w.frame.id, node);
}

function jump(w: Walker, label: TSESTree.Identifier | null, isContinue: boolean): void {
  const target = w.frame.targets.findLast(({ labels, continues, plain }) => {
    if (isContinue && continues === null) return false;
    return label === null ? plain : labels.includes(label.name);
  });
  if (target !== undefined) (isContinue ? target.continues : target.breaks)?.push(w.env.collect(target.mark));
  w.env.alive = false;
}

/** In a `with`, every name may be a property of the object. */
function inObject(w: Walker, node: TSESTree.WithStatement): void {
  w.withObjects.push(w.evaluate(node.object));
  w.execute(node.body);
  w.withObjects.pop();
}

export const plainStatements: StatementHandlers = {
  ExpressionStatement: (w, node) => {
    const value = w.evaluate(node.expression);
    if (w.env.alive) w.returned(node.expression, value);
  },
  VariableDeclaration: variables,
  IfStatement: branch,
  SwitchStatement: choose,
  BlockStatement: (w, node) => {
    block(w, node.body);
  },
  LabeledStatement: labelled,
  ReturnStatement: (w, node) => {
    const value = node.argument === null ? null : w.evaluate(node.argument);
    if (w.env.alive) end(w, value);
  },
  ThrowStatement: (w, node) => {
    w.evaluate(node.argument);
    w.env.alive = false;
  },
  BreakStatement: (w, node) => {
    jump(w, node.label, false);
  },
  ContinueStatement: (w, node) => {
    jump(w, node.label, true);
  },
  WithStatement: inObject,
};
