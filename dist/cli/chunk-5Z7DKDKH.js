import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openRepository}from"./chunk-L6BP22WN.js";import"./chunk-JYGJQOZW.js";import"./chunk-E2RHTCIW.js";import"./chunk-46TRN5OC.js";import"./chunk-IRZ4HL2E.js";import"./chunk-ET3H7JJ7.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openRepository};
