import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{loadRules,ruleFamilies}from"./chunk-Y65VI2GV.js";import"./chunk-7UQWVWQJ.js";import"./chunk-Q4OUP6P6.js";export{loadRules,ruleFamilies};
