import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{listenForInterrupt}from"./chunk-LHHRBU7S.js";import"./chunk-5HCEQLAA.js";export{listenForInterrupt};
