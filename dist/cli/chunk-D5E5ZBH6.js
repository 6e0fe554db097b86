import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{markdownCell}from"./chunk-2PRYT7OL.js";import{countItems}from"./chunk-M3ZPOWO7.js";var most=40,statusMarks={fulfilled:"\u2705",pending:"\u23F3",refused:"\u274C","not-asked":"\u2796"};function checklistTable(report){let gate=report.gates.find(({id})=>id==="checklist"),{asked,fulfilled}=countItems(gate?.coverage?.items??[]);if(gate===void 0||asked.length===0)return[];let title=`Checklist: ${String(fulfilled)} of ${String(asked.length)} items fulfilled`,more=asked.length-most,table=[itemTable(asked.slice(0,most)),...more>0?[`and ${String(more)} more items`]:[]].join(`

`);return gate.outcome==="fail"?[`### ${title}`,table]:[`<details>
<summary>${title}</summary>`,table,"</details>"]}function itemTable(items){return["| item | phase | state | by | until |","|---|---|---|---|---|",...items.map(itemRow)].join(`
`)}function itemRow({title,phase,status,by,until,detail}){let state=`${statusMarks[status]} ${status}${status==="fulfilled"?"":`: ${detail.slice(0,200)}`}`;return`| ${[title,phase,state,by.join(", ").slice(0,200),until??""].map(markdownCell).join(" | ")} |`}export{checklistTable,itemTable};
