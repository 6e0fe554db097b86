import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-ARO6K57C.js";import"./chunk-5HCEQLAA.js";export{rules};
