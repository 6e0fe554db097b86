import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{annotationsOf,logCommand,splitForStep}from"./chunk-MB5JJQ65.js";import{format}from"./chunk-NDKZRIYJ.js";import"./chunk-Q7IYVPN7.js";import"./chunk-MLGKYM7Y.js";import{count}from"./chunk-4NE4M3JE.js";import"./chunk-JTQL5VJV.js";import"./chunk-IAMEYIO5.js";import"./chunk-NHV2PKLD.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-Q4OUP6P6.js";function format2(report,options){let{shown,rest}=splitForStep(annotationsOf(report)),lines=[...shown.map(logCommand),...rest.length===0?[]:[`${count(rest.length,"more finding")} not marked: GitHub shows ten of a kind for a step.`]];return[format(report,options),...lines.length===0?[]:[`${lines.join(`
`)}
`]].join(`
`)}export{format2 as format};
