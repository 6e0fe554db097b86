import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{findOsvScanner,openOsvScanner,versionOf}from"./chunk-EOR3OY2N.js";import"./chunk-ETOHAQSZ.js";import"./chunk-YZAP4U3T.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{findOsvScanner,openOsvScanner,versionOf};
