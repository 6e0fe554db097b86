import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,formatMarkdown}from"./chunk-5N2T5LC6.js";import"./chunk-TQQKIQEJ.js";import"./chunk-C3I6UT7Y.js";import"./chunk-MLGKYM7Y.js";import"./chunk-4NE4M3JE.js";import"./chunk-IAMEYIO5.js";import"./chunk-NHV2PKLD.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-Q4OUP6P6.js";export{format,formatMarkdown};
