// The wire format of `git cat-file --batch-command`: a header line, and the content where it was asked for.

export type BatchAnswer =
  | { readonly found: false }
  /** `content` is null where only the header was asked for. */
  | { readonly found: true; readonly type: string; readonly size: number; readonly content: Buffer | null };

export interface BatchParser {
  /** False if this is not what git writes; nothing after it can be trusted. */
  readonly push: (chunk: Buffer) => boolean;
}

const headerLimit = 1024;

/** `contentLimit` is asked once a header is complete: the most bytes that the request it answers may bring, null for the header alone. */
export function createBatchParser(contentLimit: () => number | null, answered: (answer: BatchAnswer) => void): BatchParser {
  let header = '';
  let body: { readonly type: string; readonly content: Buffer; filled: number } | null = null;

  const takeBody = (chunk: Buffer, current: NonNullable<typeof body>): number => {
    const { content } = current;
    const wanted = content.length - current.filled;
    const taken = chunk.copy(content, current.filled, 0, Math.min(wanted, chunk.length));
    current.filled += taken;
    // The line feed after the content takes one byte more.
    if (current.filled < content.length || taken >= chunk.length) return taken;
    body = null;
    answered({ found: true, type: current.type, size: content.length, content });
    return taken + 1;
  };

  const takeHeader = (line: string): boolean => {
    if (/^\S+ missing$/u.test(line)) {
      answered({ found: false });
      return true;
    }
    const match = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/u.exec(line);
    const type = match?.[1];
    const size = Number(match?.[2]);
    if (type === undefined || !Number.isSafeInteger(size)) return false;
    const limit = contentLimit();
    if (limit === null) answered({ found: true, type, size, content: null });
    else if (size > limit) return false;
    else body = { type, content: Buffer.allocUnsafe(size), filled: 0 };
    return true;
  };

  const push = (chunk: Buffer): boolean => {
    for (let rest = chunk; rest.length > 0;) {
      if (body !== null) {
        rest = rest.subarray(takeBody(rest, body));
        continue;
      }
      const end = rest.indexOf(0x0a);
      header += rest.toString('latin1', 0, end === -1 ? rest.length : end);
      if (header.length > headerLimit) return false;
      if (end === -1) return true;
      rest = rest.subarray(end + 1);
      const line = header;
      header = '';
      if (!takeHeader(line)) return false;
    }
    return true;
  };
  return { push };
}
