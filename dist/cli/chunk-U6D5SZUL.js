import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-PEVGLER7.js")).gate,dependencies:async()=>(await import("./chunk-S3DAENQD.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-IJT2NVP4.js")).gate,checklist:null};export{gateLoaders};
