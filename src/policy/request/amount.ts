// Amounts of resources, with the units of a policy.
import { McgateError } from '../../core/error.ts';
import type { ResourceScope } from './request.ts';

const units: Readonly<Record<ResourceScope, ReadonlyMap<string, number>>> = {
  'resources.memory': new Map([
    ['', 1],
    ['B', 1],
    ['KiB', 2 ** 10],
    ['MiB', 2 ** 20],
    ['GiB', 2 ** 30],
    ['TiB', 2 ** 40],
  ]),
  'resources.cpu': new Map([
    ['', 1],
    ['s', 1],
    ['m', 60],
    ['h', 3600],
    ['d', 86_400],
  ]),
  'resources.connections': new Map([['', 1]]),
};

/** Bytes, seconds or a count: `512MiB`, `1.5h`, `10`. @throws {McgateError} `usage`, if it is no amount of that resource. */
export function parseAmount(scope: ResourceScope, text: string): number {
  const [, number, unit = ''] = /^([0-9]{1,15}(?:\.[0-9]{1,6})?)([A-Za-z]{0,3})$/.exec(text) ?? [];
  const factor = units[scope].get(unit);
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  const known = [...units[scope].keys()].filter((each) => each !== '');
  throw new McgateError('usage', `${JSON.stringify(text.slice(0, 60))} is no amount for ${scope}.`, {
    remedy: known.length === 0 ? 'Write a number.' : `Write a number and one of ${known.join(', ')}.`,
  });
}
