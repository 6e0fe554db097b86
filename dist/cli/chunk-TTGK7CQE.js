import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{loadRules,ruleFamilies}from"./chunk-ILMZGEBQ.js";import{severityPaint,terminalStyle}from"./chunk-FCS7KPK7.js";import{padEnd}from"./chunk-IAMEYIO5.js";import{defineCommand}from"./chunk-ZKUHGKMI.js";import{formatJson}from"./chunk-DVYVP5K6.js";import{describeRule}from"./chunk-OHFGX5MM.js";import"./chunk-7UQWVWQJ.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";var command=defineCommand({positionals:{},flags:{gate:{type:"string",array:!0,choices:ruleFamilies,describe:"Only these rules; repeatable"},json:{type:"boolean",describe:"As JSON, with all texts"}},examples:[["$0 rules","Everything that mcgate looks for"],["$0 rules --gate code --json","One gate, for a program"]],run:async({gate,json},{stdout})=>{let rules=await loadRules(gate===void 0?ruleFamilies:ruleFamilies.filter(family=>gate.includes(family)));return await stdout.write(json===!0?formatJson(rules.map(describeRule)):formatList(rules,stdout.style)),0}});function formatList(rules,options){let style=terminalStyle(options),width=Math.max(...rules.map(({id})=>id.length),0),lines=rules.map(({id,severity,confidence,blocks,title})=>{let facts=`${severityPaint(severity,style)(padEnd(severity,8))}  ${padEnd(`${confidence} confidence`,17)}  ${blocks?"blocks ":"informs"}`;return`${padEnd(id,width)}  ${facts}
  ${title}`});return rules.length===0?`These gates have no rules yet.
`:`${lines.join(`
`)}

${String(rules.length)} rules. \`mcgate explain <rule>\` says more.
`}export{command};
