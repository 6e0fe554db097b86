import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{readReport,readReportFile,readReports,splitReport}from"./chunk-4B2XOIC4.js";import"./chunk-7UQWVWQJ.js";import"./chunk-LMXFY27E.js";import"./chunk-ZQVBABSA.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{readReport,readReportFile,readReports,splitReport};
