import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format}from"./chunk-YEDEGJ4U.js";import"./chunk-O3XS3URX.js";import"./chunk-B3LJ4Q6I.js";import"./chunk-Q4OUP6P6.js";export{format};
