import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-2PJ2ZT3E.js";import"./chunk-5HCEQLAA.js";export{rules};
