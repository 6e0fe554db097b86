import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{effectiveDocument}from"./chunk-V5S2MHJP.js";import{canonical}from"./chunk-OR3Z2INR.js";import{createHash}from"node:crypto";function policyDigest(policy){return`sha256:${createHash("sha256").update(canonical(effectiveDocument(policy))).digest("hex")}`}export{policyDigest};
