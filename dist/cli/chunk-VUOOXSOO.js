import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{annotationsOf,logCommand,splitForStep}from"./chunk-7CBM6ZID.js";import{format}from"./chunk-A2R774CU.js";import"./chunk-EVWP3CCE.js";import"./chunk-MIL2HQHQ.js";import"./chunk-U2D4PHSY.js";import{count}from"./chunk-ENDCWZI5.js";import"./chunk-FCS7KPK7.js";import"./chunk-IAMEYIO5.js";import"./chunk-DVYVP5K6.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-5HCEQLAA.js";function format2(report,options){let{shown,rest}=splitForStep(annotationsOf(report)),lines=[...shown.map(logCommand),...rest.length===0?[]:[`${count(rest.length,"more annotation")} not shown: GitHub shows ten of a kind for a step.`]];return[format(report,options),...lines.length===0?[]:[`${lines.join(`
`)}
`]].join(`
`)}export{format2 as format};
