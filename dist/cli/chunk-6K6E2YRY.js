import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-C4BA34RP.js";import"./chunk-5HCEQLAA.js";export{rules};
