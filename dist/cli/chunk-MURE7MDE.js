import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-UUDNKTZU.js")).gate,dependencies:async()=>(await import("./chunk-5NPONRT5.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-Z356PI7R.js")).gate,checklist:async()=>(await import("./chunk-YDW5EQDT.js")).gate};export{gateLoaders};
