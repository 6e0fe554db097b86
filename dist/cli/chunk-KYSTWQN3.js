import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-ESDPJYX6.js";import"./chunk-Q4OUP6P6.js";export{rules};
