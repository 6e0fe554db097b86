// A Tree from a map of path to text, for tests of what is pure.
import { createHash } from 'node:crypto';
import { compareText } from '../../src/core/order.ts';
import type { Tree, TreeEntry } from '../../src/core/workspace.ts';

export function memoryTree(files: Readonly<Record<string, string>>, kinds: Readonly<Record<string, TreeEntry['kind']>> = {}): Tree {
  const entries = Object.entries(files)
    .map(([path, text]): TreeEntry => ({
      path,
      kind: kinds[path] ?? 'file',
      id: createHash('sha1')
        .update(`blob ${String(Buffer.byteLength(text))}\0`)
        .update(text)
        .digest('hex'),
      size: Buffer.byteLength(text),
    }))
    .sort((a, b) => compareText(a.path, b.path));
  return {
    entries,
    read: (path, limit) => {
      const text = files[path];
      if (text === undefined) return Promise.resolve({ ok: false, failure: 'missing', detail: path });
      if (!['file', 'executable'].includes(kinds[path] ?? 'file'))
        return Promise.resolve({ ok: false, failure: 'not-a-file', detail: path });
      const bytes = Buffer.from(text);
      return Promise.resolve(bytes.length > limit ? { ok: false, failure: 'too-large', detail: path } : { ok: true, bytes });
    },
  };
}
