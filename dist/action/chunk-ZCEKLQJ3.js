import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{format,uploadableSarif}from"./chunk-Q373D46F.js";import"./chunk-BQ6YZD6B.js";import"./chunk-FXMB7UFT.js";import"./chunk-B5374AVX.js";export{format,uploadableSarif};
