import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-6PRNL6QE.js")).gate,dependencies:async()=>(await import("./chunk-OPZXQRLT.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-FMOQVZZE.js")).gate,checklist:async()=>(await import("./chunk-YDW5EQDT.js")).gate};export{gateLoaders};
