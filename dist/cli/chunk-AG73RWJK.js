import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-O7BT322W.js")).gate,dependencies:async()=>(await import("./chunk-HJRPQNJM.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-3P2RX7KA.js")).gate,checklist:null};export{gateLoaders};
