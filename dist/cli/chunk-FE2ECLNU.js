import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-ELRINYHC.js";import"./chunk-5HCEQLAA.js";export{rules};
