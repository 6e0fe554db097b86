import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openRepository}from"./chunk-WX3NQ7DG.js";import"./chunk-NASOBMYO.js";import"./chunk-NU6SQSTP.js";import"./chunk-FVH7T4RA.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openRepository};
