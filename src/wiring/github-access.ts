// Where GitHub is, and the token to ask it with, as its runner says. The token goes nowhere but to GitHub.
import type { GithubAccess } from '../platform/github-client.ts';

/** Null where there is no token: a job hands one over only where its workflow says. */
export function githubAccess(env: Readonly<NodeJS.ProcessEnv>, token = env['GITHUB_TOKEN'] ?? ''): GithubAccess | null {
  if (token === '') return null;
  return {
    token,
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com',
  };
}
