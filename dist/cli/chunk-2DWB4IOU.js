import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{readReport,readReportFile,readReports,splitReport}from"./chunk-4LL5U4IW.js";import"./chunk-3SAYDE52.js";import"./chunk-WSGMASTN.js";import"./chunk-7UQWVWQJ.js";import"./chunk-ZNMS42UU.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{readReport,readReportFile,readReports,splitReport};
