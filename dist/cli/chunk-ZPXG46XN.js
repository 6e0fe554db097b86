import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{loadRules,ruleFamilies}from"./chunk-WJPXMI7W.js";import"./chunk-7UQWVWQJ.js";import"./chunk-4RZ26VGU.js";export{loadRules,ruleFamilies};
