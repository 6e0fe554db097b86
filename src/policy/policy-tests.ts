// Tests of a policy: a table of requests and what must be decided on each, `.mcgate/policy.tests.yaml`.
import { validatePolicyTests } from '../core/generated/validators.js';
import { McgateError } from '../core/error.ts';
import type { PolicyTest, PolicyTests } from '../core/documents.ts';
import type { Effect } from './automaton/sequence.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { parseRequest } from './request/parse.ts';
import type { PolicyEnvironment, Request } from './request/request.ts';
import { quoteWords, splitWords } from './request/words.ts';
import { parseDocumentAs } from './yaml-document.ts';

/** Who asks and when, where nothing else is said. */
export const usualMode = 'code';
export const usualRole = 'DEVELOPER';

/** Where tests are decided, so that they mean the same on every machine: three folders apart from each other, and names with their case. */
export const testEnvironment: PolicyEnvironment = {
  platform: 'posix',
  caseSensitive: true,
  workspace: '/mcgate/workspace',
  home: '/mcgate/home',
  temp: '/mcgate/temp',
};

/** One case. Equal `key`s ask the same and expect the same. */
export interface PolicyTestCase {
  readonly key: string;
  readonly name: string;
  /** The request as its author wrote it, in one line. */
  readonly text: string;
  /** What is asked, as `mcgate policy check` takes it after the scope. */
  readonly asked: string;
  readonly request: Request;
  readonly expect: Effect;
  readonly line: number;
  readonly column: number;
}

/** A case and what the policy decides. */
export interface PolicyTestResult {
  readonly test: PolicyTestCase;
  readonly actual: Effect;
  readonly passed: boolean;
}

/** Throws McgateError `invalid-document`, with the case's line, for what breaks the schema or is no request. */
export function parsePolicyTests(text: string, path: string): readonly PolicyTestCase[] {
  const { value, positionOf } = parseDocumentAs<PolicyTests>(text, path, validatePolicyTests);
  return value.cases.map((test, index) => {
    const { line, column } = positionOf(['cases', index]);
    try {
      return { ...caseOf(test), line, column };
    } catch (error) {
      if (!(error instanceof McgateError) || error.code !== 'usage') throw error;
      const key = `cases.${String(index)}.request`;
      const place = positionOf(['cases', index, 'request']);
      throw new McgateError('invalid-document', `${path}:${String(place.line)}:${String(place.column)}: ${key}: ${error.message}`, {
        cause: error,
        positions: [{ path, ...place, key }],
        ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      });
    }
  });
}

/** What the policy, compiled for `testEnvironment`, decides on each case; in their order. */
export function runPolicyTests(policy: Pick<CompiledPolicy, 'decide'>, cases: readonly PolicyTestCase[]): readonly PolicyTestResult[] {
  return cases.map((test) => {
    const actual = policy.decide(test.request);
    return { test, actual, passed: actual === test.expect };
  });
}

function caseOf({ name, request, mode = usualMode, role = usualRole, expect }: PolicyTest): Omit<PolicyTestCase, 'line' | 'column'> {
  const words = typeof request === 'string' ? splitWords(request) : request;
  if (words === null) throw new McgateError('usage', 'a quote is not closed');
  const [scope = '', ...rest] = words;
  const asked: Request = { ...parseRequest(scope, rest, testEnvironment), mode, role };
  const text = typeof request === 'string' ? request.trim() : quoteWords(words);
  return { key: JSON.stringify([asked, expect]), name: name ?? text, text, asked: quoteWords(rest), request: asked, expect };
}
