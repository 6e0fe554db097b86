import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{createProjectFile,projectFileExists}from"./chunk-YD2PKQYJ.js";import{escapeTerminal}from"./chunk-2PRYT7OL.js";import{defineCommand}from"./chunk-ZKUHGKMI.js";import{resolveTargets}from"./chunk-MAD7EMCV.js";import{openRepository}from"./chunk-UD27THIZ.js";import{version}from"./chunk-QLNXFDKO.js";import"./chunk-3PFGWFMJ.js";import"./chunk-ET3H7JJ7.js";import"./chunk-E2RHTCIW.js";import"./chunk-E44RMBVN.js";import"./chunk-WSGMASTN.js";import{gateIds}from"./chunk-7UQWVWQJ.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";var configPath=".mcgate/config.yaml";function formatConfig(gates){return`# What judges a change, and how strictly. mcgate reads this file on the branch that a change is merged into, never in the
# change itself: an edit counts once it is merged, and an edit that loosens something is reported as a finding.
# Every key is optional. What stands below, commented out, are the defaults.

# block: findings stop the merge. inform: nothing blocks, and every report says so.
# mode: block

# Every gate takes the same keys, code one more. Gates: ${gates.join(", ")}.
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
`}var workflowPath=".github/workflows/mcgate.yml",setupNode={commit:"820762786026740c76f36085b0efc47a31fe5020",release:"v7.0.0"};function formatWorkflow({version:version2,defaultBranch}){return`# mcgate judges every change before it merges. Make the job "mcgate" a required status check.
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
${indent(fetchScript,10)}
      - name: Get the scanner and its database
        working-directory: \${{ runner.temp }}/empty
        run: npx --yes --ignore-scripts mcgate@${version2} setup

      - name: Judge
        env:
          # To ask for reviews; the gates run in processes that do not hold it.
          GITHUB_TOKEN: \${{ github.token }}
        working-directory: \${{ runner.temp }}/empty
        run: npx --yes --ignore-scripts mcgate@${version2} check "$GITHUB_WORKSPACE/change" --output "$RUNNER_TEMP/report.md"

      - name: Show the report
        if: \${{ !cancelled() }}
        shell: bash
        # A summary over 1 MiB would be refused as a whole.
        run: if [ -f "$RUNNER_TEMP/report.md" ]; then head -c 1000000 "$RUNNER_TEMP/report.md" >> "$GITHUB_STEP_SUMMARY"; fi
`}var fetchScript=`mkdir "$RUNNER_TEMP/empty"
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
`;function indent(text,by){return text.replaceAll(/^(?=.)/gm," ".repeat(by))}function yamlString(text){return`'${text.replaceAll("'","''")}'`}var command=defineCommand({positionals:{folder:{type:"string",default:".",describe:"Any folder of the repository"}},flags:{"dry-run":{type:"boolean",describe:"Print what would be written, write nothing"}},examples:[["$0 init --dry-run","See both files first"],["$0 init","Write what is not there yet"]],notes:`Writes ${configPath} and ${workflowPath}. A file that stands is left alone.`,run:async(values,session)=>{let{root}=await resolveTargets([values.folder],{cwd:session.cwd,git:!0}),files=[{path:configPath,text:formatConfig(gateIds)},{path:workflowPath,text:formatWorkflow({version,defaultBranch:await defaultBranchOf(root)})}];return await(values["dry-run"]===!0?show(root,files,session):write(root,files,session)),0}});async function show(root,files,{stdout}){for(let{path,text}of files){let fate=await projectFileExists(root,path)?"stands already and would be left alone; fresh it would be":"would be written";await stdout.write(`# ${path} ${fate}:

${text}
`)}}async function write(root,files,{stdout}){let written=0;for(let{path,text}of files){let created=await createProjectFile(root,path,text);written+=created?1:0,await stdout.write(created?`wrote      ${path}
`:`left alone ${path} (it stands already; \`mcgate init --dry-run\` prints a fresh one)
`)}written!==0&&await stdout.write(`
In ${escapeTerminal(root)}. Next: commit them to the default branch, and make the job "mcgate" a required status check.
What stands today can be set aside with \`mcgate baseline create\`; \`mcgate doctor\` says what is missing.
`)}async function defaultBranchOf(root){let repository=await openRepository(root,{git:!0});try{return(await repository.defaultBranch())?.name.replace(/^origin\//,"")??"main"}finally{await repository.close()}}export{command};
