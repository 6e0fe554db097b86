import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{PartWriter}from"./chunk-76BD6YST.js";function scriptPart(text,{start,end},ifBroken){return new PartWriter(text).keep(start,end).insert(`
;`).part(ifBroken)}function dialectOf(languages){let known=languages.map(language=>language.toLowerCase());return known.includes("tsx")?"tsx":known.includes("ts")||known.includes("typescript")?"typescript":"javascript"}export{scriptPart,dialectOf};
