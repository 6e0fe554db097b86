import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{isScript,readPage}from"./chunk-RW6H6OPI.js";import"./chunk-NKF6WYIZ.js";import"./chunk-4RZ26VGU.js";export{isScript,readPage};
