import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-7KQRPITA.js")).gate,dependencies:async()=>(await import("./chunk-TI3KITAH.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-WMEI622I.js")).gate,checklist:null};export{gateLoaders};
