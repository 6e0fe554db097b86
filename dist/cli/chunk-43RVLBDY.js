import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{openTools,wireCheck}from"./chunk-HTHO2FUH.js";import"./chunk-IB77KPKT.js";import"./chunk-CTUAZJ2Z.js";import"./chunk-IK72GTEG.js";import"./chunk-BKB5POWC.js";import"./chunk-DLXWMHQO.js";import"./chunk-UA4IHMHX.js";import"./chunk-XPCQ56WF.js";import"./chunk-AF4NBQH4.js";import"./chunk-NASOBMYO.js";import"./chunk-NU6SQSTP.js";import"./chunk-FVH7T4RA.js";import"./chunk-44AWH4UC.js";import"./chunk-Q4OUP6P6.js";export{openTools,wireCheck};
