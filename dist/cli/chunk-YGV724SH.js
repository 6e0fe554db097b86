import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{formatFailure}from"./chunk-WFQGJ6GK.js";import"./chunk-3YUUW4ZY.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{formatFailure};
