import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,formatMarkdown}from"./chunk-S7HL2XRX.js";import"./chunk-YZQHKGIL.js";import"./chunk-ISYUR7SP.js";import"./chunk-M3XUQYUA.js";import"./chunk-BQ6YZD6B.js";import"./chunk-FXMB7UFT.js";import"./chunk-B5374AVX.js";export{format,formatMarkdown};
