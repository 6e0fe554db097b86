// A git host of our own: git's http-backend behind a local server that asks for a token, or does as a test says.
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { makeFolder, makeRepository, type Files, type TestRepository } from './git-repository.ts';
import { startServer } from './local-server.ts';

export interface GitRequest {
  readonly url: string;
  readonly authorization: string;
}

/** What becomes of a request, by how many came before it; null: it is answered as git does; `slowly`: in small pieces. */
export type Mishap = (before: number, request: GitRequest) => ((response: ServerResponse) => void) | 'slowly' | null;

export interface GitServer {
  /** For GITHUB_SERVER_URL. */
  readonly url: string;
  /** The hosted repository `acme/shop`. */
  readonly repository: TestRepository;
  readonly asked: () => readonly GitRequest[];
  readonly close: () => Promise<void>;
}

export interface ServerOptions {
  /** Null: whoever asks is answered. */
  readonly token: string | null;
  readonly commits?: readonly Files[];
  readonly mishap?: Mishap;
}

export async function startGitServer({ token, commits = [{ 'a.js': '1;\n' }], mishap = () => null }: ServerOptions): Promise<GitServer> {
  const projects = makeFolder();
  const repository = makeRepository({ root: path.join(projects, 'acme/shop'), commits });
  repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const asked: GitRequest[] = [];
  const expected = token === null ? null : `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const { url, close } = await startServer((request, response) => {
    const one = { url: request.url ?? '', authorization: request.headers.authorization ?? '' };
    const happens = mishap(asked.length, one);
    asked.push(one);
    if (typeof happens === 'function') happens(response);
    else if (expected !== null && one.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
    } else serve(projects, request, response, happens === 'slowly' ? 100 : 0);
  });
  return {
    url,
    repository,
    asked: () => asked,
    close,
  };
}

/** RFC 3875, as far as git asks for it. */
function serve(projects: string, request: IncomingMessage, response: ServerResponse, pauseMs: number): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: projects,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  let head = Buffer.alloc(0);
  let isBody = false;
  backend.stdout.on('data', (chunk: Buffer) => {
    if (isBody) {
      response.write(chunk);
      if (pauseMs === 0) return;
      backend.stdout.pause();
      setTimeout(() => backend.stdout.resume(), pauseMs);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    isBody = true;
    const fields = head
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/:\s*/u, 2) as [string, string]);
    const status = Number(fields.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
  });
  backend.on('close', () => {
    response.end();
  });
}

export interface HostedPull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly baseRef: string;
  readonly merge: string;
}

/** Opens a pull request of the branch `head` as GitHub keeps it: its head, and the merge commit with its target. */
export function openPull({ git }: TestRepository, number: number, baseRef: string, headRef: string): HostedPull {
  const [base, head] = [git('rev-parse', baseRef), git('rev-parse', headRef)];
  const tree = git('merge-tree', '--write-tree', baseRef, headRef);
  const merge = git('commit-tree', '-p', base, '-p', head, '-m', `Merge ${head} into ${base}`, tree);
  git('update-ref', `refs/pull/${number}/head`, head);
  git('update-ref', `refs/pull/${number}/merge`, merge);
  return { number, head, base, baseRef, merge };
}
