import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-UKF7SEL5.js")).gate,dependencies:async()=>(await import("./chunk-WMTGUXEN.js")).gate,configuration:null,permissions:null,checklist:null};export{gateLoaders};
