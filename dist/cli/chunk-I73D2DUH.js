import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function endOfDay(day){let start=Date.parse(`${day}T00:00:00Z`);return Number.isNaN(start)||new Date(start).toISOString().slice(0,10)!==day?null:start+864e5-1}function dayOf(moment){return moment.toISOString().slice(0,10)}export{endOfDay,dayOf};
