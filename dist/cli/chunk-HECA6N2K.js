import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-VWNKIT4Y.js";import"./chunk-QUKRESN2.js";import"./chunk-MIL2HQHQ.js";import"./chunk-ENDCWZI5.js";import"./chunk-RHAMIOE6.js";import"./chunk-JTQL5VJV.js";import"./chunk-DVYVP5K6.js";import"./chunk-M3ZPOWO7.js";import"./chunk-IAMEYIO5.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-Q4OUP6P6.js";export{format};
