// What test files import in place of vitest while mutants are tried: it notes the tests, and runs them one by one when it is told to.
import { format } from 'node:util';
import * as vitest from 'vitest';

/** A test as it was noted. */
export interface NotedTest {
  /** File and names, unique. */
  readonly id: string;
  readonly run: () => unknown;
}

/** The tests of one file, and what is to be done behind the last. */
export interface NotedFile {
  readonly tests: readonly NotedTest[];
  readonly cleanups: readonly (() => unknown)[];
}

type Body = (...args: readonly unknown[]) => unknown;
type Declare = (name: string, ...rest: readonly unknown[]) => void;

/** Notes what files declare, one file after another. */
export interface Collector {
  /** In the place of vitest: what our tests use of it. */
  readonly api: Readonly<Record<string, unknown>>;
  /** Notes what `load` declares as the tests of the file. */
  readonly collect: (file: string, load: () => Promise<unknown>) => Promise<NotedFile>;
}

export function createCollector(): Collector {
  const names: string[] = [];
  let seen = new Map<string, number>();
  let tests: NotedTest[] = [];
  let cleanups: (() => unknown)[] = [];
  const declareTest: Declare = (name, ...rest) => {
    const body = bodyOf(rest);
    const title = [...names, name].join(' > ');
    const before = seen.get(title) ?? 0;
    seen.set(title, before + 1);
    tests.push({ id: before === 0 ? title : `${title} (${String(before + 1)})`, run: () => body() });
  };
  const declareSuite: Declare = (name, ...rest) => {
    names.push(name);
    bodyOf(rest)();
    names.pop();
  };
  const test = variants(declareTest);
  return {
    api: { ...vitest, test, it: test, describe: variants(declareSuite), afterAll: (cleanup: () => unknown) => cleanups.push(cleanup) },
    collect: async (file, load) => {
      seen = new Map();
      [tests, cleanups] = [[], []];
      names.splice(0, names.length, file);
      await load();
      return { tests, cleanups };
    },
  };
}

function bodyOf(rest: readonly unknown[]): Body {
  const body = rest.find((each) => typeof each === 'function');
  if (body === undefined) throw new Error('A test without a body.');
  return body as Body;
}

function variants(declare: Declare): Declare & Readonly<Record<'each' | 'skipIf', unknown>> {
  const each =
    (rows: readonly unknown[]): Declare =>
    (name, ...rest) => {
      const body = bodyOf(rest);
      const isTable = rows.every((row) => Array.isArray(row));
      for (const row of rows) {
        const args = isTable ? (row as readonly unknown[]) : [row];
        declare(titleOf(name, args), () => body(...args));
      }
    };
  const skipIf =
    (isSkipped: unknown): Declare =>
    (name, ...rest) => {
      if (!(isSkipped as boolean)) declare(name, ...rest);
    };
  return Object.assign(
    (name: string, ...rest: readonly unknown[]) => {
      declare(name, ...rest);
    },
    { each, skipIf },
  );
}

/** The name of a row, much as vitest writes it. */
function titleOf(name: string, args: readonly unknown[]): string {
  const [first] = args;
  const filled = name.replaceAll(/\$(\w+)/g, (_, key: string) => String((first as Readonly<Record<string, unknown>> | null)?.[key]));
  const slots = filled.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(filled, ...args.slice(0, slots));
}
