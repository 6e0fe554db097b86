// Where data can come into an expression: what is certainly no attacker's text.
import type { TSESTree } from '@typescript-eslint/types';
import { keyOf, nameOf, unwrap, writesOf } from './names.ts';
import { constantOf, objectOf } from './values.ts';
import { maxDepth, parentOf } from './source-file.ts';
import type { Held, Node, SourceFile } from './source-file.ts';
import type { Variable } from './variables.ts';

/** Globals and calls whose result no outsider chooses, or that cannot hold text. */
// A JSON file of the same repository is reviewed like its code.
const environment = new RegExp(
  `^(?:${[
    String.raw`(?:global:)?process\.(?:pid|ppid|platform|arch|execPath|version|versions\..+|cwd\(\)|hrtime.*|uptime\(\)|memoryUsage.*)`,
    String.raw`global:(?:__dirname|__filename|NaN|Infinity|(?:Number|parseInt|parseFloat|Boolean|BigInt)\(\)|(?:Number|Math)\..*)`,
    String.raw`global:(?:require\.resolve\(\)|Date\.now\(\)|Date\(\)\.(?:getTime|getFullYear|toISOString)\(\)|performance\.now\(\)|crypto\.randomUUID\(\))`,
    String.raw`os\.(?:EOL|tmpdir\(\)|homedir\(\)|platform\(\)|arch\(\)|cpus\(\).*)|path\.(?:sep|delimiter)`,
    String.raw`crypto\.(?:randomUUID\(\)|randomInt\(\)|randomBytes\(\).*)|uuid\.v\d\(\)|nanoid\.nanoid\(\)`,
    String.raw`\.\.?/.*\.json(?:\..*)?`,
  ].join('|')})$`,
);
/** Functions that hand on what they are given: harmless in, harmless out. */
const passing =
  /^(?:path\.(?:posix\.|win32\.)?(?:join|resolve|normalize|dirname|basename|extname|relative)|url\.(?:fileURLToPath|pathToFileURL)|global:(?:String|URL|JSON\.stringify|Object\.(?:freeze|keys|values|entries)|Array\.from))$/;
const textMethods = new Set(
  'trim trimStart trimEnd toLowerCase toUpperCase slice substring substr padStart padEnd replace replaceAll repeat split join concat toString filter at keys values entries sort reverse flat'.split(
    ' ',
  ),
);
const countingMethods = new Set(
  'indexOf lastIndexOf includes startsWith endsWith has test getTime toFixed charCodeAt codePointAt localeCompare'.split(' '),
);
const addingMethods = new Set(['push', 'unshift', 'splice', 'add', 'set']);
const constantName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]{3,}$/;

/** True if the expression's text is fixed by the source, is the machine's own, or can only be a number or boolean. */
export function isHarmless(node: Node, file: SourceFile, depth = 0): boolean {
  const inner = unwrap(node);
  const known = file.answers.harmless.get(inner);
  // While a cycle (`s = s + x`) is being worked out, the part that refers back adds nothing.
  if (known !== undefined) return known !== 'no';
  if (depth > maxDepth) return false;
  file.answers.harmless.set(inner, 'pending');
  const harmless = constantOf(inner, file) !== null || judge(inner, file, depth + 1);
  file.answers.harmless.set(inner, harmless ? 'yes' : 'no');
  return harmless;
}

function judge(node: Node, file: SourceFile, depth: number): boolean {
  const all = (nodes: readonly (Node | null)[]): boolean => nodes.every((each) => each === null || isHarmless(each, file, depth));
  switch (node.type) {
    case 'Literal':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'MetaProperty':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return true;
    case 'TemplateLiteral':
      return all(node.expressions);
    case 'BinaryExpression':
      return node.operator !== '+' || all([node.left, node.right]);
    case 'ConditionalExpression':
      return all([node.consequent, node.alternate]);
    case 'LogicalExpression':
      return all([node.left, node.right]);
    case 'ArrayExpression':
      return all(node.elements);
    case 'SpreadElement':
    case 'AwaitExpression':
      return all([node.argument]);
    case 'ObjectExpression':
      return node.properties.every((member) => member.type === 'Property' && isHarmless(member.value, file, depth));
    case 'Identifier':
      return isHarmlessIdentifier(node, file, depth);
    case 'MemberExpression':
      return isHarmlessMember(node, file, depth);
    case 'CallExpression':
    case 'NewExpression':
      return isHarmlessCall(node, file, depth);
    default:
      return false;
  }
}

function isHarmlessMember(node: TSESTree.MemberExpression, file: SourceFile, depth: number): boolean {
  const key = keyOf(node);
  if (key === 'length' || key === 'size' || (key !== null && constantName.test(key) && holdsConstants(node.object, file))) return true;
  if (isMetaProperty(node.object) || environment.test(nameOf(node, file) ?? '')) return true;
  const object = unwrap(node.object);
  // `table[key]` of a literal whose values are all fixed can only be one of them.
  if (objectOf(object, file) !== null || object.type === 'Identifier') return isHarmless(object, file, depth);
  return key !== null && object.type === 'MemberExpression' && isHarmless(object, file, depth);
}

/** A module, or an enum or class by its spelling; `process.env` and `req.body` are none, however their keys are spelt. */
function holdsConstants(object: Node, file: SourceFile): boolean {
  const inner = unwrap(object);
  if (inner.type !== 'Identifier') return false;
  return /^[A-Z]/.test(inner.name) || /^[^:]+$/.test(nameOf(inner, file) ?? ':');
}

