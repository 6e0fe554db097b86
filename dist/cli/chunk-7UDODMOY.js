import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{parseLibraryModel}from"./chunk-ZDKDVT4H.js";import"./chunk-WZJCROHG.js";import"./chunk-2HLXFFI5.js";import"./chunk-QU4TROST.js";import"./chunk-ENGNGPRX.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{parseLibraryModel};
