import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var namedReferences={amp:"&",lt:"<",gt:">",quot:'"',apos:"'",nbsp:"\xA0"};function decodeReferences(text){return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gu,(whole,decimal,hex,named)=>{if(named!==void 0)return namedReferences[named]??whole;let code=decimal===void 0?Number.parseInt(hex??"",16):Number.parseInt(decimal,10);return code<=1114111?String.fromCodePoint(code):whole})}export{decodeReferences};
