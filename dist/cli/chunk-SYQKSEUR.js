import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{loadRules,ruleFamilies}from"./chunk-ILMZGEBQ.js";import"./chunk-7UQWVWQJ.js";import"./chunk-5HCEQLAA.js";export{loadRules,ruleFamilies};
