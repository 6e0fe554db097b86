import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-2PJ2ZT3E.js";import"./chunk-Q4OUP6P6.js";export{rules};
