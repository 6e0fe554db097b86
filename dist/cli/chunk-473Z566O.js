import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-Q2NEBXMR.js";import"./chunk-H7SNK4OH.js";import"./chunk-VJRJWCM4.js";import"./chunk-Q4OUP6P6.js";export{rules};
