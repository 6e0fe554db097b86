import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-LTD2ZWVP.js";import"./chunk-FG5VLD5N.js";import"./chunk-SSTZHE6E.js";import"./chunk-2VBOCI3K.js";import"./chunk-JTQL5VJV.js";import"./chunk-IAMEYIO5.js";import"./chunk-O3XS3URX.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-Q4OUP6P6.js";export{format};
