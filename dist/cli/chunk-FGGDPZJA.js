import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{maxEnvelopeLength}from"./chunk-YZO4IZ25.js";var mostEnvelopes=2e3,maxBundleBytes=64*1024*1024;function formatBundle(envelopes){return envelopes.map(text=>`${JSON.stringify(JSON.parse(text))}
`).join("")}function readBundle(text){let envelopes=text.split(`
`).filter(line=>line.trim()!=="");if(envelopes.length===0)return{ok:!1,problem:"holds no envelope"};if(envelopes.length>mostEnvelopes)return{ok:!1,problem:`holds more than ${String(mostEnvelopes)} envelopes`};let long=envelopes.findIndex(line=>line.length>maxEnvelopeLength);return long<0?{ok:!0,envelopes}:{ok:!1,problem:`line ${String(long+1)} is too long`}}export{maxBundleBytes,formatBundle,readBundle};
