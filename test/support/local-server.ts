// A server on this machine alone, and answers as an API sends them.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  readonly url: string;
  /** Ends what is still open. */
  readonly close: () => Promise<void>;
}

export async function startServer(answer: RequestListener): Promise<LocalServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** What a route answers. `body` is sent as JSON, a string as it is. */
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The connection ends before the body does. */
  readonly cut?: boolean;
}

export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers = {}, body = '', cut = false }: Said,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const length = Buffer.byteLength(text) + (cut ? 100 : 0);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': String(length), ...headers });
  response.write(text);
  if (cut) request.socket.destroySoon();
  else response.end();
}
