import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-NDKZRIYJ.js";import"./chunk-Q7IYVPN7.js";import"./chunk-MLGKYM7Y.js";import"./chunk-4NE4M3JE.js";import"./chunk-JTQL5VJV.js";import"./chunk-IAMEYIO5.js";import"./chunk-NHV2PKLD.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-Q4OUP6P6.js";export{format};
