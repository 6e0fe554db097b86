import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{compareText}from"./chunk-B3LJ4Q6I.js";function canonical(value){return JSON.stringify(value,(_,inner)=>inner!==null&&typeof inner=="object"&&!Array.isArray(inner)?Object.fromEntries(Object.entries(inner).sort(([a],[b])=>compareText(a,b))):inner)}function record(value){return value!==null&&typeof value=="object"&&!Array.isArray(value)?value:{}}export{canonical,record};
