import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{outcomeLook,terminalStyle}from"./chunk-FCS7KPK7.js";import{wrap}from"./chunk-IAMEYIO5.js";import{escapeTerminal,guardLogCommands}from"./chunk-DVYVP5K6.js";var looks={ok:"pass",warn:"incomplete",fail:"fail"},widest=100;function formatStatus({status,name,detail,remedy},options){let style=terminalStyle(options),{mark,paint}=outcomeLook(looks[status],style),room=Math.min(widest,options.width)-7,[first="",...rest]=wrap(escapeTerminal(`${name}: ${detail}`,options),room),lines=[`${paint(`${mark} ${status.padEnd(4)}`)} ${first}`,...rest.map(line=>`       ${line}`),...remedy===null?[]:wrap(escapeTerminal(`${style.marks.arrow} ${remedy}`,options),room).map(line=>`       ${line}`)];return guardLogCommands(`${lines.join(`
`)}
`)}export{formatStatus};
