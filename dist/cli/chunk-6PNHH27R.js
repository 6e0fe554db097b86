import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{parseLibraryModel}from"./chunk-AC3UGCB6.js";import"./chunk-WZJCROHG.js";import"./chunk-VS5UVM64.js";import"./chunk-QU4TROST.js";import"./chunk-6FDOQIQ2.js";import"./chunk-44AWH4UC.js";import"./chunk-4RZ26VGU.js";export{parseLibraryModel};
