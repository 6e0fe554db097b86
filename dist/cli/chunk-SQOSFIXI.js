import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-DNU3I5QJ.js";import"./chunk-DVYVP5K6.js";import"./chunk-B3LJ4Q6I.js";import"./chunk-5HCEQLAA.js";export{format};
