import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,formatMarkdown}from"./chunk-OAG7LRQ4.js";import"./chunk-Z6TYRL5E.js";import"./chunk-C3I6UT7Y.js";import"./chunk-DTKNPO6W.js";import"./chunk-4NE4M3JE.js";import"./chunk-IAMEYIO5.js";import"./chunk-3YUUW4ZY.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-Q4OUP6P6.js";export{format,formatMarkdown};
