import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-A2R774CU.js";import"./chunk-EVWP3CCE.js";import"./chunk-MIL2HQHQ.js";import"./chunk-U2D4PHSY.js";import"./chunk-ENDCWZI5.js";import"./chunk-FCS7KPK7.js";import"./chunk-IAMEYIO5.js";import"./chunk-DVYVP5K6.js";import"./chunk-M3ZPOWO7.js";import"./chunk-SPQUDF5C.js";import"./chunk-7UQWVWQJ.js";import"./chunk-5HCEQLAA.js";export{format};
