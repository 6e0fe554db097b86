// The workflow that `mcgate init` writes. It is what the trust model rests on: see ARCHITECTURE.md, "Trust model".

export const workflowPath = '.github/workflows/mcgate.yml';

/** actions/setup-node, by the commit of its release. */
const setupNode = { commit: '820762786026740c76f36085b0efc47a31fe5020', release: 'v7.0.0' } as const;

export interface WorkflowChoices {
  /** Exact version of mcgate to run. */
  readonly version: string;
  /** Branch whose pushes are judged. */
  readonly defaultBranch: string;
}

/** Text of a fresh `.github/workflows/mcgate.yml`. */
export function formatWorkflow({ version, defaultBranch }: WorkflowChoices): string {
  return `# mcgate judges every change before it merges. Make the job "mcgate" a required status check.
#
# pull_request_target takes this file from the default branch, so a pull request cannot change what judges it, and a fork gets
# the same service. That is safe only because nothing of the pull request is checked out or run: its commits are fetched as git
# objects into a repository with no files, and mcgate, taken from the registry in an empty folder, reads them there.
# Never add a step that checks out the pull request, or that runs npm or npx inside a checkout.
name: mcgate

on:
  pull_request_target:
    # Other branches may be added: the default branch's config judges what goes there, and all that it does not have is new.
    branches: [${yamlString(defaultBranch)}]
    # edited: a pull request that moves to another target branch is judged anew.
    types: [opened, synchronize, reopened, edited]
  merge_group:
  push:
    branches: [${yamlString(defaultBranch)}]
  schedule:
    # New advisories come without a change.
    - cron: '17 5 * * 1'
  workflow_dispatch:

permissions: {}

concurrency:
  group: mcgate-\${{ github.event_name }}-\${{ github.event.pull_request.number || github.sha }}
  cancel-in-progress: true

jobs:
  mcgate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      # To ask whether somebody approved of what a change weakens.
      pull-requests: read
    steps:
      - name: Node.js
        uses: actions/setup-node@${setupNode.commit} # ${setupNode.release}
        with:
          node-version: 24
          package-manager-cache: false

      - name: Fetch the change as git objects, with no work tree
        shell: bash
        env:
          GITHUB_TOKEN: \${{ github.token }}
          REMOTE: \${{ github.server_url }}/\${{ github.repository }}
          EVENT: \${{ github.event_name }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
          TARGET: \${{ github.event.pull_request.base.ref }}
          COMMITS: \${{ github.event.pull_request.commits }}
          BASE: \${{ github.event.merge_group.base_sha || github.event.before }}
          HEAD: \${{ github.event.merge_group.head_sha || github.event.after }}
          FORCED: \${{ github.event.forced }}
          DEFAULT_BRANCH: \${{ github.event.repository.default_branch || github.ref_name }}
        run: |
${indent(fetchScript, 10)}
      - name: Get the scanner and its database
        working-directory: \${{ runner.temp }}/empty
        run: npx --yes --ignore-scripts mcgate@${version} setup

      - name: Judge
        env:
          # To ask for reviews; the gates run in processes that do not hold it.
          GITHUB_TOKEN: \${{ github.token }}
        working-directory: \${{ runner.temp }}/empty
        run: npx --yes --ignore-scripts mcgate@${version} check "$GITHUB_WORKSPACE/change" --output "$RUNNER_TEMP/report.md"

      - name: Show the report
        if: \${{ !cancelled() }}
        shell: bash
        # A summary over 1 MiB would be refused as a whole.
        run: if [ -f "$RUNNER_TEMP/report.md" ]; then head -c 1000000 "$RUNNER_TEMP/report.md" >> "$GITHUB_STEP_SUMMARY"; fi
`;
}

/** The token is handed over by a credential helper: it stands neither in an argument nor in the repository's config. */
const fetchScript = `mkdir "$RUNNER_TEMP/empty"
git init --quiet "$GITHUB_WORKSPACE/change"
cd "$GITHUB_WORKSPACE/change"
git remote add origin "$REMOTE"
fetch() {
  git -c credential.helper= -c credential.helper='!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f' \\
    fetch --quiet --no-tags --no-recurse-submodules "$@"
}
default="+refs/heads/$DEFAULT_BRANCH:refs/remotes/origin/$DEFAULT_BRANCH"
case "$EVENT" in
  pull_request_target)
    # GitHub's merge commit, the target branch's tip, and the change's own commits: a secret that one of them adds is public, whatever a later one does.
    depth=$((COMMITS < 2000 ? COMMITS + 2 : 2002))
    fetch --depth="$depth" origin "+refs/pull/$PULL_REQUEST/merge:refs/remotes/pull/$PULL_REQUEST/merge"
    # Proves that the merge commit is one with this target; the target may have moved on since.
    fetch --depth=100 origin "+refs/heads/$TARGET:refs/remotes/origin/$TARGET"
    # Another target is judged by the default branch, from where the two parted: that takes the whole history.
    if [ "$TARGET" != "$DEFAULT_BRANCH" ]; then
      fetch --depth=2147483647 origin "$default" "+refs/pull/$PULL_REQUEST/merge:refs/remotes/pull/$PULL_REQUEST/merge"
    fi ;;
  merge_group)
    fetch --depth=1 origin "$BASE" "$HEAD" ;;
  push)
    fetch --depth=1 origin "$HEAD" "$default"
    # A new branch has no commit before, and one that was forced away may be gone.
    if [ "$FORCED" != true ] && [ "\${BASE//0/}" != "" ]; then fetch --depth=1 origin "$BASE"; fi ;;
  *)
    fetch --depth=1 origin "$default" ;;
esac
`;

function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

/** A YAML flow scalar: branch names hold no line breaks, but they may hold quotes and brackets. */
function yamlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
