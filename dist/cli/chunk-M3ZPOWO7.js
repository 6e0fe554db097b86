import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function countItems(items){let asked=items.filter(({status})=>status!=="not-asked");return{asked,fulfilled:asked.filter(({status})=>status==="fulfilled").length}}export{countItems};
