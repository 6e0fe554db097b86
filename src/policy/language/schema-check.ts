// Checks a value against a schema by reading the schema: for the policy's, a quarter of the bytes that a compiled check would be.
import type { ValidationError } from '../../core/validation.ts';

/** What of JSON Schema (draft 2020-12) the policy's schema uses; scripts/generate.ts refuses a schema that uses more. */
export interface CheckedSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, CheckedSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, CheckedSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | CheckedSchema;
  readonly propertyNames?: CheckedSchema;
  readonly maxProperties?: number;
  readonly items?: CheckedSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of items that are no lists and no maps. */
  readonly uniqueItems?: boolean;
  /** In code points. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

/** All keywords that are understood; the last is no check, it is told. */
export const checkedKeywords: readonly (keyof CheckedSchema)[] = [
  '$ref',
  '$defs',
  'type',
  'const',
  'enum',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'maxProperties',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'examples',
];

/** Errors that are collected at most. */
const mostErrors = 100;

interface Check {
  readonly root: CheckedSchema;
  readonly errors: ValidationError[];
  readonly patterns: Map<string, RegExp>;
}

type Params = Readonly<Record<string, unknown>>;

/** Every breach of the schema, as ajv tells it, up to a hundred; none where the value keeps to it. The value is plain data, as from JSON. */
export function checkSchema(root: CheckedSchema, value: unknown): readonly ValidationError[] {
  const check: Check = { root, errors: [], patterns: new Map() };
  checkValue(check, root, value, '', null);
  return check.errors;
}

function checkValue(check: Check, given: CheckedSchema, value: unknown, at: string, propertyName: string | null): void {
  if (check.errors.length >= mostErrors) return;
  const schema = resolved(check.root, given);
  const tell = (keyword: string, params: Params, message: string): void => {
    const place = propertyName === null ? {} : { propertyName };
    check.errors.push({ instancePath: at, schemaPath: '', keyword, params, message, parentSchema: schema, ...place });
  };
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOfType(value, type))) {
    tell('type', { type: schema.type }, 'is of another type');
    return;
  }
  if (schema.const !== undefined && value !== schema.const) tell('const', { allowedValue: schema.const }, 'is another value');
  if (schema.enum?.includes(value) === false) tell('enum', { allowedValues: schema.enum }, 'is none of the values');
  if (typeof value === 'string') checkText(check, schema, value, tell);
  else if (typeof value === 'number') checkNumber(schema, value, tell);
  else if (Array.isArray(value)) checkList(check, schema, value, at, tell);
  else if (value !== null && typeof value === 'object') checkMap(check, schema, value as Params, at, tell);
}

type Tell = (keyword: string, params: Params, message: string) => void;

/** A reference stands alone or with notes; the schema has no chains of them. */
function resolved(root: CheckedSchema, schema: CheckedSchema): CheckedSchema {
  return schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.slice('#/$defs/'.length)] ?? { enum: [] });
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return value !== null && typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function checkText({ patterns }: Check, { minLength = 0, maxLength, pattern }: CheckedSchema, value: string, tell: Tell): void {
  if (lengthWithin(value, minLength) < minLength)
    tell('minLength', { limit: minLength }, `must have ${String(minLength)} characters or more`);
  if (maxLength !== undefined && lengthWithin(value, maxLength + 1) > maxLength)
    tell('maxLength', { limit: maxLength }, `must have ${String(maxLength)} characters or fewer`);
  if (pattern === undefined) return;
  const expression = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, expression);
  if (!expression.test(value)) tell('pattern', { pattern }, `must match ${pattern}`);
}

/** Code points, counted no further than `most`. */
function lengthWithin(text: string, most: number): number {
  if (text.length <= most && !/[\uD800-\uDBFF]/.test(text)) return text.length;
  let length = 0;
  for (let at = 0; at < text.length && length < most; length += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return length;
}

function checkNumber({ minimum, maximum }: CheckedSchema, value: number, tell: Tell): void {
  if (minimum !== undefined && value < minimum) tell('minimum', { limit: minimum }, `must be ${String(minimum)} or more`);
  if (maximum !== undefined && value > maximum) tell('maximum', { limit: maximum }, `must be ${String(maximum)} or less`);
}

function checkList(check: Check, schema: CheckedSchema, value: readonly unknown[], at: string, tell: Tell): void {
  const { items, minItems, maxItems, uniqueItems } = schema;
  if (minItems !== undefined && value.length < minItems)
    tell('minItems', { limit: minItems }, `must have ${String(minItems)} items or more`);
  if (maxItems !== undefined && value.length > maxItems)
    tell('maxItems', { limit: maxItems }, `must have ${String(maxItems)} items or fewer`);
  if (uniqueItems === true && new Set(value).size < value.length) tell('uniqueItems', {}, 'must not have an item twice');
  if (items === undefined) return;
  for (const [index, item] of value.entries()) checkValue(check, items, item, `${at}/${String(index)}`, null);
}

function checkMap(check: Check, schema: CheckedSchema, value: Params, at: string, tell: Tell): void {
  const { properties = {}, required = [], additionalProperties, propertyNames, maxProperties } = schema;
  const keys = Object.keys(value);
  if (maxProperties !== undefined && keys.length > maxProperties)
    tell('maxProperties', { limit: maxProperties }, `must have ${String(maxProperties)} keys or fewer`);
  for (const key of required) if (!Object.hasOwn(value, key)) tell('required', { missingProperty: key }, `must have ${key}`);
  for (const key of keys) {
    if (propertyNames !== undefined) checkValue(check, propertyNames, key, at, key);
    const inner = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (inner === false) tell('additionalProperties', { additionalProperty: key }, 'must not have other keys');
    else if (inner !== undefined) checkValue(check, inner, value[key], `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, null);
  }
}
