// The config that `mcgate init` writes: every key, commented out, at its default, so that writing it changes nothing.

export const configPath = '.mcgate/config.yaml';

/** Text of a fresh `.mcgate/config.yaml`. `keys` are the gates, in order. */
export function formatConfig(gates: readonly string[]): string {
  return `# What judges a change, and how strictly. mcgate reads this file on the branch that a change is merged into, never in the
# change itself: an edit counts once it is merged, and an edit that loosens something is reported as a finding.
# Every key is optional. What stands below, commented out, are the defaults.

# block: findings stop the merge. inform: nothing blocks, and every report says so.
# mode: block

# Every gate takes the same keys, code one more. Gates: ${gates.join(', ')}.
# gates:
#   code:
#     enabled: true
#     failOn: high          # lowest severity that blocks: critical, high, medium, low, note
#     confidence: medium    # lowest confidence that blocks: high, medium, low
#     timeout: 5m           # a gate that runs longer has not answered: the run is incomplete
#     exclude: []           # path globs to leave out, as ["vendor/**"]; moving a file under one is a finding
#     libraryParameters: auto  # code alone: exported functions' parameters count as text from outside; auto: in packages others can install

# Target branches where missing sign-offs block.
# release:
#   branches: ["release/*"]
#   since: "v*"           # tags of former releases: who made a commit since the last one cannot sign for this one

# Who is who, so that nobody approves their own change.
# people:
#   - login: ann
#     emails: [ann@example.org]
#     principals: [ann@example.org]

# review: an approving review on GitHub counts as an approval. signature: only a signed one does.
# approvals: review

# Logins whose review counts; by default everybody with maintain or admin permission.
# approvers: [ann]
`;
}
