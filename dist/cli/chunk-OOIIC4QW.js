import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-DNIFT3PK.js")).gate,dependencies:async()=>(await import("./chunk-6TAUY3QX.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-N6BQE52Z.js")).gate,checklist:async()=>(await import("./chunk-YB6TACXE.js")).gate};export{gateLoaders};
