import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function isStale({ageMs}){return ageMs>6048e5}export{isStale};
