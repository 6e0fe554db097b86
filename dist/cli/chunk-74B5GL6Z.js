import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-3WV73LAM.js";import"./chunk-3YUUW4ZY.js";import"./chunk-B3LJ4Q6I.js";import"./chunk-Q4OUP6P6.js";export{format};
