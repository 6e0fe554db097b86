// A pattern as a list of instructions, in the order in which a backtracking engine tries them (ECMA-262, clause 22.2.2).
import type { CharSet } from './char-set.ts';
import type { Captures, Pattern, RegexNode } from './pattern.ts';

/** Registers hold counters, places and heights; captures are registers 2 × group and 2 × group + 1. */
export type Instruction =
  | { readonly op: 'set'; readonly set: CharSet; readonly back: boolean }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly register: number }
  | { readonly op: 'clear'; readonly from: number; readonly to: number }
  | { readonly op: 'zero'; readonly register: number }
  | ({ readonly op: 'again'; readonly greedy: boolean; exit: number } & Loop)
  | { readonly op: 'moved'; readonly counter: number; readonly min: number; readonly place: number }
  | { readonly op: 'edge'; readonly at: 'start' | 'end'; readonly multiline: boolean }
  | { readonly op: 'boundary'; readonly negated: boolean; readonly word: CharSet }
  | { readonly op: 'reference'; readonly groups: readonly number[]; readonly ignoreCase: boolean; readonly back: boolean }
  | { readonly op: 'look'; readonly negated: boolean; readonly height: number; after: number }
  | { readonly op: 'looked'; readonly negated: boolean; readonly height: number; readonly place: number }
  | { readonly op: 'match' };

/** A loop's registers, for its rounds and for where the last one began, and its bounds. */
export interface Loop {
  readonly counter: number;
  readonly place: number;
  readonly min: number;
  readonly max: number;
  /** The loop that it is in, within the same look-around. */
  readonly around: Loop | null;
}

export interface Program {
  readonly code: readonly Instruction[];
  readonly registers: number;
  readonly groups: number;
  readonly unicode: boolean;
  readonly sticky: boolean;
  readonly global: boolean;
}

/** Recurses as deep as the pattern nests, which `parsePattern` bounds. Its size is linear in the pattern's. */
export function compilePattern(pattern: Pattern): Program {
  const code: Instruction[] = [];
  let registers = 2 * (pattern.groups + 1);
  const emit = <I extends Instruction>(instruction: I): I => {
    code.push(instruction);
    return instruction;
  };
  const fresh = (): number => (registers += 1) - 1;
  let around: Loop | null = null;

  const repeat = (node: Extract<RegexNode, { kind: 'repeat' }>, back: boolean): void => {
    if (node.max === 0) return;
    const counter = fresh();
    const place = fresh();
    emit({ op: 'zero', register: counter });
    const start = code.length;
    const again = emit({ op: 'again', counter, place, min: node.min, max: node.max, greedy: node.greedy, exit: 0, around });
    emit({ op: 'save', register: place });
    clear(node);
    around = again;
    compile(node.body, back);
    ({ around } = again);
    emit({ op: 'moved', counter, min: node.min, place });
    emit({ op: 'jump', to: start });
    again.exit = code.length;
  };

  const clear = ({ firstGroup, lastGroup }: Captures): void => {
    if (firstGroup <= lastGroup) emit({ op: 'clear', from: 2 * firstGroup, to: 2 * lastGroup + 1 });
  };

  const choice = (options: readonly RegexNode[], back: boolean): void => {
    const exits: { to: number }[] = [];
    for (const [index, option] of options.entries()) {
      const split = index < options.length - 1 ? emit({ op: 'split', first: code.length + 1, second: 0 }) : null;
      compile(option, back);
      if (split === null) continue;
      exits.push(emit({ op: 'jump', to: 0 }));
      split.second = code.length;
    }
    for (const exit of exits) exit.to = code.length;
  };

  const look = (node: Extract<RegexNode, { kind: 'look' }>): void => {
    const height = fresh();
    const place = fresh();
    emit({ op: 'save', register: place });
    const enter = emit({ op: 'look', negated: node.negated, height, after: 0 });
    const outside = around;
    around = null;
    compile(node.body, node.behind);
    around = outside;
    emit({ op: 'looked', negated: node.negated, height, place });
    enter.after = code.length;
  };

  const compile = (node: RegexNode, back: boolean): void => {
    switch (node.kind) {
      case 'set':
        emit({ op: 'set', set: node.set, back });
        break;
      case 'sequence':
        for (const item of back ? node.items.toReversed() : node.items) compile(item, back);
        break;
      case 'choice':
        choice(node.options, back);
        break;
      case 'repeat':
        repeat(node, back);
        break;
      case 'group':
        emit({ op: 'save', register: 2 * node.index + (back ? 1 : 0) });
        compile(node.body, back);
        emit({ op: 'save', register: 2 * node.index + (back ? 0 : 1) });
        break;
      case 'look':
        look(node);
        break;
      case 'reference':
        emit({ op: 'reference', groups: node.groups, ignoreCase: node.ignoreCase, back });
        break;
      case 'edge':
        emit({ op: 'edge', at: node.at, multiline: node.multiline });
        break;
      case 'boundary':
        emit({ op: 'boundary', negated: node.negated, word: node.word });
        break;
    }
  };

  emit({ op: 'save', register: 0 });
  compile(pattern.root, false);
  emit({ op: 'save', register: 1 });
  emit({ op: 'match' });
  return { code, registers, groups: pattern.groups, unicode: pattern.unicode, sticky: pattern.sticky, global: pattern.global };
}
