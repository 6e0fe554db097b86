import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{parseLibraryModel}from"./chunk-TDZ62V4H.js";import"./chunk-WZJCROHG.js";import"./chunk-2HLXFFI5.js";import"./chunk-QU4TROST.js";import"./chunk-6FDOQIQ2.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{parseLibraryModel};
