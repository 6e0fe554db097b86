import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-JKLOWD5J.js")).gate,dependencies:async()=>(await import("./chunk-OZV3XT5I.js")).gate,configuration:null,permissions:null,checklist:null};export{gateLoaders};
