// Names whose meaning is built in, because what they do to objects can't be said as a summary: `Object.assign`, what compilers put in, and the like.

/** What one does; `builtins.ts` has the meaning of each. */
export type BuiltinAction =
  | 'assign'
  | 'clone'
  | 'create'
  | 'first-argument'
  | 'all-arguments'
  | 'set-prototype'
  | 'inherit'
  | 'define-property'
  | 'define-properties'
  | 'define-field'
  | 'define-class'
  | 'keys'
  | 'values'
  | 'entries'
  | 'from-entries'
  | 'array-of'
  | 'array-from'
  | 'map'
  | 'set'
  | 'promise'
  | 'symbol'
  | 'any-of'
  | 'apply'
  | 'function-call'
  | 'function-node-call'
  | 'function-node-apply'
  | 'method-node-call'
  | 'method-node-apply'
  | 'interop'
  | 'export-all'
  | 'bind-export'
  | 'awaiter'
  | 'generator'
  | 'amd';

/** Members of globals; a name alone is the global itself, called or made with `new`. */
const globals: Readonly<Record<string, BuiltinAction | null>> = {
  structuredClone: 'clone',
  Object: 'first-argument',
  'Object.assign': 'assign',
  'Object.create': 'create',
  'Object.freeze': 'first-argument',
  'Object.seal': 'first-argument',
  'Object.preventExtensions': 'first-argument',
  'Object.setPrototypeOf': 'set-prototype',
  'Object.defineProperty': 'define-property',
  'Object.defineProperties': 'define-properties',
  'Object.keys': 'keys',
  'Object.getOwnPropertyNames': 'keys',
  'Object.values': 'values',
  'Object.entries': 'entries',
  'Object.fromEntries': 'from-entries',
  Array: 'array-of',
  'Array.of': 'array-of',
  'Array.from': 'array-from',
  Map: 'map',
  WeakMap: 'map',
  Set: 'set',
  WeakSet: 'set',
  Promise: 'promise',
  'Promise.resolve': 'first-argument',
  'Promise.all': 'first-argument',
  'Promise.race': 'any-of',
  'Promise.any': 'any-of',
  Symbol: 'symbol',
  'Symbol.for': 'symbol',
  'Symbol.iterator': null,
  'Symbol.asyncIterator': null,
  'Symbol.toPrimitive': null,
  'Symbol.toStringTag': null,
  'Symbol.hasInstance': null,
  'Symbol.species': null,
  Reflect: null,
  'Reflect.ownKeys': 'keys',
  'Reflect.apply': 'apply',
  'Reflect.setPrototypeOf': 'set-prototype',
  'Reflect.defineProperty': 'define-property',
  String: null,
  Function: null,
  RegExp: null,
};

const tables: Readonly<Record<string, string>> = {
  Object: 'object',
  Array: 'array',
  Map: 'map',
  WeakMap: 'map',
  Set: 'map',
  WeakSet: 'map',
  Promise: 'promise',
  String: 'string',
  Function: 'function',
  RegExp: 'regexp',
};

/** What compilers, small libraries and those of promises call by these names, wherever it comes from; with true, whatever the program itself defines under it is not followed. */
const helpers: Readonly<Record<string, readonly [BuiltinAction, boolean]>> = {
  __assign: ['assign', true],
  _extends: ['assign', true],
  _objectSpread: ['assign', true],
  _objectSpread2: ['assign', true],
  _extend: ['assign', false],
  inherits: ['inherit', false],
  __extends: ['inherit', true],
  _inherits: ['inherit', true],
  _inheritsLoose: ['inherit', true],
  _createClass: ['define-class', true],
  _defineProperty: ['define-field', true],
  __publicField: ['define-field', true],
  _assertThisInitialized: ['first-argument', true],
  _possibleConstructorReturn: ['first-argument', true],
  _toConsumableArray: ['first-argument', true],
  _slicedToArray: ['first-argument', true],
  _toArray: ['first-argument', true],
  _objectWithoutProperties: ['first-argument', true],
  _objectWithoutPropertiesLoose: ['first-argument', true],
  __rest: ['first-argument', true],
  __read: ['first-argument', true],
  __values: ['first-argument', true],
  __await: ['first-argument', true],
  __spreadArray: ['all-arguments', true],
  __spread: ['all-arguments', true],
  __toESM: ['interop', true],
  __toCommonJS: ['first-argument', true],
  __importDefault: ['interop', true],
  __importStar: ['interop', true],
  _interopRequireDefault: ['interop', true],
  _interopRequireWildcard: ['interop', true],
  _interopDefault: ['interop', true],
  _interopDefaultLegacy: ['interop', true],
  _interopNamespace: ['interop', true],
  __exportStar: ['export-all', true],
  __reExport: ['export-all', true],
  __createBinding: ['bind-export', true],
  __awaiter: ['awaiter', true],
  __generator: ['generator', true],
  _asyncToGenerator: ['first-argument', true],
  define: ['amd', false],
  fcall: ['function-call', false],
  nfcall: ['function-node-call', false],
  nfapply: ['function-node-apply', false],
  ninvoke: ['method-node-call', false],
  nsend: ['method-node-call', false],
  nmcall: ['method-node-call', false],
  npost: ['method-node-apply', false],
  nmapply: ['method-node-apply', false],
};

export interface BuiltinTable {
  /** Null for what is known by name only. */
  readonly actions: readonly (BuiltinAction | null)[];
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, number>;
}

export function createBuiltinTable(): BuiltinTable {
  const entries = [...Object.entries(globals), ...Object.entries(helpers).map(([name, [action]]) => [`(${name})`, action] as const)];
  return {
    actions: entries.map(([, action]) => action),
    names: entries.map(([name]) => name),
    byName: new Map(entries.map(([name], index) => [name, index])),
  };
}

/** The number of a global; null where nothing is built in about it. */
export function builtinGlobal(table: BuiltinTable, name: string): number | null {
  return table.byName.get(name) ?? null;
}

/** What a callee's name alone tells; `only` where the program's own definition is not to be followed. */
export function builtinHelper(table: BuiltinTable, name: string): { readonly builtin: number; readonly only: boolean } | null {
  const builtin = table.byName.get(`(${name})`);
  const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
  return builtin === undefined || helper === undefined ? null : { builtin, only: helper[1] };
}

export type BuiltinMember = { readonly kind: 'builtin'; readonly builtin: number } | { readonly kind: 'library'; readonly library: string };

export function builtinMember(table: BuiltinTable, builtin: number, member: string): BuiltinMember | null {
  const owner = table.names[builtin] ?? '';
  const library = Object.hasOwn(tables, owner) ? tables[owner] : undefined;
  if (member === 'prototype' && library !== undefined) return { kind: 'library', library };
  const found = table.byName.get(`${owner}.${member}`);
  return found === undefined ? null : { kind: 'builtin', builtin: found };
}
