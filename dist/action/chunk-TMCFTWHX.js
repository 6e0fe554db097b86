import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{annotationsOf,logCommand,splitForStep}from"./chunk-YSYNPXPX.js";import{format}from"./chunk-7A2APTUI.js";import"./chunk-M3XUQYUA.js";import{count}from"./chunk-BQ6YZD6B.js";import"./chunk-FXMB7UFT.js";import"./chunk-B5374AVX.js";function format2(report,options){let{shown,rest}=splitForStep(annotationsOf(report)),lines=[...shown.map(logCommand),...rest.length===0?[]:[`${count(rest.length,"more finding")} not marked: GitHub shows ten of a kind for a step.`]];return[format(report,options),...lines.length===0?[]:[`${lines.join(`
`)}
`]].join(`
`)}export{format2 as format};
