import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{isScript,readPage}from"./chunk-4JFSYSE5.js";import"./chunk-76BD6YST.js";import"./chunk-5HCEQLAA.js";export{isScript,readPage};
