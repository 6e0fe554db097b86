import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{readReport,readReports}from"./chunk-JXBKEPUD.js";import"./chunk-E44RMBVN.js";import"./chunk-WSGMASTN.js";import"./chunk-7UQWVWQJ.js";import"./chunk-PKAUSTND.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{readReport,readReports};
