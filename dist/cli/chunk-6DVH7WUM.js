import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{createHash}from"node:crypto";function sha256Hex(data){return createHash("sha256").update(data).digest("hex")}export{sha256Hex};
