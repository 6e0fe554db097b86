import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{findOsvScanner,openOsvScanner,versionOf}from"./chunk-S5ULGZFU.js";import"./chunk-RCLOQDML.js";import"./chunk-Q4HNW3VQ.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{findOsvScanner,openOsvScanner,versionOf};
