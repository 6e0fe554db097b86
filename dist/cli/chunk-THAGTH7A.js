import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-D4DOFY2P.js";import"./chunk-5HCEQLAA.js";export{rules};
