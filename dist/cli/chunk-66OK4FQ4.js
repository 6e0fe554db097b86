import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-CFDDULK5.js")).gate,dependencies:async()=>(await import("./chunk-KPNLLEF5.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-TP5ELI5C.js")).gate,checklist:async()=>(await import("./chunk-YDW5EQDT.js")).gate};export{gateLoaders};
