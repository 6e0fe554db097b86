import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{listenForInterrupt}from"./chunk-LHHRBU7S.js";import"./chunk-Q4OUP6P6.js";export{listenForInterrupt};
