// The workflow that `mcgate init --github` writes. It is what the trust model rests on: see docs/github.md and docs/decisions/github-workflow.md.

export const workflowPath = '.github/workflows/mcgate.yml';

/** The repository that the Action is used from. */
export const actionRepository = 'metacline/mcgate';

export interface WorkflowChoices {
  /** The Action's release; a comment, for readers and for tools that keep pins fresh. */
  readonly version: string;
  /** The commit of that release, 40 hex digits: a tag can be moved, a commit cannot. */
  readonly commit: string;
  /** Branch whose pushes are judged. */
  readonly defaultBranch: string;
}

/** Text of a fresh `.github/workflows/mcgate.yml`. */
export function formatWorkflow({ version, commit, defaultBranch }: WorkflowChoices): string {
  const branch = yamlString(defaultBranch);
  return `# mcgate judges every change before it merges. Require the check "mcgate"; \`mcgate doctor --github\` says whether that holds.
#
# pull_request_target takes this file from the default branch, so a pull request cannot change what judges it, and a fork gets
# the same service. That is safe only because nothing of the pull request is checked out or run: the Action fetches its commits
# as git objects and reads them. Never add a step that checks out the pull request, and add no other steps to this job.
#
# There is no concurrency group on purpose: a workflow of a pull request could join it, and cancel this one.
name: mcgate

on:
  pull_request_target:
    # Other branches may be added: the default branch's config judges what goes there, and all that it does not have is new.
    branches: [${branch}]
    # edited: a pull request that moves to another target branch is judged anew.
    types: [opened, synchronize, reopened, edited]
  # A review can approve of what a change weakens, and can be taken back. Here the pull request's own copy of this file runs, so
  # this never stands in for the run above: that one is judged again by "Re-run failed jobs".
  pull_request_review:
    types: [submitted, dismissed]
  merge_group:
  push:
    branches: [${branch}]
  schedule:
    # New advisories come without a change.
    - cron: '17 5 * * 1'
  workflow_dispatch:

permissions: {}

jobs:
  # Keep the name: the check and the commit status are both called so, and GitHub then wants both. A fork cannot set the status.
  mcgate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      # Fetches what is judged. Without it nothing is.
      contents: read
      # Asks who approved, and keeps one comment. With \`read\` there is no comment; without it no review counts.
      pull-requests: write
      # Sets the commit status. Without it, a pull request's own workflow could report in mcgate's name.
      statuses: write
      # Shows findings under Security. Without it they stand in the summary and the comment alone.
      security-events: write
      # Marks more lines than a step may (ten of a level). Without it the first ten are marked.
      checks: write
    steps:
      - uses: ${actionRepository}@${commit} # v${version}
`;
}

/** A YAML flow scalar: branch names hold no line breaks, but they may hold quotes and brackets. */
function yamlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
