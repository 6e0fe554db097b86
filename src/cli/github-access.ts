// Where GitHub is, and the token to ask it with, as its runner says. The token is read here and goes nowhere but to GitHub.
import type { GithubAccess } from '../platform/github-client.ts';
import type { Environment } from './session.ts';

/** Null where the job hands no token over: it does so only where its workflow says. */
export function githubAccess(env: Environment): GithubAccess | null {
  const token = env['GITHUB_TOKEN'] ?? '';
  if (token === '') return null;
  return {
    token,
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com',
  };
}
