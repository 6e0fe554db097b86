// Constants that a value's own file tells, before anything is linked.
import { nodeOf } from '../program/file-graph.ts';
import type { ProgramNumbers } from './numbering.ts';
import type { ValueId } from './value-flow.ts';

const maxSteps = 6;

/** The node that a value is another name of: through variables that are written once. */
export function originOf(numbers: ProgramNumbers, value: ValueId): ValueId {
  let current = value;
  for (let step = 0; step < maxSteps; step += 1) {
    const node = numbers.nodeOf(current);
    if (node === null || (node.kind !== 'variable' && node.kind !== 'phi')) return current;
    const [only] = node.inputs;
    if (only === undefined || node.inputs.length !== 1) return current;
    current = (numbers.files[numbers.fileOf(current)]?.first ?? 0) + nodeOf(only);
  }
  return current;
}

/** The text that a value is as a property's name or a prefix, where it is one constant. */
export function textOf(numbers: ProgramNumbers, value: ValueId): string | null {
  const node = numbers.nodeOf(originOf(numbers, value));
  return node?.kind === 'constant' && (typeof node.value === 'string' || typeof node.value === 'number') ? String(node.value) : null;
}

const mostTexts = 8;

/** All texts that a value may be as a property's name, where it is one of few constants: `sync ? 'execSync' : 'exec'`. Else null. */
export function textsOf(numbers: ProgramNumbers, value: ValueId): readonly string[] | null {
  const first = numbers.files[numbers.fileOf(value)]?.first ?? 0;
  const texts = new Set<string>();
  const seen = new Set([value]);
  for (const each of seen) {
    const node = numbers.nodeOf(each);
    const text = textOf(numbers, each);
    const isJoined = (node?.kind === 'variable' || node?.kind === 'phi') && node.inputs.length > 0;
    if (text !== null) texts.add(text);
    else if (!isJoined || seen.size > mostTexts) return null;
    else for (const input of node.inputs) seen.add(first + nodeOf(input));
  }
  return texts.size === 0 || texts.size > mostTexts ? null : [...texts];
}

/** What the callee of a call is called: the property, variable, import or global it is read from. */
export function calleeName(numbers: ProgramNumbers, callee: ValueId): string | null {
  const node = numbers.nodeOf(callee);
  if (node === null) return null;
  if (node.kind === 'load')
    return typeof node.property === 'string'
      ? node.property
      : textOf(numbers, (numbers.files[numbers.fileOf(callee)]?.first ?? 0) + nodeOf(node.property.key));
  if (node.kind === 'global' || node.kind === 'variable') return node.name;
  if (node.kind !== 'import') return null;
  return node.name === 'default' || node.name === '*' ? (node.local ?? node.specifier.split('/').at(-1) ?? null) : node.name;
}

/** True for what a package offers, or a member of it: not a file of the program, and no more of it than its name is known. */
export function isOfPackage(numbers: ProgramNumbers, value: ValueId): boolean {
  const origin = originOf(numbers, value);
  const node = numbers.nodeOf(origin);
  if (node?.kind === 'import') return !/^[./#]/u.test(node.specifier);
  if (node?.kind !== 'load' || typeof node.property !== 'string') return false;
  const object = numbers.nodeOf(originOf(numbers, (numbers.files[numbers.fileOf(origin)]?.first ?? 0) + nodeOf(node.object)));
  return object?.kind === 'import' && !/^[./#]/u.test(object.specifier);
}