function isMetaProperty(node: Node): boolean {
  return unwrap(node).type === 'MetaProperty';
}

function isHarmlessCall(node: TSESTree.CallExpression | TSESTree.NewExpression, file: SourceFile, depth: number): boolean {
  const name = nameOf(node, file);
  if (name !== null && environment.test(name)) return true;
  const callee = unwrap(node.callee);
  const harmlessArguments = (): boolean => node.arguments.every((argument) => isHarmless(argument, file, depth));
  if (name !== null && passing.test(name.slice(0, -2))) return harmlessArguments();
  if (callee.type !== 'MemberExpression') return false;
  const method = keyOf(callee);
  if (method === null) return false;
  if (method === 'map') return node.arguments.length === 1 && mapsToHarmless(node.arguments[0], file, depth);
  if (method === 'fill' && isHarmlessArray(callee.object, file)) return harmlessArguments();
  return countingMethods.has(method) || (textMethods.has(method) && isHarmless(callee.object, file, depth) && harmlessArguments());
}

/** `ids.map(() => '?')` is made of what the callback gives, whatever the list holds. */
function mapsToHarmless(callback: Node | undefined, file: SourceFile, depth: number): boolean {
  return callback?.type === 'ArrowFunctionExpression' && callback.body.type !== 'BlockStatement' && isHarmless(callback.body, file, depth);
}

function isHarmlessArray(node: Node, file: SourceFile): boolean {
  return /^global:Array(?:\(\)|\.from\(\))$/.test(nameOf(node, file) ?? '');
}

function isHarmlessIdentifier(node: TSESTree.Identifier, file: SourceFile, depth: number): boolean {
  const variable = file.variableOf(node);
  if (variable === null) return environment.test(`global:${node.name}`);
  const [definition] = variable.definitions;
  if (definition === undefined) return false;
  if (hasHarmlessType(definition.name)) return true;
  if (definition.declarer === 'import') return constantName.test(node.name) || environment.test(nameOf(node, file) ?? '');
  if (definition.declarer === 'enum') return true;
  const source = iteratedBy(definition.name);
  if (source !== null) return isHarmless(source, file, depth);
  if (environment.test(nameOf(node, file) ?? '')) return true;
  const held = heldBy(variable, file);
  return held !== null && holdsHarmless(held, file, depth);
}

/** From where it left off at the use before: a hostile file has thousands of uses and of writes. */
function holdsHarmless(held: Held, file: SourceFile, depth: number): boolean {
  const { nodes } = held;
  const isSettled = (node: Node | undefined): boolean => node !== undefined && file.answers.harmless.get(unwrap(node)) === 'yes';
  while (isSettled(nodes[held.harmless])) held.harmless++;
  for (let index = held.harmless; index < nodes.length; index++) {
    const node = nodes[index];
    if (node !== undefined && !isHarmless(node, file, depth)) return false;
  }
  return true;
}

/** What is written to a variable or put into the list that it holds; null where that is nothing, or cannot be seen. */
export function heldBy(variable: Variable, file: SourceFile): Held | null {
  const known = file.answers.held.get(variable);
  if (known !== undefined) return known;
  const writes = writesOf(variable, file);
  const held = writes === null || writes.length === 0 ? null : { nodes: [...writes, ...addedTo(variable)], harmless: 0 };
  file.answers.held.set(variable, held);
  return held;
}

const harmlessTypes = new Set([
  'TSNumberKeyword',
  'TSBooleanKeyword',
  'TSBigIntKeyword',
  'TSLiteralType',
  'TSNullKeyword',
  'TSUndefinedKeyword',
]);

function hasHarmlessType(binding: Node): boolean {
  const annotation = binding.type === 'Identifier' ? binding.typeAnnotation?.typeAnnotation : undefined;
  if (annotation === undefined) return false;
  return annotation.type === 'TSUnionType'
    ? annotation.types.every((each) => harmlessTypes.has(each.type))
    : harmlessTypes.has(annotation.type);
}

/** The list that a `for … of` variable or the first parameter of a `forEach` or `map` callback walks over; else null. */
function iteratedBy(binding: Node): Node | null {
  const holder = binding.parent;
  if (holder?.type === 'VariableDeclarator' && holder.id === binding) {
    const loop = holder.parent.parent;
    return loop.type === 'ForOfStatement' && loop.left === holder.parent ? loop.right : null;
  }
  if (holder?.type !== 'ArrowFunctionExpression' && holder?.type !== 'FunctionExpression') return null;
  const call = holder.parent;
  if (holder.params[0] !== binding || call.type !== 'CallExpression' || call.arguments[0] !== holder) return null;
  const callee = unwrap(call.callee);
  const walks = callee.type === 'MemberExpression' && /^(?:forEach|map|flatMap|filter|some|every|find)$/.test(keyOf(callee) ?? '');
  return walks ? callee.object : null;
}

/** What is put into an array, set or map held by the variable: `list.push(x)`, `list[i] = x`. */
function addedTo(variable: Variable): readonly Node[] {
  return variable.references.flatMap((reference): readonly Node[] => {
    const member = parentOf(reference.identifier);
    if (member?.type !== 'MemberExpression' || member.object !== reference.identifier) return [];
    const user = member.parent;
    if (user.type === 'AssignmentExpression' && user.left === member) return [user.right];
    const adds = user.type === 'CallExpression' && user.callee === member && addingMethods.has(keyOf(member) ?? '');
    return adds ? user.arguments : [];
  });
}
