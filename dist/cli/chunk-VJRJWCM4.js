import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function mergedRanges(ranges){let sorted=[...ranges].filter(([from,to])=>from<=to).sort(([a],[b])=>a-b),merged=[];for(let[from,to]of sorted){let last=merged.at(-1);last!==void 0&&from<=last[1]+1?last[1]=Math.max(last[1],to):merged.push([from,to])}return merged}export{mergedRanges};
