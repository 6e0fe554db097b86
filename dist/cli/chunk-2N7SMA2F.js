import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-MTWOWT3P.js")).gate,dependencies:async()=>(await import("./chunk-TI3KITAH.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-R6UIBJ74.js")).gate,checklist:async()=>(await import("./chunk-3N2EN3H3.js")).gate};export{gateLoaders};
