import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{appendStepSummary}from"./chunk-LBPFCGMJ.js";import"./chunk-TSRKBY64.js";import"./chunk-42BLODXZ.js";import"./chunk-UPZ73GRN.js";import"./chunk-MIL2HQHQ.js";import"./chunk-U2D4PHSY.js";import"./chunk-ENDCWZI5.js";import"./chunk-IAMEYIO5.js";import"./chunk-DVYVP5K6.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-ZQVBABSA.js";import"./chunk-WSGMASTN.js";import{messageOf}from"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";async function writeStepSummary(report,{env,stderr}){let file=env.GITHUB_STEP_SUMMARY??"";if(!(file===""||env.GITHUB_ACTIONS!=="true"))try{await appendStepSummary(file,report)||await stderr.write(`The step summary is full already: the report is not in it.
`)}catch(error){await stderr.write(`The step summary was not written: ${messageOf(error)}
`)}}export{writeStepSummary};
