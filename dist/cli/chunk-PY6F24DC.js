import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateLoaders={code:async()=>(await import("./chunk-JMG332ZP.js")).gate,dependencies:async()=>(await import("./chunk-U4FYRXH3.js")).gate,configuration:null,permissions:async()=>(await import("./chunk-BTSEPTVE.js")).gate,checklist:async()=>(await import("./chunk-IH5UZL5Y.js")).gate};export{gateLoaders};
