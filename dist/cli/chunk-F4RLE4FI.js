import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{readFile}from"node:fs/promises";function readShipped(file){return readFile(file)}export{readShipped};
