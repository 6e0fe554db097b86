import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{readReport,readReportFile,readReports,splitReport}from"./chunk-NE5ZMXAK.js";import"./chunk-6FDOQIQ2.js";import"./chunk-7UQWVWQJ.js";import"./chunk-ZQVBABSA.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{readReport,readReportFile,readReports,splitReport};
