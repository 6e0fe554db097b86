import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,formatMarkdown}from"./chunk-RKU7XYZW.js";import"./chunk-LWZ6WC4G.js";import"./chunk-SSTZHE6E.js";import"./chunk-2VBOCI3K.js";import"./chunk-IAMEYIO5.js";import"./chunk-O3XS3URX.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-Q4OUP6P6.js";export{format,formatMarkdown};
