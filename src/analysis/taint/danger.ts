// What text can do harm with, class by class: the characters and words that a check has to keep out.
import { flowClasses, type FlowClass } from '../models/model.ts';
import { prototypeName, prototypeBit, constructorName, addressXss, attributeXss, bitOf, type ClassMask } from './levels.ts';

/** `hard`: without any of these there is no attack but by the `soft` ones, which do harm in some places only. */
export interface Danger {
  readonly hard: string;
  readonly soft: string;
}

/**
 * Paths, property names and queries by object are judged by other means. A leading `-` for a command is not counted. For prompts every word counts:
 * only numbers are harmless.
 */
const dangers: Readonly<Record<FlowClass, Danger | null>> = {
  command: { hard: ';&|`$', soft: '\n<>' },
  code: { hard: '(`=', soft: '\'"[;\\\n' },
  path: null,
  sql: { hard: '\'"\\;(', soft: '= `\n\t' },
  nosql: null,
  xss: { hard: '<', soft: '' },
  redirect: { hard: '/\\:', soft: '' },
  request: { hard: ':/@?#\\.', soft: '' },
  deserialization: { hard: '!{[(<"', soft: ':&' },
  prototype: null,
  header: { hard: '\n', soft: '\r' },
  log: { hard: '\n', soft: '\r' },
  xml: { hard: '<', soft: '&%"\'' },
  archive: null,
  template: { hard: '{<', soft: '$%#' },
  pattern: { hard: '\\*+?()[{|', soft: '.^$' },
  prompt: { hard: 'aeiou ', soft: '' },
};

const otherXss = [
  { bit: attributeXss, danger: { hard: '"', soft: "'" } },
  { bit: addressXss, danger: { hard: ':', soft: '' } },
];

/** Classes with such characters, by bit. */
export const charClasses: readonly { readonly bit: ClassMask; readonly danger: Danger }[] = flowClasses.flatMap((flowClass) => {
  const danger = dangers[flowClass];
  const own = danger === null ? [] : [{ bit: bitOf(flowClass), danger }];
  return flowClass === 'xss' ? [...own, ...otherXss] : own;
});

/** Without any of these code names nothing, and makes no text that could: it calculates. */
const naming = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$[\\`\'"~';

/** Classes that are stopped, and that are but nearly stopped, where of all dangerous characters only those of `remains` can be left. */
export function classesWithout(remains: (character: string) => boolean): { readonly kills: ClassMask; readonly weak: ClassMask } {
  let kills = 0;
  let weak = 0;
  for (const { bit, danger } of charClasses) {
    if (bit === bitOf('code') && !some(naming, remains)) kills |= bit;
    else if (some(danger.hard, remains)) continue;
    else if (some(danger.soft, remains)) weak |= bit;
    else kills |= bit;
  }
  return { kills, weak };
}

/** Classes of which at least one dangerous character is gone, though not all: what a half-right check was meant for. */
export function classesPartlyWithout(remains: (character: string) => boolean): ClassMask {
  let mask = 0;
  for (const { bit, danger } of charClasses) if (some(danger.hard + danger.soft, (character) => !remains(character))) mask |= bit;
  return mask;
}

function some(text: string, test: (character: string) => boolean): boolean {
  for (const character of text) if (test(character)) return true;
  return false;
}

/** Names that lead to a prototype, with their bits. With `__proto__` refused, `constructor` and then `prototype` still does. */
export const prototypeNames: readonly { readonly name: string; readonly bit: ClassMask }[] = [
  { name: '__proto__', bit: prototypeBit },
  { name: 'constructor', bit: constructorName },
  { name: 'prototype', bit: prototypeName },
];

/** Paths that climb, written in the ways that a check has to know. */
export const climbingTexts = ['../a', '../../a/b.c', 'a/../../b', '/../a', './../a', 'x1/../../../y'] as const;
