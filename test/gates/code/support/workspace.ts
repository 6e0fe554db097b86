// Trees in memory, and a context around them.
import { createHash } from 'node:crypto';
import type { GateContext, ResolvedGateSettings, ResultCache, WorkerPool } from '../../../../src/core/gate.ts';
import type { Past, Tree, TreeEntry } from '../../../../src/core/workspace.ts';

export type Files = Readonly<Record<string, string | Uint8Array | Partial<TreeEntry>>>;

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export function treeOf(files: Files): Tree {
  const entries = Object.entries(files).map(([path, content]): TreeEntry => {
    if (typeof content === 'object' && !(content instanceof Uint8Array)) return { path, kind: 'file', id: '', size: null, ...content };
    const bytes = bytesOf(content);
    const id = createHash('sha1')
      .update(`blob ${String(bytes.length)}\0`)
      .update(bytes)
      .digest('hex');
    return { path, kind: 'file', id, size: bytes.length };
  });
  return {
    entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    read(path, limit) {
      const content = files[path];
      if (content === undefined || (typeof content === 'object' && !(content instanceof Uint8Array))) {
        return Promise.resolve({ ok: false, failure: 'unreadable', detail: 'permission denied' });
      }
      const bytes = bytesOf(content);
      return Promise.resolve(bytes.length > limit ? { ok: false, failure: 'too-large', detail: '' } : { ok: true, bytes });
    },
  };
}

export function memoryCache(): ResultCache & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get: (key) => Promise.resolve(entries.has(key) ? (JSON.parse(entries.get(key) ?? 'null') as unknown) : undefined),
    set: (key, value) => {
      entries.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

export interface Setting {
  readonly judged: Files;
  readonly base?: Files | null;
  /** Path to content, put there by commits `1111…`, `2222…` in turn. */
  readonly past?: Files | Past;
  readonly settings?: Partial<ResolvedGateSettings>;
  readonly cache?: ResultCache;
  readonly models?: GateContext['models'];
  readonly signal?: AbortSignal;
  readonly progress?: GateContext['progress'];
}

function pastOf(past: Setting['past']): Past | null {
  if (past === undefined) return null;
  if ('entries' in past && Array.isArray(past.entries)) return past as Past;
  const tree = treeOf(past as Files);
  const entries = Object.keys(past).map((path, index) => ({
    commit: String((index % 9) + 1).repeat(40),
    path,
    id: tree.entries.find((entry) => entry.path === path)?.id ?? '',
  }));
  return { commits: entries.length, entries, cut: null, read: ({ path }, limit) => tree.read(path, limit) };
}

export function contextOf(pool: WorkerPool, setting: Setting): GateContext {
  const base = setting.base ?? null;
  return {
    workspace: {
      judged: treeOf(setting.judged),
      base: base === null ? null : treeOf(base),
      past: pastOf(setting.past),
      close: () => Promise.resolve(),
    },
    settings: {
      enabled: true,
      failOn: 'high',
      confidence: 'medium',
      timeoutMs: 300_000,
      exclude: [],
      libraryParameters: 'auto',
      ...setting.settings,
    },
    options: { offline: true, osvDatabase: null, cache: true },
    models: setting.models ?? [],
    checklist: null,
    cache: setting.cache ?? memoryCache(),
    runTool: () => Promise.reject(new Error('the code gate runs no tool')),
    scratch: '',
    openAdvisoryScanner: () => Promise.reject(new Error('the code gate scans no advisories')),
    openWorkers: () => pool,
    progress: setting.progress ?? ((): void => undefined),
    signal: setting.signal ?? new AbortController().signal,
  };
}
