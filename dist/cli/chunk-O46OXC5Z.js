import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function privateAddress(text){let address=URL.parse(text);return address?.protocol==="https:"||address?.protocol==="http:"&&["127.0.0.1","[::1]","localhost"].includes(address.hostname)?address:null}export{privateAddress};
