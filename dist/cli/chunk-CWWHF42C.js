import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-BYQXBVEM.js";import"./chunk-N6A6S7BR.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";export{rules};
