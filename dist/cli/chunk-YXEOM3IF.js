import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-R4GIWWCF.js")).gate,dependencies:async()=>(await import("./chunk-DDPBVTYG.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-R4Y3YFNL.js")).gate,checklist:async()=>(await import("./chunk-YDW5EQDT.js")).gate};export{gateLoaders};
