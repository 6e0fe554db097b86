import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-ELWXFHDJ.js")).gate,dependencies:async()=>(await import("./chunk-HJRPQNJM.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-BPU62ZHV.js")).gate,checklist:null};export{gateLoaders};
