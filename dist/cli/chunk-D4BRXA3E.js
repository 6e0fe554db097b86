import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{isScript,readPage}from"./chunk-Y2V6UGQH.js";import"./chunk-76BD6YST.js";import"./chunk-4RZ26VGU.js";export{isScript,readPage};
