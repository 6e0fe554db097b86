import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-NMNITV6N.js")).gate,dependencies:async()=>(await import("./chunk-RZGGXJZE.js")).gate,configuration:null,permissions:null,checklist:null};export{gateLoaders};
