import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openRepository}from"./chunk-CXXEMM3E.js";import"./chunk-55ARMT3B.js";import"./chunk-J4ZXFE4K.js";import"./chunk-5Z5UFSKI.js";import"./chunk-PTGU7KSS.js";import"./chunk-ET3H7JJ7.js";import"./chunk-5S3PDYW7.js";import"./chunk-WSGMASTN.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{openRepository};
