import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{realpath,stat}from"node:fs/promises";import path from"node:path";async function locatePath(file){try{let stats=await stat(file);if(stats.isDirectory())return{real:await realpath(file),kind:"folder"};let folder=await realpath(path.dirname(file));return{real:path.join(folder,path.basename(file)),kind:stats.isFile()?"file":"other"}}catch{return null}}export{locatePath};
