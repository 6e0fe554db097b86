import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-DG2EYWXO.js";import"./chunk-7R6ZMGZY.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";export{rules};
