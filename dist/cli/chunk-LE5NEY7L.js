import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{findOsvScanner,openOsvScanner,versionOf}from"./chunk-WSJANHSF.js";import"./chunk-UBRZFITC.js";import"./chunk-Q4HNW3VQ.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{findOsvScanner,openOsvScanner,versionOf};
