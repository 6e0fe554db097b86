import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-JJKSDSPT.js";import"./chunk-JR6EZSW5.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";export{rules};
