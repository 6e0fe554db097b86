import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-WY7D7IHM.js")).gate,dependencies:async()=>(await import("./chunk-WS4LKAZL.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-QWOELFOS.js")).gate,checklist:async()=>(await import("./chunk-RIR6MTKT.js")).gate};export{gateLoaders};
