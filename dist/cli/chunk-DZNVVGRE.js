import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{effectiveDocument}from"./chunk-SR6LUQGP.js";import{canonical}from"./chunk-GB5RJU43.js";import{createHash}from"node:crypto";function policyDigest(policy){return`sha256:${createHash("sha256").update(canonical(effectiveDocument(policy))).digest("hex")}`}export{policyDigest};
