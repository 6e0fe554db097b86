import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{cut,markdownCell}from"./chunk-DVYVP5K6.js";var statusMarks={fulfilled:"\u2705",pending:"\u23F3",refused:"\u274C","not-asked":"\u2796"};function itemTable(items){return["| item | phase | state | by | until |","|---|---|---|---|---|",...items.map(itemRow)].join(`
`)}function itemRow({title,phase,status,by,until,detail}){let state=`${statusMarks[status]} ${status}${status==="fulfilled"?"":`: ${cut(detail,200)}`}`;return`| ${[title,phase,state,cut(by.join(", "),200),until??""].map(markdownCell).join(" | ")} |`}export{statusMarks,itemTable};
