import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openRepository}from"./chunk-VGWBE6NP.js";import"./chunk-JKGJ76RC.js";import"./chunk-ET3H7JJ7.js";import"./chunk-E2RHTCIW.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openRepository};
