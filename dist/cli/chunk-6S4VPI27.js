import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-45W2AZE4.js")).gate,dependencies:async()=>(await import("./chunk-WS4LKAZL.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-CJRX2L2G.js")).gate,checklist:async()=>(await import("./chunk-YDW5EQDT.js")).gate};export{gateLoaders};
