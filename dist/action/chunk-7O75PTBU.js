import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var McgateError=class extends Error{name="McgateError";code;remedy;positions;constructor(code,message,options={}){super(message,options.cause===void 0?void 0:{cause:options.cause}),this.code=code,this.remedy=options.remedy,this.positions=options.positions??[]}};function messageOf(error){return(error instanceof Error?error.message:String(error)).split(`
`,1)[0]??""}export{McgateError,messageOf};
