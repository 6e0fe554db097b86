import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function siblingEntry(name){let self=import.meta.url;return new URL(`../${name}${self.endsWith(".ts")?".ts":".js"}`,self)}function printable(text,limit=300){let escaped=text.slice(0,limit*4).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,character=>`\\u{${(character.codePointAt(0)??0).toString(16)}}`),characters=Array.from(escaped);return characters.length>limit?`${characters.slice(0,limit-1).join("")}\u2026`:escaped}export{printable,siblingEntry};
