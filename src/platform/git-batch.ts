// The wire format of `git cat-file --batch-command`: a header line, and the content where it was asked for.

export type BatchAnswer =
  | { readonly found: false }
  /** `content` is null where only the header was asked for. */
  | { readonly found: true; readonly type: string; readonly size: number; readonly content: Buffer | null };

/** The request that the next answer is for. `limit` is the most bytes of content it may bring, null for the header alone. */
export interface BatchRequest {
  readonly id: string;
  readonly limit: number | null;
}

export interface BatchParser {
  /** False if this is not what git writes, or not the answer that was asked for; nothing after it can be trusted. */
  readonly push: (chunk: Buffer) => boolean;
}

interface Body {
  readonly type: string;
  readonly content: Buffer;
  filled: number;
}

const headerLimit = 1024;
const lineFeed = 0x0a;

/** `answered` says whether the answer is believed; a broken object can make git write more or less than it announced. */
export function createBatchParser(next: () => BatchRequest | null, answered: (answer: BatchAnswer) => boolean): BatchParser {
  let header = '';
  let body: Body | null = null;

  /** Bytes taken, or -1 if the content does not end where it should. */
  const takeBody = (chunk: Buffer, current: Body): number => {
    const taken = chunk.copy(current.content, current.filled);
    current.filled += taken;
    if (current.filled < current.content.length || taken >= chunk.length) return taken;
    body = null;
    const { type, content } = current;
    return chunk[taken] === lineFeed && answered({ found: true, type, size: content.length, content }) ? taken + 1 : -1;
  };

  const takeHeader = (line: string): boolean => {
    const request = next();
    if (request === null) return false;
    if (line === `${request.id} missing`) return answered({ found: false });
    const match = /^([0-9a-f]+) ([a-z]+) (\d+)$/u.exec(line);
    const [, id, type = ''] = match ?? [];
    const size = Number(match?.[3]);
    if (id !== request.id || !Number.isSafeInteger(size)) return false;
    if (request.limit === null) return answered({ found: true, type, size, content: null });
    if (size > request.limit) return false;
    body = { type, content: Buffer.allocUnsafe(size), filled: 0 };
    return true;
  };

  const push = (chunk: Buffer): boolean => {
    for (let rest = chunk; rest.length > 0;) {
      if (body !== null) {
        const taken = takeBody(rest, body);
        if (taken < 0) return false;
        rest = rest.subarray(taken);
        continue;
      }
      const end = rest.indexOf(lineFeed);
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
