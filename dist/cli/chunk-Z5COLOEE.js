import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{formatFailure}from"./chunk-6NSVFRR3.js";import"./chunk-DVYVP5K6.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{formatFailure};
