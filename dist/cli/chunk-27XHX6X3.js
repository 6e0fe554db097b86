import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{createProjectFile,projectFileExists}from"./chunk-QLIILICR.js";import{defineCommand}from"./chunk-ZKUHGKMI.js";import{escapeTerminal}from"./chunk-DVYVP5K6.js";import{readShipped}from"./chunk-F4RLE4FI.js";import{openRepository}from"./chunk-CXXEMM3E.js";import{resolveTargets}from"./chunk-Z5A5E6HP.js";import"./chunk-3QBZ2GP3.js";import{version}from"./chunk-KUC3CXR4.js";import"./chunk-55ARMT3B.js";import"./chunk-J4ZXFE4K.js";import"./chunk-5Z5UFSKI.js";import"./chunk-PTGU7KSS.js";import"./chunk-ET3H7JJ7.js";import"./chunk-5S3PDYW7.js";import{gateIds}from"./chunk-7UQWVWQJ.js";import"./chunk-ZQVBABSA.js";import"./chunk-WSGMASTN.js";import{McgateError}from"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";var workflowPath=".github/workflows/mcgate.yml",actionRepository="metacline/mcgate";function formatWorkflow({version:version2,commit,defaultBranch}){let branch=yamlString(defaultBranch);return`# mcgate judges every change before it merges. Require the check "mcgate"; \`mcgate doctor --github\` says whether that holds.
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
      - uses: ${actionRepository}@${commit} # v${version2}
`}function yamlString(text){return`'${text.replaceAll("'","''")}'`}var stamp=new URL("../release.json",import.meta.url);async function actionCommit(flag){if(flag!==null){if(isCommit(flag))return flag;throw new McgateError("usage",`--action-commit ${JSON.stringify(flag)} is no full commit.`,{remedy:"Give all 40 hex digits: a short id or a tag can come to mean another commit."})}let stamped=await readStamp();if(stamped!==null)return stamped;throw new McgateError("usage",`This build of mcgate does not know which commit its release ${version} is: it does not come from a release.`,{remedy:`Run the released one (\`npx mcgate@latest init --github\`), or give --action-commit; \`git ls-remote https://github.com/${actionRepository} 'refs/tags/v*'\` lists those of releases.`})}async function readStamp(){try{let{version:stamped,commit}=JSON.parse(new TextDecoder().decode(await readShipped(stamp)));return stamped===version&&typeof commit=="string"&&isCommit(commit)?commit:null}catch{return null}}function isCommit(text){return/^[0-9a-f]{40}$/u.test(text)}var configPath=".mcgate/config.yaml";function formatConfig(gates){return`# What judges a change, and how strictly. mcgate reads this file on the branch that a change is merged into, never in the
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
`}var command=defineCommand({positionals:{folder:{type:"string",default:".",describe:"Any folder of the repository"}},flags:{github:{type:"boolean",describe:`Write ${workflowPath} too`},"action-commit":{type:"string",describe:"Commit to pin the Action by; default: that of this release"},"dry-run":{type:"boolean",describe:"Print what would be written, write nothing"}},examples:[["$0 init","A commented config"],["$0 init --github","And a workflow that judges every pull request"],["$0 init --github --dry-run","See both files first"]],notes:`Writes ${configPath}, and with --github ${workflowPath}. A file that stands is left alone.`,run:async(values,session)=>{let{root}=await resolveTargets([values.folder],{cwd:session.cwd,git:!0}),files=[{path:configPath,text:formatConfig(gateIds)}];if(values.github===!0||values["action-commit"]!==void 0){let commit=await actionCommit(values["action-commit"]??null);files.push({path:workflowPath,text:formatWorkflow({version,commit,defaultBranch:await defaultBranchOf(root)})})}return await(values["dry-run"]===!0?show(root,files,session):write(root,files,session)),0}});async function show(root,files,{stdout}){for(let{path,text}of files){let fate=await projectFileExists(root,path)?"stands already and would be left alone; fresh it would be":"would be written";await stdout.write(`# ${path} ${fate}:

${text}
`)}}async function write(root,files,{stdout}){let written=0;for(let{path,text}of files){let created=await createProjectFile(root,path,text);written+=created?1:0,await stdout.write(created?`wrote      ${path}
`:`left alone ${path} (it stands already; --dry-run prints a fresh one)
`)}written!==0&&await stdout.write(`
In ${escapeTerminal(root)}. ${files.length>1?nextOnGithub:next}
`)}var rest="What stands today can be set aside with `mcgate baseline create`.",next=`Next: commit it to the default branch. \`mcgate init --github\` writes a workflow.
${rest}`,nextOnGithub=`Next: commit them to the default branch, and require the check "mcgate" there;
\`mcgate doctor --github\` says whether that holds. ${rest}`;async function defaultBranchOf(root){let repository=await openRepository(root,{git:!0});try{return(await repository.defaultBranch())?.name.replace(/^origin\//,"")??"main"}finally{await repository.close()}}export{command};
