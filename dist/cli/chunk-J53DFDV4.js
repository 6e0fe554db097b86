import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{itemTable}from"./chunk-D5E5ZBH6.js";import{sealStatement}from"./chunk-UADQIRPM.js";import{draftPorts,withDraft}from"./chunk-BEQHZP77.js";import{askRelease,askedFlags,reportFlags}from"./chunk-3J5CVUIU.js";import{formatBundle}from"./chunk-FGGDPZJA.js";import{createFolder,writeProjectFile}from"./chunk-YD2PKQYJ.js";import{escapeMarkdown,escapeTerminal}from"./chunk-2PRYT7OL.js";import{defineCommand}from"./chunk-ZKUHGKMI.js";import{countItems}from"./chunk-M3ZPOWO7.js";import{gateDigest}from"./chunk-NNUM2DRX.js";import"./chunk-4NQWES66.js";import{hashEntry,readRevoked,subjectParts}from"./chunk-2COAFL7W.js";import"./chunk-N5C2H6YD.js";import"./chunk-4EZE4PFI.js";import{loadChecklist}from"./chunk-E3S4GVOI.js";import"./chunk-JWYX4QTV.js";import"./chunk-WW5QBORT.js";import"./chunk-SZW3PZ4O.js";import"./chunk-UZFKIAM6.js";import"./chunk-FVH64FIF.js";import{itemDigest,resolveChecklist}from"./chunk-4GLYOLS7.js";import"./chunk-B3YYTSQQ.js";import{predicateTypes,statementOf}from"./chunk-7C5HPIFP.js";import"./chunk-I73D2DUH.js";import{allowedSignersPath,maxEnvelopeLength,maxSignersBytes}from"./chunk-YZO4IZ25.js";import"./chunk-MAD7EMCV.js";import"./chunk-UWGHLPHO.js";import"./chunk-OF7GD3HS.js";import"./chunk-BFQXWV62.js";import{readText}from"./chunk-WIB7ZM2S.js";import"./chunk-GB5RJU43.js";import"./chunk-BKB5POWC.js";import"./chunk-ET3H7JJ7.js";import"./chunk-E2RHTCIW.js";import"./chunk-JXBKEPUD.js";import"./chunk-E44RMBVN.js";import"./chunk-WSGMASTN.js";import"./chunk-EPZECS7Z.js";import"./chunk-UG5VBSNA.js";import"./chunk-B3LJ4Q6I.js";import"./chunk-QU4TROST.js";import"./chunk-7UQWVWQJ.js";import"./chunk-PKAUSTND.js";import{McgateError}from"./chunk-44AWH4UC.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";import path from"node:path";import{createHash}from"node:crypto";async function draftRelease(request,report,ports){return withDraft(request,ports,async({place,digest,commit,judged,trusted})=>{let document=await loadChecklist(trusted),states=report.gates.find(({id})=>id==="checklist")?.coverage?.items??[],items=resolveChecklist(document.parsed.value).flatMap(item=>{let state=states.find(({id})=>id===item.id);return state===void 0?[]:[{itemDigest:itemDigest(item),threshold:item.threshold,state}]});if(items.length===0)throw new McgateError("unreadable","It is not known how the checklist stands.");let parts=[];for await(let part of subjectParts(place,judged.entries,hashEntry(judged)))parts.push(part);let tree=parts.join("");if(createHash("sha256").update(tree).digest("hex")!==digest)throw new McgateError("unreadable","The tree changed while it was read.");let paths=[...new Set(items.flatMap(({state})=>state.attestations))],envelopes=await Promise.all(paths.map(async path2=>await readText(judged,path2,maxEnvelopeLength)??"")),revoked=await readRevoked(trusted),others=report.gates.filter(({id})=>id!=="checklist"),predicate={...place,commit:commit??"",made:`${ports.now().toISOString().slice(0,19)}Z`,version:report.tool.version,verdict:report.verdict,gates:others.map(gate=>({id:gate.id,outcome:gate.outcome,digest:gateDigest(gate,report.findings)})),items,signers:await readText(trusted,allowedSignersPath,maxSignersBytes)??"",revoked:revoked===null?null:Buffer.from(revoked).toString("base64")},text=document.id===""?null:await readText(trusted,document.path,maxSignersBytes);return{statement:statementOf(predicateTypes.release,digest,predicate),envelopes,tree,checklist:text}})}function formatReleaseMarkdown(statement){return`${[`# Release record: ${escapeMarkdown(titleOf(statement))}`,factsOf(statement).map(([name,value])=>`- ${name}: ${escapeMarkdown(value)}`).join(`
`),"## Checklist",itemTable(itemsOf(statement)),"## Gates",["| gate | outcome | digest of the answer |","|---|---|---|",...statement.predicate.gates.map(({id,outcome,digest})=>`| ${id} | ${outcome} | \`${digest}\` |`)].join(`
`),verifying.map(line=>escapeMarkdown(line)).join(`

`)].join(`

`)}
`}function formatReleaseHtml(statement){let row=cells=>`<tr>${cells.map(cell=>`<td>${cell}</td>`).join("")}</tr>`,head=cells=>`<thead><tr>${cells.map(cell=>`<th scope="col">${cell}</th>`).join("")}</tr></thead>`,items=itemsOf(statement).map(({title,phase,status,by,until,detail,attestations})=>row([escapeHtml(title),`<span class="whole">${phase}</span>`,`<span class="${status}">${plainMarks[status]} ${status}</span>${status==="fulfilled"&&by.length>0?"":`<br>${escapeHtml(detail)}`}`,escapeHtml(by.join(", ")),`<span class="whole">${until??""}</span>`,attestations.map(path2=>`<code>${escapeHtml(path2.replace(/^.*\//u,"").slice(0,12))}</code>`).join(" ")])),gates=statement.predicate.gates.map(({id,outcome,digest})=>row([id,outcome,`<code>${digest}</code>`]));return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Release record: ${escapeHtml(titleOf(statement))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Release record: ${escapeHtml(titleOf(statement))}</h1>
<dl>${factsOf(statement).map(([name,value])=>`<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>
<h2>Checklist</h2>
<div class="wide" tabindex="0" role="region" aria-label="Checklist"><table>${head(["Item","Phase","State","By","Until","Signed in"])}<tbody>${items.join(`
`)}</tbody></table></div>
<h2>Gates</h2>
<div class="wide" tabindex="0" role="region" aria-label="Gates"><table>${head(["Gate","Outcome","Digest of the answer"])}<tbody>${gates.join(`
`)}</tbody></table></div>
<h2>To verify it</h2>
${verifying.map(line=>`<p>${escapeHtml(line)}</p>`).join(`
`)}
</main>
</body>
</html>
`}var plainMarks={fulfilled:"\u2713",pending:"?",refused:"\u2717","not-asked":"\u2013"},style=`
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 25%, Canvas); }
code { font-size: .85em; overflow-wrap: anywhere; }
.fulfilled { color: light-dark(#116329, #56d364); } .refused { color: light-dark(#a40e26, #ff7b72); font-weight: 600; } .pending { color: light-dark(#7d4e00, #e3b341); font-weight: 600; }
.whole { white-space: nowrap; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .5rem; } }
@media print { .wide { overflow: visible; } }
`,verifying=["The folder of this record holds bundle.intoto.jsonl, with the signed record and every sign-off as DSSE envelopes, and tree, the list of files that was signed.","mcgate checklist verify bundle.intoto.jsonl --signers allowed_signers --tree tree checks all of it, without a network. By hand: sha256sum tree gives the digest of the tree above, and ssh-keygen -Y verify checks each signature, as the documentation of attestations shows."];function titleOf({predicate:{repository,target}}){return`${repository} ${target.replace(/^refs\/(?:heads|tags)\//u,"")}`}function factsOf({predicate,subject}){let{asked,fulfilled}=countItems(predicate.items.map(({state})=>state));return[["Verdict",predicate.verdict],["Items",`${String(fulfilled)} of ${String(asked.length)} fulfilled`],["Commit",predicate.commit],["Tree (SHA-256)",subject[0]?.digest.sha256??""],["Recorded",`${predicate.made}, by mcgate ${predicate.version}`]]}function itemsOf({predicate}){return predicate.items.map(({state})=>state)}function escapeHtml(text){return text.replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replaceAll('"',"&quot;").replaceAll("'","&#39;").replaceAll(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,"\uFFFD")}var command=defineCommand({positionals:{folder:{type:"string",demandOption:!0,describe:"A new folder for the record"}},flags:{...askedFlags,...reportFlags,key:{type:"string",describe:"SSH key to sign the record with; default: as for `mcgate checklist sign`"},yes:{type:"boolean",describe:"Do not ask before signing"}},examples:[["$0 checklist export ../record-1.2 --base release/1.2","Everything about a release, signed"]],notes:"Writes record.md and record.html for people, bundle.intoto.jsonl with the signed record and all sign-offs, allowed_signers, and `tree`, whose SHA-256 is what was signed. A release that lacks something is recorded as it is. Exit codes: 0 written.",run:async(values,session)=>{let folder=path.resolve(session.cwd,values.folder),{root,request,report}=await askRelease(values,session,values.report),drafted=await draftRelease(request,report,await draftPorts(session)),{statement}=drafted,{repository,target,commit,verdict}=statement.predicate;await session.stderr.write(`${escapeTerminal(`You record, in your name, how the checklist of ${repository} stands for ${target} at ${commit}: ${verdict}.`)}
`);let sealed=await sealStatement(statement,{root,key:values.key??null,yes:values.yes===!0},session);await createFolder(folder);let files={"bundle.intoto.jsonl":formatBundle([sealed.text,...drafted.envelopes]),"record.md":formatReleaseMarkdown(statement),"record.html":formatReleaseHtml(statement),allowed_signers:statement.predicate.signers,tree:drafted.tree,...drafted.checklist===null?{}:{"checklist.yaml":drafted.checklist}};for(let[name,text]of Object.entries(files))await writeProjectFile(folder,name,text);return await session.stdout.write(`Wrote ${Object.keys(files).join(", ")} to ${escapeTerminal(values.folder)}.
To verify it: mcgate checklist verify ${escapeTerminal(path.join(values.folder,"bundle.intoto.jsonl"))} --signers <allowed_signers>
`),0}});export{command};
