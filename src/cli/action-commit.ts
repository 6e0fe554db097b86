// The commit that a workflow pins the Action by. A tree cannot hold its own commit, so the release stamps it into the package (scripts/stamp-release.ts).
import { McgateError } from '../core/error.ts';
import { readShipped } from '../platform/shipped-file.ts';
import { actionRepository } from './templates/workflow.ts';
import { version } from '../wiring/version.ts';

/** Written at release only: dist/release.json, beside the folder of this bundle. */
const stamp = new URL('../release.json', import.meta.url);

/**
 * What `--action-commit` says, else what the release stamped. Nobody is asked: a tag can have been moved, the stamp came with the
 * package and its provenance. Throws McgateError `usage` where neither is there, or the flag is no commit.
 */
export async function actionCommit(flag: string | null): Promise<string> {
  if (flag !== null) {
    if (isCommit(flag)) return flag;
    throw new McgateError('usage', `--action-commit ${JSON.stringify(flag)} is no full commit.`, {
      remedy: 'Give all 40 hex digits: a short id or a tag can come to mean another commit.',
    });
  }
  const stamped = await readStamp();
  if (stamped !== null) return stamped;
  throw new McgateError(
    'usage',
    `This build of mcgate does not know which commit its release ${version} is: it does not come from a release.`,
    {
      remedy: `Run the released one (\`npx mcgate@latest init --github\`), or give --action-commit; \`git ls-remote https://github.com/${actionRepository} 'refs/tags/v*'\` lists those of releases.`,
    },
  );
}

async function readStamp(): Promise<string | null> {
  try {
    const { version: stamped, commit } = JSON.parse(new TextDecoder().decode(await readShipped(stamp))) as Record<string, unknown>;
    return stamped === version && typeof commit === 'string' && isCommit(commit) ? commit : null;
  } catch {
    return null;
  }
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/u.test(text);
}
