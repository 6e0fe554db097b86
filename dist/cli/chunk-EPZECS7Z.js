import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function compareTrees(base,judged){let before=new Map((base??[]).map(entry=>[entry.path,entry])),added=[],modified=[];for(let entry of judged){let old=before.get(entry.path);before.delete(entry.path),old===void 0?added.push(entry.path):(entry.id===""||old.id!==entry.id||old.kind!==entry.kind)&&modified.push(entry.path)}return{added,modified,deleted:[...before.keys()]}}export{compareTrees};
