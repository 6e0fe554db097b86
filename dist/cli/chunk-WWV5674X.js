import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{findOsvScanner,openOsvScanner,versionOf}from"./chunk-JVFRW26R.js";import"./chunk-A7LKKPO7.js";import"./chunk-Q4HNW3VQ.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-4RZ26VGU.js";export{findOsvScanner,openOsvScanner,versionOf};
