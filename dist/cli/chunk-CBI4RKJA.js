import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{rules}from"./chunk-IIL55UZI.js";import"./chunk-5HCEQLAA.js";export{rules};
