import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{formatFailure}from"./chunk-BM64CRBL.js";import"./chunk-NHV2PKLD.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{formatFailure};
