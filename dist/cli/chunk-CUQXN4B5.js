import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{terminalStyle}from"./chunk-FCS7KPK7.js";import{escapeTerminal,guardLogCommands}from"./chunk-DVYVP5K6.js";function formatTap(cases,options){let style=terminalStyle(options),{green,red,bold}=style.colors,title=text=>escapeTerminal(text,style).replaceAll(/[\\#]/gu,"\\$&"),lines=cases.flatMap(({name,passed,facts},index)=>{let line=`${passed?green("ok"):red("not ok")} ${String(index+1)} - ${title(name)}`;return passed?[line]:[line,"  ---",...Object.entries(facts).map(([key,value])=>`  ${key}: ${escapeTerminal(JSON.stringify(value),style)}`),"  ..."]}),failed=cases.filter(({passed})=>!passed).length,ending=failed===0?`# all ${String(cases.length)} hold`:`# ${String(failed)} of ${String(cases.length)} failed`;return guardLogCommands(`TAP version 14
1..${String(cases.length)}
${[...lines,bold(ending)].join(`
`)}
`)}export{formatTap};
