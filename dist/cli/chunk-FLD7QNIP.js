import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-ECB67CBI.js")).gate,dependencies:async()=>(await import("./chunk-YK6IZEP4.js")).gate,configuration:null,permissions:null,checklist:null};export{gateLoaders};
