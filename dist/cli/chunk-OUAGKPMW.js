import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-R7XRI5U3.js";import"./chunk-7ZF53MUG.js";import"./chunk-VJRJWCM4.js";import"./chunk-5HCEQLAA.js";export{rules};
