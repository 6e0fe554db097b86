import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function compareText(a,b){return a<b?-1:a>b?1:0}export{compareText};
