import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,uploadableSarif}from"./chunk-NVAPAASJ.js";import"./chunk-MIL2HQHQ.js";import"./chunk-ENDCWZI5.js";import"./chunk-DVYVP5K6.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-5HCEQLAA.js";export{format,uploadableSarif};
