import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{parseLibraryModel}from"./chunk-V4TDBTQZ.js";import"./chunk-WZJCROHG.js";import"./chunk-BOIGON5T.js";import"./chunk-QU4TROST.js";import"./chunk-6FDOQIQ2.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{parseLibraryModel};
