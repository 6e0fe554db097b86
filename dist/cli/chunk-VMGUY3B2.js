import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-RKJBDYGN.js")).gate,dependencies:async()=>(await import("./chunk-S3DAENQD.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-BQS4MSGI.js")).gate,checklist:null};export{gateLoaders};
