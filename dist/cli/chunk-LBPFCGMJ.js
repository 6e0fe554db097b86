import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{formatMarkdown}from"./chunk-TSRKBY64.js";import{appendToFile}from"./chunk-ZQVBABSA.js";var stepFileLimit=1024*1024,leastBytes=64e3;function appendStepSummary(file,report,web){let place=web===void 0?{}:{web};return appendToFile(file,stepFileLimit,room=>room<leastBytes?null:formatMarkdown(report,place,room))}export{stepFileLimit,appendStepSummary};
