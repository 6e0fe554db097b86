import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{parseLibraryModel}from"./chunk-TCQCPW5G.js";import"./chunk-SE7SIQFU.js";import"./chunk-BOIGON5T.js";import"./chunk-QU4TROST.js";import"./chunk-LMXFY27E.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{parseLibraryModel};
