import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{isScript,readPage}from"./chunk-I5N5LX5I.js";import"./chunk-NKF6WYIZ.js";import"./chunk-4RZ26VGU.js";export{isScript,readPage};
