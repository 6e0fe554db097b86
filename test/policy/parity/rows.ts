// Reads the table: which requests each row asks, of which policy, where.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import type { PolicyEnvironment, Request, Scope } from '../../../src/policy/request/request.ts';
import type { Document } from '../oracle/document.ts';

type Asked = string | number | readonly string[] | Readonly<Record<string, unknown>>;

/** Some rows of one scope about one policy. */
interface Group {
  readonly about: string;
  readonly scope: Scope;
  readonly on?: keyof typeof places;
  readonly policy: Document;
  readonly files?: Readonly<Record<string, Document>>;
  readonly allow?: readonly Asked[];
  readonly ask?: readonly Asked[];
  readonly deny?: readonly Asked[];
}

export interface Row {
  readonly expected: Effect;
  readonly request: Request;
}

export interface ParityGroup {
  readonly about: string;
  readonly environment: PolicyEnvironment;
  readonly policy: Document;
  readonly files: ReadonlyMap<string, Document>;
  readonly rows: readonly Row[];
}

const linux: PolicyEnvironment = { platform: 'posix', caseSensitive: true, workspace: '/ws', home: '/home/me', temp: '/tmp' };
const places = {
  linux,
  mac: { ...linux, caseSensitive: false },
  windows: { platform: 'windows', caseSensitive: false, workspace: 'C:/ws', home: 'C:/Users/me', temp: 'C:/Temp' },
} as const satisfies Record<string, PolicyEnvironment>;

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

function fieldsOf(scope: Scope, asked: Asked): Readonly<Record<string, unknown>> {
  if (typeof asked === 'number') return { amount: asked };
  if (Array.isArray(asked)) return { argv: asked };
  if (typeof asked !== 'string') return asked as Readonly<Record<string, unknown>>;
  if (scope.includes('fileSystem.')) return { path: asked };
  if (scope.includes('network.')) return hostAndPort(asked);
  return scope === 'modes.transitions' ? { to: asked } : { name: asked };
}

function rowsOf(group: Group): readonly Row[] {
  return (['allow', 'ask', 'deny'] as const).flatMap((expected) =>
    (group[expected] ?? []).map((asked) => ({
      expected,
      request: { scope: group.scope, mode: 'code', role: 'DEVELOPER', ...fieldsOf(group.scope, asked) } as Request,
    })),
  );
}

/** The whole table. */
export function parityGroups(): readonly ParityGroup[] {
  return ['paths', 'hosts', 'words', 'ceilings'].flatMap((file) => {
    const groups = parse(readFileSync(path.join(import.meta.dirname, `${file}.yaml`), 'utf8')) as readonly Group[];
    return groups.map((group) => ({
      about: group.about,
      environment: places[group.on ?? 'linux'],
      policy: group.policy,
      files: new Map(Object.entries(group.files ?? {})),
      rows: rowsOf(group),
    }));
  });
}
