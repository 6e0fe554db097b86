import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-ORVE2GC4.js";import"./chunk-T3HAKRZ4.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";export{rules};
