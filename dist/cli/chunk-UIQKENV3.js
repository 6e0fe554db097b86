import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openSignatures,openTools,wireCheck}from"./chunk-4BC27MJB.js";import"./chunk-IB77KPKT.js";import"./chunk-75ZJTCVS.js";import"./chunk-KELN4I4C.js";import"./chunk-IK72GTEG.js";import"./chunk-N62V2LYK.js";import"./chunk-BKB5POWC.js";import"./chunk-XPCQ56WF.js";import"./chunk-NASOBMYO.js";import"./chunk-NU6SQSTP.js";import"./chunk-FVH7T4RA.js";import"./chunk-IAC7Q2C7.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openSignatures,openTools,wireCheck};
