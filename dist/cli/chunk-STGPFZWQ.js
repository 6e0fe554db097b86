import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openRepository}from"./chunk-BEUQS4QZ.js";import"./chunk-5FNZXCSK.js";import"./chunk-QINUYKYO.js";import"./chunk-WK5VLHEO.js";import"./chunk-TEZXAOLL.js";import"./chunk-ET3H7JJ7.js";import"./chunk-5S3PDYW7.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openRepository};
