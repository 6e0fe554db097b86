import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,uploadableSarif}from"./chunk-DPN6YOHH.js";import"./chunk-4NE4M3JE.js";import"./chunk-NHV2PKLD.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-Q4OUP6P6.js";export{format,uploadableSarif};
