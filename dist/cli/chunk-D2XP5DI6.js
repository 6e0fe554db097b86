import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-ZOBTLY4M.js")).gate,dependencies:async()=>(await import("./chunk-WGJTPC42.js")).gate,configuration:null,permissions:null,checklist:null};export{gateLoaders};
