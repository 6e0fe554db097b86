import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-UGAVYNK6.js";import"./chunk-HEHESC24.js";import"./chunk-VJRJWCM4.js";import"./chunk-5HCEQLAA.js";export{rules};
