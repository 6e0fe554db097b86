import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openSignatures,openTools,wireCheck}from"./chunk-XTUCMKFK.js";import"./chunk-IB77KPKT.js";import"./chunk-WX3NQ7DG.js";import"./chunk-QLNXFDKO.js";import"./chunk-IK72GTEG.js";import"./chunk-N62V2LYK.js";import"./chunk-BKB5POWC.js";import"./chunk-XPCQ56WF.js";import"./chunk-NASOBMYO.js";import"./chunk-NU6SQSTP.js";import"./chunk-FVH7T4RA.js";import"./chunk-PKAUSTND.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openSignatures,openTools,wireCheck};
